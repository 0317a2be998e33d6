// Reads the command line of VS Code's `code` program, as far as tests use it.
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** What else VS Code knows is left out: a headless one has no use for it. Values follow after `=`, or as the next argument where one is needed. */
export function parseCodeArguments(args) {
  const options = { folder: null, extensions: [], tests: null, userDataDir: null, extensionsDir: null, vsix: null };
  const rest = [...args];
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    const [, name, inline] = /^--([^=]+)(?:=(.*))?$/s.exec(arg) ?? [];
    const value = () => path(inline ?? rest.shift() ?? "");
    if (name === undefined) options.folder = path(arg);
    else if (name === "extensionDevelopmentPath") options.extensions.push(value());
    else if (name === "extensionTestsPath") options.tests = value();
    else if (name === "user-data-dir") options.userDataDir = value();
    else if (name === "extensions-dir") options.extensionsDir = value();
    else if (name === "install-extension") options.vsix = value();
    else if (name === "folder-uri") options.folder = value();
  }
  return options;
}

function path(text) {
  return text.startsWith("file:") ? fileURLToPath(text) : resolve(text);
}
