import "./onCpu.js";
import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { errorPicture } from "../conformance/errors/errorPicture.js";
import type { ErrorCase } from "../conformance/kinds/errorCases.js";
import { root } from "../experiment.js";

test("each mistake that Lightning refuses or warns of gets a text that says what is wrong, why, and how to mend it", async () => {
  const { cases } = JSON.parse(readFileSync(join(root, "test/reference/errors.json"), "utf8")) as {
    cases: ErrorCase[];
  };
  const picture = (await errorPicture(cases)).replaceAll(tmpdir(), "TMP").replace(/(conformance-)\w{6}/g, "$1…");
  await expect(picture).toMatchFileSnapshot("errorTexts.txt");
});
