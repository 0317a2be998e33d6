import { OutputEvent } from "@vscode/debugadapter";
import type { DebugProtocol } from "@vscode/debugprotocol";
import type { Protocol } from "devtools-protocol";
import type { FindPlace } from "./programOutput.js";

/** What a program that was attached to says through `console`: its own output goes elsewhere. */
export class ConsoleOutput {
  /** What was said before has been read elsewhere. */
  readonly #since = Date.now();

  constructor(
    private readonly find: FindPlace,
    private readonly send: (event: DebugProtocol.OutputEvent) => void,
  ) {}

  receive({ type, args, stackTrace, timestamp }: Protocol.Runtime.ConsoleAPICalledEvent): void {
    if (timestamp < this.#since || type === "endGroup") return;
    const isError = type === "error" || type === "warning" || type === "assert" || type === "trace";
    const event: DebugProtocol.OutputEvent = new OutputEvent(`${text(args)}\n`, isError ? "stderr" : "stdout");
    const frames = (stackTrace?.callFrames ?? []).map(({ url, lineNumber, columnNumber }) => ({
      file: url,
      line: lineNumber + 1,
      column: columnNumber + 1,
    }));
    Object.assign(event.body, this.find(frames) ?? {});
    this.send(event);
  }
}

/** The arguments as `console.log` prints them, as far as they are known here. */
function text(args: readonly Protocol.Runtime.RemoteObject[]): string {
  const [first, ...rest] = args;
  if (first?.type !== "string") return args.map(shown).join(" ");
  const values = [...rest];
  const formatted = String(first.value).replace(/%([sdifjoOc%])/g, (whole, letter: string) => {
    if (letter === "%") return "%";
    const value = values.shift();
    return value === undefined ? whole : letter === "c" ? "" : shown(value);
  });
  return [formatted, ...values.map(shown)].join(" ");
}

function shown(value: Protocol.Runtime.RemoteObject): string {
  if (value.type === "string") return String(value.value);
  const { preview } = value;
  if (preview === undefined || value.subtype === "error")
    return value.unserializableValue ?? value.description ?? String(value.value ?? value.subtype ?? value.type);
  const parts = preview.properties.map(({ name, value: part, type }) => {
    const quoted = type === "string" ? `'${part ?? ""}'` : (part ?? type);
    return preview.subtype === "array" ? quoted : `${name}: ${quoted}`;
  });
  const more = preview.overflow ? ["…"] : [];
  const [open, close] = preview.subtype === "array" ? ["[", "]"] : ["{", "}"];
  return `${open} ${[...parts, ...more].join(", ")} ${close}`;
}
