import { existsSync, mkdirSync, readdirSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { withFolderLock } from "../../../runtime/backend/folderLock.js";
import { temporaryFolder } from "../temporaryFolder.js";
import { deadPid } from "./deadPid.js";
import { deferred } from "./deferred.js";

const fail = () => expect.unreachable("it should not have waited");

test("the second waits for the first, and is told once for whom", async () => {
  const lock = join(temporaryFolder(), "lock");
  const story: string[] = [];
  const first = deferred();
  const one = withFolderLock(lock, fail, async () => {
    story.push("first begins");
    await first.promise;
    story.push("first ends");
  });
  const onWait = (owner: { pid: number } | null) => {
    story.push(`second waits for ${owner?.pid === process.pid ? "this process" : owner?.pid}`);
    first.resolve();
  };
  const two = withFolderLock(lock, onWait, async () => story.push("second begins"));
  await Promise.all([one, two]);
  expect(story).toEqual(["first begins", "second waits for this process", "first ends", "second begins"]);
});

test("it is released when the work throws", async () => {
  const lock = join(temporaryFolder(), "lock");
  await expect(withFolderLock(lock, fail, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(existsSync(lock)).toBe(false);
});

test("the lock of a process that has died is taken over", async () => {
  const folder = temporaryFolder();
  const lock = join(folder, "lock");
  heldBy(lock, { pid: deadPid(), host: hostname() });
  expect(await withFolderLock(lock, fail, async () => "done")).toBe("done");
  expect(readdirSync(folder)).toEqual([]);
});

test("a lock that has been silent for over a minute is taken over, though its pid belongs to some process", async () => {
  const lock = join(temporaryFolder(), "lock");
  heldBy(lock, { pid: process.pid, host: hostname() }, 61);
  expect(await withFolderLock(lock, fail, async () => "done")).toBe("done");
});

test("the fresh lock of another machine is waited for, though its pid runs on none here", async () => {
  const lock = join(temporaryFolder(), "lock");
  heldBy(lock, { pid: deadPid(), host: "elsewhere" });
  const waited = deferred<string | undefined>();
  const work = withFolderLock(
    lock,
    (owner) => {
      waited.resolve(owner?.host);
      heldBy(lock, { pid: 1, host: "elsewhere" }, 61);
    },
    async () => "done",
  );
  expect([await waited.promise, await work]).toEqual(["elsewhere", "done"]);
});

function heldBy(lock: string, owner: { pid: number; host: string }, silentSeconds = 0): void {
  mkdirSync(lock, { recursive: true });
  writeFileSync(join(lock, "owner.json"), JSON.stringify({ ...owner, token: "some" }));
  const heard = new Date(Date.now() - silentSeconds * 1000);
  utimesSync(lock, heard, heard);
}
