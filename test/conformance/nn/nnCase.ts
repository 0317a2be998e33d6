/** A tensor in torch's layout; `values` in row-major order, or `fill` for all of them. */
export interface GoldenTensor {
  readonly shape: readonly number[];
  readonly values?: readonly (number | string | boolean)[];
  readonly fill?: number | string | boolean;
  readonly dtype?: string;
  readonly layout?: string;
}

export type GoldenTensors = Readonly<Record<string, GoldenTensor | null>>;

/** A module in torch's terms: a layer with its arguments, a container, a user's module, or one that was built before. */
export type ModuleSpec = LayerSpec | ContainerSpec | UserModuleSpec | { readonly ref: string };

export interface LayerSpec {
  readonly class: string;
  readonly args: Readonly<Record<string, unknown>>;
}

export interface ContainerSpec {
  readonly class: "Sequential" | "ModuleList" | "ModuleDict";
  readonly children: readonly (readonly [string, ModuleSpec])[];
}

export interface UserModuleSpec {
  readonly class: "Module";
  readonly parameters: readonly (readonly [string, readonly number[]])[];
  readonly buffers: readonly (readonly [string, readonly number[], boolean])[];
  readonly children: readonly (readonly [string, ModuleSpec])[];
  readonly forward: null | "sequential" | "residual";
}

export interface GoldenError {
  readonly type: string;
  readonly message: string;
}

interface CaseOf<Kind extends string> {
  readonly id: string;
  readonly kind: Kind;
  readonly note?: string;
}

export interface GoldenCall {
  readonly mode: "train" | "eval";
  readonly inputs: GoldenTensors;
  readonly outputs: GoldenTensors;
  readonly options?: Readonly<Record<string, unknown>>;
  readonly g?: GoldenTensors;
  readonly grads?: { readonly inputs?: GoldenTensors; readonly parameters?: GoldenTensors };
  readonly buffers_after?: GoldenTensors;
}

export interface NumericCase extends CaseOf<"numeric"> {
  readonly module: ModuleSpec;
  readonly state: GoldenTensors;
  readonly calls: readonly GoldenCall[];
}

export interface DropoutCase extends CaseOf<"dropout_statistics"> {
  readonly module: ModuleSpec;
  readonly input: GoldenTensor;
  readonly expect: { readonly kept_value: number; readonly zero_fraction: readonly [number, number] };
}

export interface StructureCase extends CaseOf<"structure"> {
  readonly module: ModuleSpec;
  readonly ops: readonly (readonly [string, string, ...unknown[]])[];
  readonly expect: {
    readonly state_dict: readonly (readonly [string, readonly number[]])[];
    readonly named_buffers: readonly (readonly [string, readonly number[]])[];
    readonly named_parameters: readonly (readonly [string, readonly number[], boolean])[];
    readonly named_modules: readonly (readonly [string, string])[];
    readonly named_children: readonly string[];
    readonly training: Readonly<Record<string, boolean>>;
    readonly parameters: number;
    readonly trainable_parameters: number;
  };
}

export interface LoadStateDictCase extends CaseOf<"load_state_dict"> {
  readonly module: ModuleSpec;
  readonly given: readonly (readonly [string, readonly number[]])[];
  readonly strict: boolean;
  readonly expect: {
    readonly missing_keys: readonly string[] | null;
    readonly unexpected_keys: readonly string[] | null;
    readonly error: GoldenError | null;
    readonly first_value_after: Readonly<Record<string, number>>;
  };
}

/** What initial values are drawn from. */
export interface DistributionRule {
  readonly distribution: "uniform" | "normal" | "truncated_normal" | "constant";
  readonly low?: number;
  readonly high?: number;
  readonly mean?: number;
  readonly std?: number;
  readonly value?: number;
}

interface InitFunction {
  readonly fn: string;
  readonly shape: readonly number[];
  readonly args: Readonly<Record<string, unknown>>;
}

export interface InitCase extends CaseOf<"init">, InitFunction {
  readonly expect: DistributionRule;
}

export interface OrthogonalCase extends CaseOf<"orthogonal">, InitFunction {
  readonly expect: {
    readonly flattened: readonly [number, number];
    readonly orthogonal: "rows" | "columns";
    readonly gram_diagonal: number;
    readonly tolerance: number;
  };
}

export interface SparseCase extends CaseOf<"sparse">, InitFunction {
  readonly expect: Readonly<Record<string, unknown>>;
}

export interface DefaultInitCase extends CaseOf<"default_init"> {
  readonly module: LayerSpec;
  readonly expect: Readonly<Record<string, DistributionRule>>;
}

export interface ValueCase extends CaseOf<"value"> {
  readonly fn: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly value: unknown;
}

export interface LayerErrorCase extends CaseOf<"error"> {
  readonly module: ModuleSpec;
  readonly when: "construct" | "forward";
  readonly mode?: "train" | "eval";
  readonly inputs?: GoldenTensors;
  readonly options?: Readonly<Record<string, unknown>>;
  readonly error: GoldenError | null;
  readonly warnings: readonly GoldenError[];
}

interface Check {
  readonly shape: readonly number[];
  readonly sum: number;
  readonly norm: number;
  readonly first3: readonly number[];
}

export interface CurveCase extends CaseOf<"curve"> {
  readonly module: ModuleSpec;
  readonly loss: LayerSpec;
  readonly weights: {
    readonly formula?: Readonly<
      Record<string, { readonly shape: readonly number[]; readonly seed: number; readonly bound: number }>
    >;
    readonly base64_float32_le?: Readonly<Record<string, { readonly shape: readonly number[]; readonly data: string }>>;
  };
  readonly data: { readonly formula?: string; readonly seed?: number; readonly rows?: readonly (readonly number[])[] };
  readonly optimizer: LayerSpec;
  readonly steps: number;
  readonly batch_size: number;
  readonly losses_float32: readonly number[];
  readonly final_float32: Readonly<Record<string, Check>>;
}

export type NnCase =
  | NumericCase
  | DropoutCase
  | StructureCase
  | LoadStateDictCase
  | InitCase
  | OrthogonalCase
  | SparseCase
  | DefaultInitCase
  | ValueCase
  | LayerErrorCase
  | CurveCase;

/** A file of layers, losses or whole models: told from others by its family and the layouts of its tensors. */
export interface NnFile {
  readonly family: string;
  readonly cases: readonly NnCase[];
}

export function isNnFile(content: unknown): content is NnFile {
  return (
    typeof content === "object" &&
    content !== null &&
    "family" in content &&
    "cases" in content &&
    Array.isArray(content.cases) &&
    (content.cases as readonly unknown[]).every((one) => typeof one === "object" && one !== null && "kind" in one)
  );
}
