import { bool, double, type Field, integer, message, nested, text } from "./protobuf.js";
import { pluginSummary } from "./summaries.js";

/** A hyperparameter as the hparams panel knows it. */
export type HparamValue = number | string | boolean;

const PLUGIN = "hparams";
const STRING = 1;
const BOOL = 2;
const FLOAT64 = 3;
const SUCCESS = 1;

/** The three records of the hparams panel: what was set, what is measured, and that the session is over. */
export function hparamSummaries(
  hparams: Readonly<Record<string, HparamValue>>,
  metrics: readonly string[],
): readonly Field[] {
  const experiment = nested(
    2,
    ...Object.entries(hparams).map(([name, value]) => nested(4, text(1, name), integer(4, typeOf(value)))),
    ...metrics.map((name) => nested(5, nested(1, text(2, name)))),
  );
  const start = nested(
    3,
    ...Object.entries(hparams).map(([name, value]) => nested(1, text(1, name), nested(2, protobufValue(value)))),
  );
  const end = nested(4, integer(1, SUCCESS));
  return [
    pluginSummary("_hparams_/experiment", PLUGIN, message(experiment)),
    pluginSummary("_hparams_/session_start_info", PLUGIN, message(start)),
    pluginSummary("_hparams_/session_end_info", PLUGIN, message(end)),
  ];
}

/** Hyperparameters as the panel takes them: nested ones under `a/b`, lists and everything else as text. */
export function flatHparams(hparams: Readonly<Record<string, unknown>>, parent = ""): Record<string, HparamValue> {
  const flat: Record<string, HparamValue> = {};
  for (const [key, value] of Object.entries(hparams)) {
    const name = parent === "" ? key : `${parent}/${key}`;
    if (isMapping(value)) Object.assign(flat, flatHparams(value, name));
    else if (Array.isArray(value) && value.length > 0 && value.every(isMapping)) {
      value.forEach((item, i) => {
        Object.assign(flat, flatHparams(item, `${name}/${i}`));
      });
    } else flat[name] = typeof value === "number" || typeof value === "boolean" ? value : asText(value);
  }
  return flat;
}

function protobufValue(value: HparamValue): Field {
  switch (typeof value) {
    case "number":
      return double(2, value);
    case "string":
      return text(3, value);
    case "boolean":
      return bool(4, value);
  }
}

function typeOf(value: HparamValue): number {
  return typeof value === "number" ? FLOAT64 : typeof value === "string" ? STRING : BOOL;
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

function asText(value: unknown): string {
  if (typeof value === "string") return value;
  return Array.isArray(value) ? JSON.stringify(value) : String(value);
}
