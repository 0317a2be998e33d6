// Lets a script use a tested TypeScript module of the project instead of a second copy in JavaScript.

/** The exports of a TypeScript file, whose imports may only be Node's own modules and other files of the project. */
export async function importTypeScript(path) {
  // Asked for only here: `npm start` and `npm test` import this file before the packages are installed.
  const { build } = await import("esbuild");
  const { outputFiles } = await build({
    entryPoints: [path],
    bundle: true,
    platform: "node",
    target: "node20",
    format: "esm",
    write: false,
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`);
}
