import { DESCRIPTION, PROPERTIES } from "./debuggerSymbols.js";

/** A row whose value is a text of ours, in every JavaScript debugger; it opens when there is something below. */
export class ShownText {
  constructor(
    readonly text: string,
    readonly rows: object | null = null,
  ) {}

  [DESCRIPTION](): string {
    return this.text;
  }

  [PROPERTIES](): object {
    return this.rows ?? {};
  }
}
