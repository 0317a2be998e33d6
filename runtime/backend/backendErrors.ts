import { alternatives, MisconfigurationException } from "../errors.js";
import { launchVariables } from "../protocol/launch.js";
import { ToolError } from "./runTool.js";

/** The end of every remedy for a failed build. */
export const TRY_AGAIN = "then run `npx lightning backend install`.";

/** The native backend could not be built. The message says what, why and how to go on; `summary` fits into a sentence. */
export class BackendBuildError extends Error {
  override name = "BackendBuildError";

  constructor(
    readonly summary: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

export function unknownBackend(value: string, known: readonly string[]): Error {
  return new MisconfigurationException(
    `${launchVariables.backend}=${value}: there is no such backend. Set it to ${alternatives(known)}, or leave it out to get the best one.`,
  );
}

/** @param why why it is not there, as the end of a sentence. */
export function noNativeBackend(why: string): Error {
  return new MisconfigurationException(
    `${launchVariables.backend}=node, but ${why}. Install it with \`npx lightning backend install\`, or leave ${launchVariables.backend} out.`,
  );
}

export function noWebAssembly(why: string): Error {
  return new MisconfigurationException(
    `${launchVariables.backend}=wasm, but WebAssembly does not start here (${why}). Set it to \`cpu\`, or leave it out.`,
  );
}

export function noLibraryFor(platform: string): BackendBuildError {
  const what = `TensorFlow publishes no library for ${platform}`;
  return new BackendBuildError(what, `${what}, so tfjs-node cannot be built here. Training uses WebAssembly.`);
}

export function missingTool(what: string, remedy: string): BackendBuildError {
  return new BackendBuildError(`there is no ${what}`, `There is no ${what} here. ${remedy}, ${TRY_AGAIN}`);
}

export function damagedLibrary(file: string, found: string, wanted: string | undefined): BackendBuildError {
  return new BackendBuildError(
    `${file} was damaged on its way`,
    `${file} is damaged: its sha256 is ${found}, the wheel's own list says ${wanted ?? "nothing about it"}. ` +
      "Download it again: run `npx lightning backend install`.",
  );
}

export function noWheel(distribution: string): BackendBuildError {
  return new BackendBuildError(
    `pip downloaded no wheel of ${distribution}`,
    `pip ended well but left no wheel of ${distribution}. Look at pip's configuration (\`pip config list\`), ${TRY_AGAIN}`,
  );
}

/** Why a build failed, as a part of a sentence. */
export function summaryOf(error: unknown): string {
  if (error instanceof BackendBuildError || error instanceof ToolError) return error.summary;
  return error instanceof Error ? error.message : String(error);
}
