import { CALLBACK_PHRASES } from "./callbackPhrases.js";
import { callbackPrograms } from "./callbackPrograms.js";
import { CHECKPOINT_PHRASES } from "./checkpointPhrases.js";
import { checkpointPrograms } from "./checkpointPrograms.js";
import { programOfEnglish } from "./englishPrograms.js";
import { LOADER_PHRASES } from "./loaderPhrases.js";
import { LOG_PHRASES } from "./logPhrases.js";
import { logPrograms } from "./logPrograms.js";
import { modulePrograms } from "./modulePrograms.js";
import { OPTIMIZER_PHRASES } from "./optimizerPhrases.js";
import { optimizerPrograms } from "./optimizerPrograms.js";
import { programOf } from "./phrase.js";
import type { Program, Programs } from "./programs.js";
import { stepPrograms } from "./stepPrograms.js";
import { programOfText } from "./textPrograms.js";
import { trainerPrograms } from "./trainerPrograms.js";

const programs: Programs = {
  ...modulePrograms,
  ...stepPrograms,
  ...logPrograms,
  ...optimizerPrograms,
  ...callbackPrograms,
  ...checkpointPrograms,
  ...trainerPrograms,
};

/** What is said about one thing, which is more exact than what is said of any. */
const PHRASES = [...CHECKPOINT_PHRASES, ...LOG_PHRASES, ...OPTIMIZER_PHRASES, ...LOADER_PHRASES, ...CALLBACK_PHRASES];

/** The program that makes a case's mistake: by its name, else from what its text says in Python or in English; null: neither is understood. */
export function errorProgram({ name, what }: { readonly name: string; readonly what: string }): Program | null {
  return programs[name] ?? programOf(PHRASES, what) ?? programOfText(what) ?? programOfEnglish(what);
}
