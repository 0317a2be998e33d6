import { readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { damagedLibrary, noWheel, TRY_AGAIN } from "./backendErrors.js";
import { sha256, TENSORFLOW_VERSION } from "./nativeInstall.js";
import { runTool, type Tool } from "./runTool.js";

/** TensorFlow's Python wheel for a platform: it carries the C library and its headers, which do not depend on Python. */
export interface WheelTarget {
  readonly distribution: string;
  readonly platforms: readonly string[];
  /** The two libraries, by their paths in the wheel. */
  readonly libraries: readonly string[];
}

const LINUX = ["tensorflow/libtensorflow_cc.so.2", "tensorflow/libtensorflow_framework.so.2"];
const MAC = ["tensorflow/libtensorflow_cc.2.dylib", "tensorflow/libtensorflow_framework.2.dylib"];

/** The wheel's folders whose headers the binding includes: a few dozen of 13 000 files. */
const HEADERS = ["tensorflow/c/", "tensorflow/core/platform/", "tsl/platform/", "xla/tsl/c/"];

/** The wheel for a machine; null: TensorFlow publishes none that has the library. */
export function wheelTarget(platform: string, arch: string): WheelTarget | null {
  switch (`${platform}-${arch}`) {
    case "linux-x64":
      return { distribution: "tensorflow-cpu", platforms: manylinux("x86_64"), libraries: LINUX };
    case "linux-arm64":
      return { distribution: "tensorflow", platforms: manylinux("aarch64"), libraries: LINUX };
    case "darwin-arm64":
      return { distribution: "tensorflow", platforms: ["macosx_12_0_arm64"], libraries: MAC };
    default:
      return null;
  }
}

/**
 * pip's arguments: for a fixed Python, so that the machine's own version does not matter, and with few, short attempts, so that an index
 * that cannot be reached is known in seconds.
 */
export function downloadArguments(target: WheelTarget, folder: string): string[] {
  return [
    "download",
    ...["--no-deps", "--only-binary=:all:", "--implementation", "cp", "--python-version", "3.11", "--abi", "cp311"],
    ...target.platforms.flatMap((platform) => ["--platform", platform]),
    ...["--retries", "1", "--timeout", "20", "--progress-bar", "off", "--disable-pip-version-check"],
    ...["--dest", folder, `${target.distribution}==${TENSORFLOW_VERSION}`],
  ];
}

/** Downloads the wheel into a folder; gives its path. */
export async function downloadWheel(target: WheelTarget, folder: string, pip: Tool): Promise<string> {
  const [command, ...first] = pip;
  await runTool(command, [...first, ...downloadArguments(target, folder)], {
    remedy: `Check that pip reaches a package index (PIP_INDEX_URL, a proxy, \`pip config list\`), ${TRY_AGAIN}`,
  });
  const wheel = readdirSync(folder).find((name) => name.endsWith(".whl"));
  if (wheel === undefined) throw noWheel(`${target.distribution} ${TENSORFLOW_VERSION}`);
  return join(folder, wheel);
}

/** Unpacks the libraries to `deps/lib` and the headers to `deps/include`, checks the libraries' checksums, and removes the wheel. */
export async function unpackWheel(wheel: string, target: WheelTarget, deps: string, python: Tool): Promise<void> {
  const unpacked = join(deps, "unpacked");
  const headers = HEADERS.map((folder) => `tensorflow/include/${folder}`);
  const [command, ...first] = python;
  await runTool(command, [...first, "-c", UNPACK, wheel, unpacked, target.libraries.join(","), headers.join(",")], {
    remedy: `Make sure that the disk has 1.5 GB free for ${deps}, ${TRY_AGAIN}`,
  });
  await checkLibraries(unpacked, target.libraries);
  renameSync(join(unpacked, "tensorflow", "include"), join(deps, "include"));
  for (const library of target.libraries) renameSync(join(unpacked, library), join(deps, "lib", basename(library)));
  rmSync(unpacked, { recursive: true });
  rmSync(wheel);
}

/** In Python, which comes with pip; Node reads no zip files. */
const UNPACK = `
import sys, zipfile
wheel, folder = sys.argv[1:3]
libraries, headers = (tuple(names.split(",")) for names in sys.argv[3:5])
with zipfile.ZipFile(wheel) as archive:
    names = archive.namelist()
    missing = [name for name in libraries if name not in names]
    if missing:
        sys.exit("the wheel has no " + ", ".join(missing))
    wanted = [n for n in names if n in libraries or n.startswith(headers) or n.endswith(".dist-info/RECORD")]
    archive.extractall(folder, wanted)
`;

/** The wheel's RECORD lists each file as `path,sha256=<base64url>,bytes`. */
async function checkLibraries(unpacked: string, libraries: readonly string[]): Promise<void> {
  const info = readdirSync(unpacked).find((name) => name.endsWith(".dist-info"));
  const record = info === undefined ? [] : readFileSync(join(unpacked, info, "RECORD"), "utf8").split(/\r?\n/);
  for (const library of libraries) {
    const entry = record.find((line) => line.startsWith(`${library},sha256=`));
    const wanted = entry?.slice(`${library},sha256=`.length).split(",")[0];
    const found = await sha256(join(unpacked, library), "base64url");
    if (found !== wanted) throw damagedLibrary(library, found, wanted);
  }
}

function manylinux(machine: string): readonly string[] {
  return [`manylinux_2_27_${machine}`, `manylinux_2_17_${machine}`];
}
