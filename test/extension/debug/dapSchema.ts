import { readFileSync } from "node:fs";
import type { DebugProtocol } from "@vscode/debugprotocol";
import { schemaFile } from "../../../scripts/dapSchema.mjs";

/** As much of JSON Schema as the protocol's schema uses. */
interface Schema {
  readonly $ref?: string;
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly additionalProperties?: Schema;
}

const { definitions } = JSON.parse(readFileSync(schemaFile, "utf8")) as { definitions: Record<string, Schema> };
/** Objects into which an adapter may put what it likes. */
const OPEN = new Set(["LaunchRequestArguments", "AttachRequestArguments", "RestartArguments"]);
/** Definitions of requests and events by what they are called on the wire. */
const requests = byConstant("command", "Request");
const events = byConstant("event", "Event");

/**
 * What is wrong with a message of the protocol, one line each; none: it is as the schema says, and has nothing that the schema does not know.
 *
 * @param command of the request that a response answers.
 */
export function schemaProblems(message: DebugProtocol.ProtocolMessage): string[] {
  const name = definitionOf(message);
  if (name === null) return [`no such ${message.type}: ${JSON.stringify(message).slice(0, 200)}`];
  return problems({ $ref: `#/definitions/${name}` }, message, name);
}

function definitionOf(message: DebugProtocol.ProtocolMessage): string | null {
  if (message.type === "event") return events.get((message as DebugProtocol.Event).event) ?? null;
  const { command } = message as DebugProtocol.Request;
  const request = requests.get(command);
  // Requests of this adapter's own.
  if (command.startsWith("lightning.")) return message.type === "request" ? "Request" : "Response";
  if (message.type === "request") return request ?? null;
  const { success } = message as DebugProtocol.Response;
  if (!success) return "ErrorResponse";
  return request?.replace(/Request$/, "Response") ?? null;
}

function problems(schema: Schema, value: unknown, at: string): string[] {
  const flat = flattened(schema);
  if (flat.anyOf !== undefined) {
    const tried = flat.anyOf.map((choice) => problems(choice, value, at));
    return tried.some((found) => found.length === 0) ? [] : (tried[0] ?? []);
  }
  if (flat.type !== undefined && !hasType(value, flat.type))
    return [`${at}: ${JSON.stringify(value)} is no ${flat.type}`];
  if (flat.enum !== undefined && !flat.enum.includes(value))
    return [`${at}: ${JSON.stringify(value)} is none of ${flat.enum.join(", ")}`];
  if (Array.isArray(value))
    return flat.items === undefined ? [] : value.flatMap((item, i) => problems(flat.items ?? {}, item, `${at}[${i}]`));
  return isRecord(value) ? memberProblems(flat, value, at) : [];
}

function memberProblems(schema: Flat, value: Record<string, unknown>, at: string): string[] {
  const missing = schema.required.filter((name) => value[name] === undefined).map((name) => `${at}.${name} is missing`);
  const wrong = Object.entries(value).flatMap(([name, member]) => {
    const known = schema.properties[name] ?? schema.additionalProperties;
    if (known !== undefined) return member === undefined ? [] : problems(known, member, `${at}.${name}`);
    return schema.isOpen || name.startsWith("__vscode") ? [] : [`${at}.${name} is not in the schema`];
  });
  return [...missing, ...wrong];
}

interface Flat extends Schema {
  readonly properties: Readonly<Record<string, Schema>>;
  readonly required: readonly string[];
  readonly isOpen: boolean;
}

/** A schema with all that it takes over from others. */
function flattened(schema: Schema): Flat {
  const name = schema.$ref?.replace("#/definitions/", "");
  const parts = name !== undefined ? [definitions[name] ?? {}] : (schema.allOf ?? []);
  const taken = parts.map(flattened);
  const properties = Object.assign({}, ...taken.map((part) => part.properties), schema.properties ?? {});
  return {
    ...Object.assign({}, ...taken),
    ...schema,
    properties,
    required: [...taken.flatMap(({ required }) => required), ...(schema.required ?? [])],
    isOpen:
      taken.some(({ isOpen }) => isOpen) ||
      (name !== undefined && OPEN.has(name)) ||
      (name === undefined && schema.allOf === undefined && schema.type === undefined),
  };
}

function hasType(value: unknown, type: string): boolean {
  switch (type) {
    case "integer":
      return Number.isInteger(value);
    case "array":
      return Array.isArray(value);
    case "object":
      return isRecord(value);
    case "null":
      return value === null;
    default:
      return typeof value === type;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function byConstant(property: string, ending: string): Map<string, string> {
  return new Map(
    Object.entries(definitions).flatMap(([name, schema]) => {
      const constant = name.endsWith(ending) ? flattened(schema).properties[property]?.enum?.[0] : undefined;
      return typeof constant === "string" ? [[constant, name] as const] : [];
    }),
  );
}
