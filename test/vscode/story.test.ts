import { match, strictEqual } from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type HeadlessVSCode, startHeadlessVSCode } from "../../scripts/vscode/headlessVSCode.mjs";
import { curveWidth } from "./curveWidth.js";
import { until } from "./until.js";
import { Workbench } from "./workbench.js";

/** The clone, from here and from the bundle in dist/test alike. */
const root = fileURLToPath(new URL("../..", import.meta.url));
const MODEL = "model/digitsClassifier.ts";
const LOSS = "const loss = F.crossEntropy(logits, labels);";
const FIRST_LINE = "const logits = this.forward(images);";

suite("the main job, with clicks and keys", function () {
  this.bail(true);
  let vscode: HeadlessVSCode;
  let workbench: Workbench;
  let experiment: string;

  suiteSetup(async () => {
    vscode = await startHeadlessVSCode();
    const parent = join(vscode.data, "my experiments");
    mkdirSync(parent);
    experiment = join(parent, "first digits");
    workbench = new Workbench(vscode.page, join(root, "test", "artifacts"));
    await vscode.open({ folder: parent, extensions: [root] });
    await workbench.ready("my experiments", "Lightning");
  });

  suiteTeardown(() => vscode.stop());

  teardown(async function () {
    if (this.currentTest?.state === "failed") await workbench.screenshot("story-failed");
  });

  test("New Experiment asks for a template, a place and a name, and makes a project", async () => {
    await workbench.runCommand("Lightning: New Experiment…");
    await workbench.listed("Digits").waitFor();
    await workbench.screenshot("story-1-template");
    await workbench.pick("Digits");
    await workbench.pick("my experiments");
    await workbench.answer("New Experiment", "first digits");
    await workbench.pressNotification("The experiment is in", "Open");
    await workbench.ready("first digits", "Lightning");
    await workbench.openFile(MODEL);
    await workbench.screenshot("story-2-experiment");
  });

  test("a click in the gutter sets a breakpoint in trainingStep", async () => {
    await toggleBreakpoint();
    await workbench.breakpoints.first().waitFor();
  });

  test("F5 stops on it", async () => {
    await workbench.page.keyboard.press("F5");
    strictEqual(await workbench.stoppedLine(), lineOf(LOSS));
    // Room for the lines of tensors, in the pictures.
    await workbench.resizeSideBar(500);
    await workbench.toggleSection("Watch");
  });

  test("Variables shows the batch as tensors", async () => {
    const rows = await workbench.variables(/^logits/);
    await workbench.screenshot("story-3-stopped");
    match(rows.join("\n"), /^images = Tensor float32\[32,8,8,1\] μ 0\.\d+ σ 0\.\d+ min 0 max 1$/m);
    match(rows.join("\n"), /^logits = Tensor float32\[32,10\] μ /m);
  });

  test("F10 steps to the next line, which has the loss", async () => {
    await workbench.page.keyboard.press("F10");
    strictEqual(await workbench.stoppedLine({ not: lineOf(LOSS) }), lineOf(LOSS) + 1);
    await workbench.variables(/^loss = Tensor float32 2\.\d+/);
    await workbench.screenshot("story-4-stepped");
  });

  test("a hover, a watch and the console read tensors alike", async () => {
    match(await workbench.hover(FIRST_LINE, "images"), /^Tensor float32\[32,8,8,1\] μ /);
    await workbench.toggleSection("Watch");
    match(await workbench.watch("logits.softmax().sum() as tf.Scalar"), / = Tensor float32 32$/);
    await workbench.toggleSection("Watch");
    match(await workbench.evaluate("labels.max()"), /^Tensor int32 9$/);
  });

  test("View Tensor shows the images of the batch beside the code", async () => {
    await workbench.pressVariable("images", "View Tensor");
    const panel = await workbench.webview("tensor-panel canvas");
    await until("32 images", async () => ((await panel.locator("image-grid canvas").count()) === 32 ? true : null));
    await workbench.screenshot("story-tensor");
    await workbench.runCommand("View: Close Editor");
  });

  test("a scope of its own says where the Trainer is", async () => {
    await workbench.toggleVariable("Local");
    await workbench.toggleVariable("Trainer");
    await workbench.variable("stage");
    await workbench.toggleSection("Call Stack");
    await workbench.screenshot("story-trainer", "side bar");
    await workbench.toggleSection("Call Stack");
    await workbench.toggleVariable("Trainer");
    await workbench.toggleVariable("Local");
  });

  test("Next Batch in the toolbar stops on the first line of the next batch", async () => {
    await workbench.pressToolbar("Next Batch");
    strictEqual(await workbench.stoppedLine({ not: lineOf(LOSS) + 1 }), lineOf(FIRST_LINE));
    await workbench.stoppedFor("Ran to epoch 0, batch 1");
    await workbench.variables(/^batchIdx = 1$/);
    await workbench.screenshot("story-batch");
  });

  test("a checkbox in Breakpoints stops at each epoch, and Call Stack says at which", async () => {
    await toggleBreakpoint();
    await workbench.tickBreakpoints("Epoch Start");
    await workbench.page.keyboard.press("F5");
    await workbench.stoppedFor("Epoch start: epoch 1, batch 0");
    await workbench.tickBreakpoints("Epoch Start");
  });

  test("then F5 trains to the end", async () => {
    await workbench.page.keyboard.press("F5");
    await workbench.runCommand("Lightning: Open Metrics");
    await until("the end of the run", async () => (statusOf(experiment) === "finished" ? true : null), 300_000);
  });

  test("the metrics panel shows a curve", async () => {
    await workbench.runCommand("View: Hide Panel");
    await workbench.runCommand("View: Close Primary Side Bar");
    const panel = await workbench.webview("metrics-panel canvas");
    await until("a curve", async () => ((await panel.evaluate(curveWidth)) > 0.5 ? true : null));
    await workbench.screenshot("story-5-metrics");
  });

  test("the summary shows the model's layers", async () => {
    await workbench.runCommand("Lightning: Open Model Summary");
    const panel = await workbench.webview("summary-panel [role=row]");
    const rows = await panel.locator("summary-panel [role=row]").allInnerTexts();
    await workbench.screenshot("story-6-summary");
    match(rows.join("\n"), /Conv2d/);
    match(rows.join("\n"), /Linear/);
  });

  test("Debug one batch above a step stops in it, and the session ends with the batch", async () => {
    await workbench.runCommand("View: Close All Editors");
    await workbench.openFile(MODEL);
    await workbench.goToLine(lineOf(LOSS));
    await workbench.pressLens("Debug one batch", lineOf(FIRST_LINE) - 1);
    strictEqual(await workbench.stoppedLine(), lineOf(FIRST_LINE));
    await workbench.page.keyboard.press("F5");
    await workbench.sessionEnded();
  });

  test("a launch that cannot work says how to mend it", async () => {
    const launch = join(experiment, ".vscode", "launch.json");
    writeFileSync(launch, readFileSync(launch, "utf8").replaceAll("main.ts", "train.ts"));
    await workbench.page.keyboard.press("F5");
    strictEqual(
      await workbench.closeDialog(),
      `There is no file ${join(experiment, "train.ts")}. Correct \`program\` in .vscode/launch.json.`,
    );
  });

  /** Clicks in the gutter, beside the line with the loss. */
  async function toggleBreakpoint(): Promise<void> {
    await workbench.goToLine(lineOf(LOSS));
    // Those of both steps: when they appear, the lines below move down.
    await workbench.lenses("Debug one batch").nth(1).waitFor();
    await workbench.clickGutter(lineOf(LOSS));
  }

  function lineOf(text: string): number {
    const lines = readFileSync(join(experiment, MODEL), "utf8").split("\n");
    return lines.findIndex((line) => line.includes(text)) + 1;
  }
});

/** What the newest run says of itself; null: there is none yet. */
function statusOf(experiment: string): string | null {
  const file = join(experiment, "lightning_logs", "version_0", "run.json");
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).status : null;
}
