import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import {
  failedLately,
  forgetBuildFailure,
  readBuildFailure,
  recordBuildFailure,
} from "../../../runtime/backend/buildFailure.js";
import { temporaryFolder } from "../temporaryFolder.js";

const NOON = Date.UTC(2026, 0, 1, 12);
const HOUR = 3_600_000;

test("a failure holds for a day", () => {
  const env = surroundings();
  recordBuildFailure("pip reached nothing", env, NOON);
  expect([0, 23, 24].map((hours) => failedLately(env, NOON + hours * HOUR))).toEqual([true, true, false]);
  expect(readBuildFailure(env)?.reason).toBe("pip reached nothing");
});

test("another package index is a reason to try again", () => {
  const env = surroundings();
  recordBuildFailure("pip reached nothing", env, NOON);
  expect(failedLately({ ...env, PIP_INDEX_URL: "https://mirror.example/simple" }, NOON)).toBe(false);
});

test("a compiler that has been installed since is a reason to try again", () => {
  const env = surroundings();
  recordBuildFailure("there is no C++ compiler", env, NOON);
  writeFileSync(join(env.PATH, "g++"), "");
  chmodSync(join(env.PATH, "g++"), 0o755);
  expect(failedLately(env, NOON)).toBe(false);
});

test("a success forgets it, and a record that cannot be read is none", () => {
  const env = surroundings();
  recordBuildFailure("pip reached nothing", env, NOON);
  forgetBuildFailure(env);
  expect(failedLately(env, NOON)).toBe(false);
  writeFileSync(join(env.LIGHTNING_CACHE, "failed.json"), '{"reason": 3}');
  expect(readBuildFailure(env)).toBeNull();
});

function surroundings() {
  return { LIGHTNING_CACHE: temporaryFolder(), PATH: temporaryFolder() };
}
