import { isAbsolute } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { DebugProtocol } from "@vscode/debugprotocol";

import { ClientFiles } from "./clientFiles.js";

type Client = Partial<DebugProtocol.InitializeRequestArguments>;
/** By the name of a field: its value in the other form; undefined: it is left out. */
type Conversions = Readonly<Record<string, (value: unknown) => unknown>>;

/** The messages that have places in them, by their command or event. */
const PLACES = {
  request: new Set(["setBreakpoints", "breakpointLocations", "completions", "evaluate", "source"]),
  response: new Set([
    ...["setBreakpoints", "setFunctionBreakpoints", "setExceptionBreakpoints", "breakpointLocations"],
    ...["stackTrace", "scopes", "stepInTargets", "loadedSources"],
  ]),
  event: new Set(["output", "breakpoint", "loadedSource"]),
};
/** The responses that have values in them. */
const VALUES = new Set(["variables", "evaluate", "setVariable", "setExpression"]);

/** How one client writes lines, columns and files, and which fields it knows. The adapter itself counts from 1 and knows files by their paths. */
export class ClientFormat {
  readonly #files = new ClientFiles();
  readonly #incoming: Conversions;
  readonly #outgoing: Conversions;
  readonly #completions: Conversions;
  readonly #values: Conversions;

  constructor({ linesStartAt1, columnsStartAt1, pathFormat, clientID, ...supports }: Client = {}) {
    const [line, column] = [linesStartAt1 === false ? 1 : 0, columnsStartAt1 === false ? 1 : 0];
    const isUri = pathFormat === "uri";
    this.#incoming = places(added(line), added(column), isUri ? fromUri : null);
    this.#outgoing = places(added(-line), added(-column), (path) => {
      const name = typeof path === "string" && isAbsolute(path) ? this.#files.name(path) : path;
      return isUri ? toUri(name) : name;
    });
    // VS Code counts columns from 1, but the place of a completion from 0: with the specification's number it would filter most of them out.
    this.#completions =
      clientID === "vscode" ? { ...this.#outgoing, start: (value) => Number(value) - 1 } : this.#outgoing;
    this.#values = {
      // Simple clients use these without saying so.
      ...(supports.supportsVariableType === false ? { type: leftOut } : {}),
      ...(supports.supportsMemoryReferences === false ? { memoryReference: leftOut } : {}),
    };
  }

  request<Request extends DebugProtocol.Request>(request: Request): Request {
    const read = PLACES.request.has(request.command) ? converted(request, this.#incoming) : request;
    const { program, source } = (read.arguments ?? {}) as { program?: unknown; source?: DebugProtocol.Source };
    for (const name of [program, source?.path]) if (typeof name === "string") this.#files.learn(name);
    return read;
  }

  response<Response extends DebugProtocol.Response>(response: Response): Response {
    if (VALUES.has(response.command)) return converted(response, this.#values);
    if (response.command === "completions") return converted(response, this.#completions);
    return PLACES.response.has(response.command) ? converted(response, this.#outgoing) : response;
  }

  event<Event extends DebugProtocol.Event>(event: Event): Event {
    return PLACES.event.has(event.event) ? converted(event, this.#outgoing) : event;
  }
}

/** A copy of a message in which every field of these names has its other form. */
function converted<Message>(message: Message, conversions: Conversions): Message {
  const copy = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(copy);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, (conversions[name] ?? copy)(field)]));
  };
  return Object.keys(conversions).length === 0 ? message : (copy(message) as Message);
}

function places(
  line: Conversions[string] | null,
  column: Conversions[string] | null,
  path: Conversions[string] | null,
): Conversions {
  return {
    ...(line === null ? {} : { line, endLine: line }),
    ...(column === null ? {} : { column, endColumn: column, start: column }),
    ...(path === null ? {} : { path }),
  };
}

/** Null: nothing to add. What has no place says 0 in every format. */
function added(difference: number): Conversions[string] | null {
  if (difference === 0) return null;
  return (value) => (typeof value === "number" ? Math.max(value + difference, 0) : value);
}

function fromUri(value: unknown): unknown {
  return typeof value === "string" && value.startsWith("file:") ? fileURLToPath(value) : value;
}

function toUri(value: unknown): unknown {
  return typeof value === "string" && isAbsolute(value) ? pathToFileURL(value).href : value;
}

function leftOut(): undefined {
  return undefined;
}
