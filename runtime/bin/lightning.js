#!/usr/bin/env node
// The command as npm links it: npm leaves out what is not there yet, and the build is not when a clone is installed.
import "../dist/cli.js";
