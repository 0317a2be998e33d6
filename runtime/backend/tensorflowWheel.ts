import { createHash } from "node:crypto";
import { createReadStream, existsSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { TENSORFLOW_VERSION } from "./nativeInstall.js";
import { firstTool, runTool, ToolError } from "./runTool.js";

/** TensorFlow's Python wheel for a platform: it carries the C library and its headers, for whatever Python. */
export interface WheelTarget {
  readonly distribution: string;
  readonly platforms: readonly string[];
  /** The two libraries, inside the wheel. */
  readonly libraries: readonly string[];
}

/** The wheel for this machine; null: TensorFlow publishes none that has the library. */
export function wheelTarget(platform: string = process.platform, arch: string = process.arch): WheelTarget | null {
  const linux = ["tensorflow/libtensorflow_cc.so.2", "tensorflow/libtensorflow_framework.so.2"];
  const mac = ["tensorflow/libtensorflow_cc.2.dylib", "tensorflow/libtensorflow_framework.2.dylib"];
  switch (`${platform}-${arch}`) {
    case "linux-x64":
      return {
        distribution: "tensorflow-cpu",
        platforms: ["manylinux_2_27_x86_64", "manylinux_2_17_x86_64"],
        libraries: linux,
      };
    case "linux-arm64":
      return {
        distribution: "tensorflow",
        platforms: ["manylinux_2_27_aarch64", "manylinux_2_17_aarch64"],
        libraries: linux,
      };
    case "darwin-arm64":
      return { distribution: "tensorflow", platforms: ["macosx_12_0_arm64"], libraries: mac };
    default:
      return null;
  }
}

const PIPS = [["pip3"], ["pip"], ["python3", "-m", "pip"], ["python", "-m", "pip"]];
const PYTHONS = [["python3"], ["python"]];

/** Downloads the wheel into a folder, for a fixed Python, so that the machine's own version does not matter. */
export async function downloadWheel(target: WheelTarget, folder: string): Promise<string> {
  const pip = await firstTool(PIPS, ["--version"]);
  if (pip === null)
    throw new ToolError(
      "There is no pip here to download TensorFlow with. Install it, for example with `sudo apt-get install -y python3-pip`.",
    );
  const [command = "", ...first] = pip;
  const args = [
    ...first,
    ...[
      "download",
      "--no-deps",
      "--disable-pip-version-check",
      "--progress-bar",
      "off",
      "--retries",
      "1",
      "--timeout",
      "20",
    ],
    ...["--only-binary=:all:", "--implementation", "cp", "--python-version", "3.11", "--abi", "cp311"],
    ...target.platforms.flatMap((platform) => ["--platform", platform]),
    ...["--dest", folder, `${target.distribution}==${TENSORFLOW_VERSION}`],
  ];
  await runTool(command, args, {
    remedy: "Check that pip reaches a package index (PIP_INDEX_URL, proxy), then run `npx lightning backend install`.",
  });
  const wheel = readdirSync(folder).find((name) => name.endsWith(".whl"));
  if (wheel === undefined)
    throw new ToolError(
      `pip downloaded no wheel of ${target.distribution} ${TENSORFLOW_VERSION}. Run \`npx lightning backend install\` to try again.`,
    );
  return join(folder, wheel);
}

/** Unpacks the libraries to `deps/lib` and the headers to `deps/include`, checks the libraries' checksums, and removes the wheel. */
export async function unpackWheel(wheel: string, target: WheelTarget, deps: string): Promise<void> {
  const python = await firstTool(PYTHONS, ["--version"]);
  if (python === null)
    throw new ToolError(
      "There is no Python here to unpack TensorFlow's wheel with. Install python3 and run `npx lightning backend install`.",
    );
  const unpacked = join(deps, "unpacked");
  await runTool(python[0] as string, ["-c", UNPACK, wheel, unpacked, ...target.libraries], {
    remedy:
      "Is the disk full? The library needs 1.3 GB while it is unpacked. Then run `npx lightning backend install`.",
  });
  await checkLibraries(unpacked, target.libraries);
  renameSync(join(unpacked, "tensorflow", "include"), join(deps, "include"));
  for (const library of target.libraries)
    renameSync(join(unpacked, library), join(deps, "lib", library.slice("tensorflow/".length)));
  rmSync(unpacked, { recursive: true });
  rmSync(wheel);
}

/** Extracts the libraries, the headers and the wheel's list of checksums; a script, because pip brings Python along and nothing else reads zips. */
const UNPACK = `
import sys, zipfile
wheel, target, *libraries = sys.argv[1:]
with zipfile.ZipFile(wheel) as archive:
    wanted = [n for n in archive.namelist() if n in libraries or n.startswith("tensorflow/include/") or n.endswith(".dist-info/RECORD")]
    missing = [n for n in libraries if n not in wanted]
    if missing: sys.exit("the wheel has no " + ", ".join(missing))
    archive.extractall(target, wanted)
`;

/** RECORD lists each file as `path,sha256=<base64url>,bytes`. */
async function checkLibraries(unpacked: string, libraries: readonly string[]): Promise<void> {
  const info = readdirSync(unpacked).find((name) => name.endsWith(".dist-info"));
  const record = info === undefined ? "" : join(unpacked, info, "RECORD");
  const lines = existsSync(record) ? readFileSync(record, "utf8").split(/\r?\n/) : [];
  for (const library of libraries) {
    const wanted = lines
      .find((line) => line.startsWith(`${library},sha256=`))
      ?.split(",")[1]
      ?.slice("sha256=".length);
    const found = (await sha256(join(unpacked, library))).toString("base64url");
    if (found !== wanted)
      throw new ToolError(
        `${library} is damaged: its checksum is ${found}, the wheel's list says ${wanted}. Run \`npx lightning backend install\` to download it again.`,
      );
  }
}

export function sha256(file: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const hash = createHash("sha256");
    createReadStream(file, { highWaterMark: 1 << 20 })
      .on("data", (chunk) => hash.update(chunk))
      .on("error", reject)
      .on("end", () => resolve(hash.digest()));
  });
}
