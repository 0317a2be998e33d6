import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import {
  downloadArguments,
  unpackWheel,
  type WheelTarget,
  wheelTarget,
} from "../../../runtime/backend/tensorflowWheel.js";
import { temporaryFolder } from "../temporaryFolder.js";

const python = ["python3", "python"].find((name) => spawnSync(name, ["--version"]).status === 0);

test("each platform has its wheel, and those without a library have none", () => {
  const platforms = [
    ["linux", "x64"],
    ["linux", "arm64"],
    ["darwin", "arm64"],
    ["darwin", "x64"],
    ["win32", "x64"],
  ] as const;
  const wheels = platforms.map(([platform, arch]) => wheelTarget(platform, arch)?.distribution ?? null);
  expect(wheels).toEqual(["tensorflow-cpu", "tensorflow", "tensorflow", null, null]);
});

test("pip is asked for a fixed Python and platform, and gives up early", () => {
  const command = downloadArguments(wheelTarget("linux", "x64") as WheelTarget, "/some folder").join(" ");
  expect(command).toBe(
    "download --no-deps --only-binary=:all: --implementation cp --python-version 3.11 --abi cp311 " +
      "--platform manylinux_2_27_x86_64 --platform manylinux_2_17_x86_64 " +
      "--retries 1 --timeout 20 --progress-bar off --disable-pip-version-check --dest /some folder tensorflow-cpu==2.21.0",
  );
});

test.skipIf(python === undefined)(
  "the libraries and the headers that are needed come out, and the wheel goes",
  async () => {
    const { wheel, deps } = aWheel();
    await unpackWheel(wheel, TARGET, deps, [python as string]);
    expect(readFileSync(join(deps, "lib", "libx.so"), "utf8")).toBe("library");
    expect(existsSync(join(deps, "include", "tensorflow", "c", "c_api.h"))).toBe(true);
    expect(readdirSync(deps).sort()).toEqual(["include", "lib"]);
    expect(readdirSync(join(deps, "include", "tensorflow"))).toEqual(["c"]);
    expect(existsSync(wheel)).toBe(false);
  },
);

test.skipIf(python === undefined)("a library with another checksum than the wheel's list says is refused", async () => {
  const { wheel, deps } = aWheel("another library");
  await expect(unpackWheel(wheel, TARGET, deps, [python as string])).rejects.toThrow(
    `tensorflow/libx.so is damaged: its sha256 is ${sha256("library")}, the wheel's own list says ${sha256("another library")}. ` +
      "Download it again: run `npx lightning backend install`.",
  );
});

const TARGET: WheelTarget = { distribution: "tensorflow-cpu", platforms: [], libraries: ["tensorflow/libx.so"] };

/** A wheel with one library, two headers, and a list that says what the library's content is. */
function aWheel(listed = "library"): { readonly wheel: string; readonly deps: string } {
  const folder = temporaryFolder();
  const [wheel, deps] = [join(folder, "x.whl"), join(folder, "deps")];
  mkdirSync(join(deps, "lib"), { recursive: true });
  const files = {
    "tensorflow/libx.so": "library",
    "tensorflow/include/tensorflow/c/c_api.h": "",
    "tensorflow/include/tensorflow/other/other.h": "",
    "tensorflow/python.py": "",
    "tensorflow_cpu-2.21.0.dist-info/RECORD": `tensorflow/libx.so,sha256=${sha256(listed)},7\n`,
  };
  const program =
    "import sys, json, zipfile\nz = zipfile.ZipFile(sys.argv[1], 'w')\nfor n, t in json.loads(sys.argv[2]).items(): z.writestr(n, t)\nz.close()";
  spawnSync(python as string, ["-c", program, wheel, JSON.stringify(files)]);
  return { wheel, deps };
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("base64url");
}
