// Writes test/reference/dap/debugAdapterProtocol.json: the Debug Adapter Protocol as a JSON schema, from the declarations in
// @vscode/debugprotocol, which are generated from the protocol's own schema. Again after an update of that package: node scripts/dapSchema.mjs
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "./paths.mjs";

export const schemaFile = join(root, "test", "reference", "dap", "debugAdapterProtocol.json");
const packageFolder = join(root, "node_modules", "@vscode", "debugprotocol");

/** The protocol's numbers are whole, but for these. */
const FRACTIONS = new Set(["percentage"]);

/** The schema as an object. */
export function dapSchema() {
  const { version } = JSON.parse(readFileSync(join(packageFolder, "package.json"), "utf8"));
  const text = readFileSync(join(packageFolder, "lib", "debugProtocol.d.ts"), "utf8");
  return {
    $schema: "http://json-schema.org/draft-04/schema#",
    title: "Debug Adapter Protocol",
    description: `Derived from the declarations of @vscode/debugprotocol ${version} (MIT) by scripts/dapSchema.mjs`,
    definitions: definitions(text),
  };
}

function definitions(text) {
  const lines = text.replace(/\/\*\*[\s\S]*?\*\//g, "").split("\n");
  const found = {};
  for (let i = 0; i < lines.length; i++) {
    const alias = /^\ttype (\w+) = (.+);$/.exec(lines[i]);
    if (alias !== null) found[alias[1]] = typeSchema(alias[2]);
    const declared = /^\tinterface (\w+)(?: extends (\w+))? \{$/.exec(lines[i]);
    if (declared === null) continue;
    const end = lines.indexOf("\t}", i);
    const [, name, base] = declared;
    const own = objectSchema(lines.slice(i + 1, end));
    found[name] = base === undefined ? own : { allOf: [{ $ref: `#/definitions/${base}` }, own] };
  }
  return found;
}

/** The members of an interface, or of an object in one. */
function objectSchema(lines) {
  const [properties, required] = [{}, []];
  let additional;
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i].trim();
    const constant = /^\/\/ (\w+): '(\w+)';$/.exec(line);
    if (constant !== null) {
      properties[constant[1]] = { type: "string", enum: [constant[2]] };
      required.push(constant[1]);
      continue;
    }
    const index = /^\[key: string\]: (.+);$/.exec(line);
    if (index !== null) additional = typeSchema(index[1]);
    const member = /^'?(\w+)'?(\?)?: (.+?);?$/.exec(line);
    if (member === null || line.startsWith("//")) continue;
    const [, name, optional, type] = member;
    if (optional === undefined) required.push(name);
    if (type !== "{") {
      properties[name] = typeSchema(type, name);
      continue;
    }
    const indent = /^\s*/.exec(lines[i])[0];
    const end = lines.findIndex((other, at) => at > i && other === `${indent}};`);
    properties[name] = objectSchema(lines.slice(i + 1, end));
    i = end;
  }
  return {
    type: "object",
    ...(Object.keys(properties).length === 0 ? {} : { properties }),
    ...(required.length === 0 ? {} : { required }),
    ...(additional === undefined ? {} : { additionalProperties: additional }),
  };
}

function typeSchema(type, name = "") {
  const map = /^\{ \[key: string\]: (.+); \}$/.exec(type);
  if (map !== null) return { type: "object", additionalProperties: typeSchema(map[1]) };
  if (type.endsWith("[]"))
    return { type: "array", items: typeSchema(type.slice(0, -2).replace(/^\((.*)\)$/, "$1"), name) };
  const parts = type.split(" | ");
  // A list of values that ends in `string` only names the usual ones.
  if (parts.length > 1 && parts.includes("string") && parts.every((part) => part === "string" || part.startsWith("'")))
    return { type: "string", _enum: parts.filter((part) => part !== "string").map((part) => part.slice(1, -1)) };
  if (parts.every((part) => part.startsWith("'")))
    return { type: "string", enum: parts.map((part) => part.slice(1, -1)) };
  if (parts.length > 1) return { anyOf: parts.map((part) => typeSchema(part, name)) };
  switch (type) {
    case "any":
      return {};
    case "number":
      return { type: FRACTIONS.has(name) ? "number" : "integer" };
    case "string":
    case "boolean":
    case "null":
    case "object":
      return { type };
    default:
      return { $ref: `#/definitions/${type}` };
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href)
  writeFileSync(schemaFile, `${JSON.stringify(dapSchema(), null, 1)}\n`);
