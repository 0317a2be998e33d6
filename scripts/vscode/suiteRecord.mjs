// VS Code ends with code 0 when its extension host dies before the tests do. This tells the two apart.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * An entry for the extension host that runs the suite at `tests` and then leaves a record in `folder`.
 *
 * @returns `entry`, the file to give to VS Code, and `exitCode(code)`, which corrects the code that VS Code ended with.
 */
export function recordedSuite(folder, tests) {
  const record = join(folder, "suite-record.json");
  const entry = join(folder, "suite-entry.cjs");
  writeFileSync(entry, entrySource(tests, record));
  return { entry, exitCode: (code) => correctedCode(code, readRecord(record)) };
}

/** What the extension host ended with when it died before the suite was over. */
export const DIED_EARLY = 96;

/** `record`: did the suite pass; null when it did not come to its end. */
export function correctedCode(code, record) {
  if (record === null) return code || DIED_EARLY;
  return record ? code : code || 1;
}

function readRecord(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    // Not written, or only in part.
    return null;
  }
}

const entrySource = (tests, record) => `const { writeFileSync } = require("node:fs");
const { pathToFileURL } = require("node:url");
exports.run = async () => {
  let passed = false;
  try {
    const suite = await import(pathToFileURL(${JSON.stringify(tests)}));
    await (suite.run ?? suite.default.run)();
    passed = true;
  } finally {
    writeFileSync(${JSON.stringify(record)}, JSON.stringify(passed));
  }
};
`;
