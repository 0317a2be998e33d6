// Makes the pictures of the docs anew, out of the tests that click and type in a real VS Code: node scripts/screenshots.mjs
import { copyFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { root } from "./paths.mjs";
import { main, run } from "./steps.mjs";

/** Picture of the docs → picture that the story leaves in test/artifacts. */
const PICTURES = {
  "stopped.png": "story-4-stepped.png",
  "tensor.png": "story-tensor.png",
  "trainer.png": "story-trainer.png",
  "batches.png": "story-batch.png",
  "metrics.png": "story-5-metrics.png",
  "summary.png": "story-6-summary.png",
};

await main(async () => {
  await run(process.execPath, [join(root, "test", "vscode", "runTests.mjs"), "--only", "story"], {
    cwd: root,
    show: true,
  });
  const images = join(root, "docs", "images");
  mkdirSync(images, { recursive: true });
  for (const [name, artifact] of Object.entries(PICTURES)) {
    copyFileSync(join(root, "test", "artifacts", artifact), join(images, name));
    console.log(`docs/images/${name}`);
  }
});
