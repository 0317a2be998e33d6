import { callbackPrograms } from "./callbackPrograms.js";
import { checkpointPrograms } from "./checkpointPrograms.js";
import { programOfEnglish } from "./englishPrograms.js";
import { logPrograms } from "./logPrograms.js";
import { modulePrograms } from "./modulePrograms.js";
import { optimizerPrograms } from "./optimizerPrograms.js";
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

/** The program that makes a case's mistake: by its name, else from what its text says in Python or in English; null: neither is understood. */
export function errorProgram({ name, what }: { readonly name: string; readonly what: string }): Program | null {
  return programs[name] ?? programOfText(what) ?? programOfEnglish(what);
}
