import { isNested, type Nested, shapeOf } from "./nested.js";

/** A layer that is described in words: `BatchNorm1d(3, eps=1e-5) weight=1.5`, `conv2d NCHW stride=2`. */
export interface DescribedLayer {
  readonly class: string;
  /** Its constructor's arguments by torch's names. */
  readonly args: Readonly<Record<string, unknown>>;
  /** What all elements of a parameter are. */
  readonly constants: Readonly<Record<string, number>>;
}

type Fields = Readonly<Record<string, unknown>>;

/** What arguments without a name mean, of the layers that can be described. */
const POSITIONS: Readonly<Record<string, readonly string[]>> = {
  BatchNorm1d: ["num_features"],
  BatchNorm2d: ["num_features"],
  LayerNorm: ["normalized_shape"],
  GroupNorm: ["num_groups", "num_channels"],
  Conv1d: ["in_channels", "out_channels", "kernel_size"],
  Conv2d: ["in_channels", "out_channels", "kernel_size"],
  MaxPool1d: ["kernel_size", "stride", "padding"],
  MaxPool2d: ["kernel_size", "stride", "padding"],
  AvgPool1d: ["kernel_size", "stride", "padding"],
  AvgPool2d: ["kernel_size", "stride", "padding"],
  AdaptiveAvgPool2d: ["output_size"],
};

/** @throws for a layer that is not known. */
export function describedLayer(words: string, fields: Fields): DescribedLayer {
  const [, word = "", , inside = "", rest = ""] = /^(\w+)(\((.*?)\))?(.*)$/.exec(words) ?? [];
  const plain = (name: string) => name.toLowerCase().replaceAll("_", "");
  const name = Object.keys(POSITIONS).find((known) => plain(known) === plain(word));
  if (name === undefined) throw new Error(`No way is known to build the layer "${words}".`);
  const given = new Map<string, unknown>();
  for (const [i, part] of inside.split(/,\s*(?![^[(]*[\])])/).entries()) {
    const [, key, value] = /^\s*(?:(\w+)\s*=\s*)?(.+?)\s*$/.exec(part) ?? [];
    if (value !== undefined) given.set(key ?? POSITIONS[name]?.[i] ?? "", meant(value));
  }
  for (const [, key = "", value = ""] of rest.matchAll(/(\w+)=(\([^)]*\)|\[[^\]]*\]|[\w.+-]+)/g)) {
    given.set(key === "kernel" ? "kernel_size" : key, meant(value));
  }
  const isConstant = ([key, value]: [string, unknown]) => /^(weight|bias)$/.test(key) && typeof value === "number";
  return {
    class: name,
    args: { ...implied(name, given, fields), ...Object.fromEntries([...given].filter((entry) => !isConstant(entry))) },
    constants: Object.fromEntries([...given].filter(isConstant)) as Readonly<Record<string, number>>,
  };
}

/** The first field of a name, or of one that says its layout too: `weight`, `weight_oihw`. */
export function fieldOf(fields: Fields, name: string): Nested | undefined {
  const found =
    fields[name] ?? Object.entries(fields).find(([key]) => key.startsWith(`${name}_`) && !/_train$/.test(key))?.[1];
  return isNested(found) && typeof found !== "string" ? found : undefined;
}

/** Arguments that the shapes of the recorded tensors tell. */
function implied(name: string, given: ReadonlyMap<string, unknown>, fields: Fields): Readonly<Record<string, unknown>> {
  const weight = fieldOf(fields, "weight");
  const shape = weight === undefined ? [] : shapeOf(weight);
  if (name.startsWith("Conv") && weight !== undefined) {
    const [outputs = 0, inputs = 0, ...kernel] = shape;
    const bias = fieldOf(fields, "bias") !== undefined || given.has("bias");
    return { in_channels: inputs * Number(given.get("groups") ?? 1), out_channels: outputs, kernel_size: kernel, bias };
  }
  const features = shapeOf(fieldOf(fields, "input") ?? []);
  if (name === "LayerNorm") return { normalized_shape: shape.length > 0 ? shape : [features.at(-1)] };
  return name.startsWith("BatchNorm") ? { num_features: features[1] } : {};
}

function meant(text: string): unknown {
  const json = text.trim().replace(/^\(/, "[").replace(/,?\)$/, "]");
  if (/^(true|false)$/i.test(json)) return json.toLowerCase() === "true";
  if (json === "None") return null;
  return /^[[\d.-]/.test(json) ? JSON.parse(json) : json;
}
