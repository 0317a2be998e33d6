import { dumpYaml, type Plain } from "../yaml/dumpYaml.js";

/** The text of `hparams.yaml`. What YAML cannot hold is left out, with a warning. */
export function hparamsYaml(hparams: Readonly<Record<string, unknown>>): string {
  const plain: Record<string, Plain> = {};
  for (const [name, value] of Object.entries(hparams)) {
    if (isPlain(value)) plain[name] = value;
    else console.warn(`Skipping the hyperparameter '${name}': hparams.yaml can hold plain data only.`);
  }
  return dumpYaml(plain);
}

function isPlain(value: unknown): value is Plain {
  switch (typeof value) {
    case "string":
    case "number":
    case "bigint":
    case "boolean":
      return true;
    case "object": {
      if (value === null) return true;
      if (Array.isArray(value)) return value.every(isPlain);
      const prototype = Object.getPrototypeOf(value);
      return (prototype === Object.prototype || prototype === null) && Object.values(value).every(isPlain);
    }
    default:
      return false;
  }
}
