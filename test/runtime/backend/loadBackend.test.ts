import { expect, test, vi } from "vitest";
import { recordBuildFailure } from "../../../runtime/backend/buildFailure.js";
import { loadBackend } from "../../../runtime/backend/loadBackend.js";
import { temporaryFolder } from "../temporaryFolder.js";

vi.mock("../../../runtime/backend/stockInstall.js", () => ({ stockInstall: () => null, BINDING: "" }));

test.each(["wasm", "cpu"] as const)("%s is loaded when it is forced", async (kind) => {
  const { tf, report } = await loadBackend({ LIGHTNING_BACKEND: kind });
  expect(tf.getBackend()).toBe(kind);
  expect(report).toMatchObject({ kind, reason: `LIGHTNING_BACKEND=${kind} asks for it.` });
  expect(report.versions).toEqual({ tfjs: "4.22.0", node: process.versions.node });
});

test("without a native engine it is wasm, and the report says what to do", async () => {
  const { report } = await loadBackend({ LIGHTNING_CACHE: temporaryFolder() });
  expect(report.kind).toBe("wasm");
  expect(report.reason).toBe(
    "tfjs-node is not installed here. Run `npx lightning backend install` to train with native kernels.",
  );
});

test("the report says why a build failed", async () => {
  const env = { LIGHTNING_CACHE: temporaryFolder() };
  recordBuildFailure("`pip3 download` failed (no route)", env);
  expect((await loadBackend(env)).report.reason).toBe(
    "tfjs-node is not installed here, and building it failed: `pip3 download` failed (no route). " +
      "Run `npx lightning backend install` to train with native kernels.",
  );
});

test("a forced native engine that is not there is an error", async () => {
  const env = { LIGHTNING_CACHE: temporaryFolder(), LIGHTNING_BACKEND: "node" };
  await expect(loadBackend(env)).rejects.toThrow(
    "LIGHTNING_BACKEND=node, but tfjs-node is not installed here. " +
      "Install it with `npx lightning backend install`, or leave LIGHTNING_BACKEND out.",
  );
});

test("tfjs's greeting is not printed", async () => {
  const warn = vi.spyOn(console, "warn");
  const { tf } = await loadBackend({ LIGHTNING_BACKEND: "cpu" });
  tf.tidy(() => tf.add(tf.ones([2]), 1).dataSync());
  expect(warn).not.toHaveBeenCalled();
});
