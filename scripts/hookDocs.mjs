// npm run hook-docs: writes docs/hooks.md from the hook table and from a fit whose hooks are recorded.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { recordFit } from "./hookDocs/recordFit.mjs";
import { root } from "./paths.mjs";
import { main } from "./steps.mjs";

export const HOOK_PAGE = join(root, "docs", "hooks.md");

/** The text of docs/hooks.md. @param runtime the runtime's exports, with HOOKS and MODULE_METHODS. */
export async function hookPage(runtime) {
  const { HOOKS, MODULE_METHODS } = runtime;
  const args = hookArguments(readFileSync(join(root, "runtime", "core", "hooks.ts"), "utf8"));
  return `# Hooks

<!-- Written by \`npm run hook-docs\` from runtime/core/hooks.ts; edit that. -->

Names are PyTorch Lightning's, camelCased. Callbacks get \`trainer\` and \`module\` before the arguments, and are called before the module; in
\`onTrainEpochEnd\` EarlyStopping and the checkpoint callbacks come after it. A hook may be \`async\`; those around the gradients
(\`onBeforeZeroGrad\` to \`onBeforeOptimizerStep\`) and the steps of a training batch may not, because gradients are taken of what is computed at once.

## What a fit calls

One epoch of one batch, with a sanity check and a validation of one batch. C is a callback, M the module, D the data module; what is
indented runs inside the line above it.

\`\`\`
${(await recordFit(runtime)).join("\n")}
\`\`\`

\`test\` and \`predict\` go through the same steps as the validation, with their own names, between \`setup\` and \`teardown\`. An exception calls
\`onException\` of the callbacks and of the data module, and then no further hook. \`onSaveCheckpoint\` is called whenever a checkpoint is written,
\`onLoadCheckpoint\` after \`setup\` when one is loaded.

## The table

\`this.log\` without \`onStep\` and \`onEpoch\`: *step* logs each value, *epoch* their mean when the epoch ends, – refuses.

| hook | called on | arguments | \`this.log\` |
| --- | --- | --- | --- |
${Object.entries(HOOKS)
  .map(([name, { owners, log }]) => row(`\`${name}\``, owners.join(", "), args.get(name), log))
  .join("\n")}

## Methods of the module

The Trainer calls them too; those that the LightningModule has already can be overridden.

| method | \`this.log\` |
| --- | --- |
${Object.entries(MODULE_METHODS)
  .map(([name, rule]) => `| \`${name}\` | ${logText(rule)} |`)
  .join("\n")}
`;
}

function row(name, owners, argumentList, log) {
  return `| ${name} | ${owners} | ${argumentList === "" ? "" : `\`${argumentList}\``} | ${logText(log)} |`;
}

function logText(rule) {
  if (rule.kind === "forbidden") return "–";
  if (rule.kind === "epoch") return "epoch only";
  return rule.onStep ? "step" : "epoch";
}

/** The arguments of each hook, as the interface HookArgs has them. */
function hookArguments(source) {
  const [, body] = /interface HookArgs \{\n([\s\S]*?)\n\}/.exec(source);
  return new Map([...body.matchAll(/^ {2}(\w+): \[(.*)\];$/gm)].map(([, name, list]) => [name, list]));
}

/** The runtime's sources as one module. */
async function importRuntime() {
  const { build } = await import("esbuild");
  const outfile = join(root, "runtime", "dist", "hookDocs", "runtime.js");
  await build({
    stdin: {
      contents: 'export * from "./runtime/index.ts"; export { HOOKS, MODULE_METHODS } from "./runtime/core/hooks.ts";',
      resolveDir: root,
    },
    outfile,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "esm",
    packages: "external",
  });
  return import(pathToFileURL(outfile).href);
}

if (process.argv[1] === import.meta.filename) {
  process.env.LIGHTNING_BACKEND ??= "cpu";
  await main(async () => writeFileSync(HOOK_PAGE, await hookPage(await importRuntime())));
}
