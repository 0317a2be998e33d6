// Programs of the system that VS Code's build and tests need: found on the PATH, else installed where that is allowed.
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { run, StepError } from "../steps.mjs";

/** Each by the names it goes by, and Debian's package that has it. */
export const programs = {
  chromium: {
    names: ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"],
    debianPackage: "chromium",
  },
  compiler: { names: ["g++"], debianPackage: "g++" },
  make: { names: ["make"], debianPackage: "make" },
  python: { names: ["python3"], debianPackage: "python3" },
};

/** The paths of some programs. Missing ones are installed by apt when this runs as root; otherwise the error has the command to run. */
export async function findPrograms(...wanted) {
  const missing = wanted.filter((program) => onPath(program) === null).map((program) => program.debianPackage);
  if (missing.length > 0) await install(missing);
  return wanted.map((program) => onPath(program) ?? fail(program.debianPackage));
}

async function install(packages) {
  const command = `sudo apt-get install -y ${packages.join(" ")}`;
  const isRoot = process.getuid?.() === 0;
  if (!isRoot || onPath({ names: ["apt-get"] }) === null)
    throw new StepError(
      `Missing: ${packages.join(", ")}. Install ${packages.length === 1 ? "it" : "them"}, for example with\n  ${command}`,
    );
  console.log(`  apt-get install ${packages.join(" ")}`);
  const options = { env: { DEBIAN_FRONTEND: "noninteractive" }, remedy: `Run it by hand: ${command}` };
  // Another apt may be at work: wait for it.
  const apt = ["-o", "DPkg::Lock::Timeout=600"];
  await run("apt-get", [...apt, "update", "-qq"], options);
  await run("apt-get", [...apt, "install", "-y", "-qq", ...packages], options);
}

/** The first executable file by one of the names. */
function onPath({ names }) {
  const folders = (process.env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  const paths = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  return paths.find(isExecutable) ?? null;
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    // Not there, or not for this user.
    return false;
  }
}

function fail(name) {
  throw new StepError(`apt installed ${name}, but the program is not on the PATH (${process.env.PATH}).`);
}
