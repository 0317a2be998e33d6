import type * as tfjs from "@tensorflow/tfjs";
import type { Attribute, NativeData, NativeResult } from "./nativeBackend.js";
import type { NativeOps } from "./nativeOps.js";

/** A name that TensorFlow knows for "no name": such a resource is freed with its handle (`ResourceHandle::ANONYMOUS_NAME`). */
const ANONYMOUS = "cd2c89b7-88b7-44c8-ad83-06c2a9158347";

/** More than an operation takes. */
const KEPT_NUMBERS = 64;

/** What TensorFlow keeps of a tensor that its kernels change in place. */
interface Resource {
  /** Handle of the resource variable. */
  readonly id: number;
  /** The tensor's own handle when it was last the same as the variable: another one means that somebody assigned to the tensor. */
  seen: number;
}

/** An operation that changes tensors in place, such as `ResourceApplyAdam`. */
export interface InPlaceOperation {
  readonly op: string;
  /** Its attributes that are booleans, by name. */
  readonly flags: Readonly<Record<string, boolean>>;
  /** After the changed ones: numbers, and tensors. */
  readonly inputs: readonly (number | tfjs.Tensor)[];
}

/**
 * Runs the kernels of TensorFlow that change variables in place. A tensor of tfjs becomes such a variable when it is first changed; both share one
 * memory, which the tensor lets go of during the change, since TensorFlow copies what somebody else holds.
 */
export class InPlaceKernels {
  readonly #resources = new WeakMap<tfjs.Tensor, Resource>();
  /** Frees the resource of a tensor that was never released. */
  readonly #forgotten = new FinalizationRegistry<number>((id) => this.ops.backend.binding.deleteTensor(id));
  readonly #numbers = new Map<number, number>();
  readonly #dtype: Attribute;
  readonly #type: Attribute;

  constructor(private readonly ops: NativeOps) {
    const { TF_FLOAT } = ops.backend.binding;
    this.#dtype = ops.type("dtype", TF_FLOAT);
    this.#type = ops.type("T", TF_FLOAT);
  }

  /** True when nothing but itself holds a tensor's data: a change in place is seen by nobody else. */
  owns(tensor: tfjs.Tensor): boolean {
    return tensor.dtype === "float32" && this.ops.backend.refCount(tensor.dataId) === 1;
  }

  /**
   * Changes tensors.
   *
   * @param targets float32 tensors, each of which must be `owns`.
   */
  run(targets: readonly tfjs.Tensor[], { op, flags, inputs }: InPlaceOperation): void {
    const { backend } = this.ops;
    const { binding } = backend;
    const attributes = [this.#type, ...Object.entries(flags).map(([name, value]) => this.ops.bool(name, value))];
    const resources = targets.map((target) => this.#resourceOf(target));
    const others = inputs.map((input) =>
      typeof input === "number" ? this.#numberOf(input) : (backend.getInputTensorIds([input])[0] as number),
    );
    const data = targets.map((target) => backend.tensorMap.get(target.dataId));
    for (const { id } of data) binding.deleteTensor(id);
    try {
      binding.executeOp(op, attributes, [...resources.map(({ id }) => id), ...others], 0);
    } finally {
      resources.forEach((resource, i) => {
        this.#readBack(resource, data[i] as NativeData);
      });
    }
  }

  /** Frees the resources of tensors that will not be changed any more. The tensors stay. */
  release(tensors: Iterable<tfjs.Tensor>): void {
    for (const tensor of tensors) {
      const resource = this.#resources.get(tensor);
      if (resource === undefined) continue;
      this.#resources.delete(tensor);
      this.#forgotten.unregister(tensor);
      this.ops.backend.binding.deleteTensor(resource.id);
    }
  }

  #readBack(resource: Resource, data: NativeData): void {
    const { binding } = this.ops.backend;
    const [{ id }] = binding.executeOp("ReadVariableOp", [this.#dtype], [resource.id], 1) as [NativeResult];
    data.id = id;
    resource.seen = id;
  }

  /** The resource variable of a tensor, with the tensor's value. */
  #resourceOf(target: tfjs.Tensor): Resource {
    const [current] = this.ops.backend.getInputTensorIds([target]) as [number];
    const known = this.#resources.get(target);
    if (known?.seen === current) return known;
    const resource = known ?? this.#create(target);
    this.ops.backend.binding.executeOp("AssignVariableOp", [this.#dtype], [resource.id, current], 0);
    resource.seen = current;
    return resource;
  }

  #create(target: tfjs.Tensor): Resource {
    const { binding } = this.ops.backend;
    const attributes = [
      this.#dtype,
      { name: "shape", type: binding.TF_ATTR_SHAPE, value: target.shape },
      this.ops.string("shared_name", ANONYMOUS),
      this.ops.string("container", ""),
    ];
    const [{ id }] = binding.executeOp("VarHandleOp", attributes, [], 1) as [NativeResult];
    const resource = { id, seen: -1 };
    this.#resources.set(target, resource);
    this.#forgotten.register(target, id, target);
    return resource;
  }

  /** A number as a tensor. The last few are kept: rates and decays are the same for all parameters, and mostly from step to step. */
  #numberOf(value: number): number {
    const known = this.#numbers.get(value);
    if (known !== undefined) {
      // Used last, so dropped last.
      this.#numbers.delete(value);
      this.#numbers.set(value, known);
      return known;
    }
    const { binding } = this.ops.backend;
    for (const [oldest, id] of this.#numbers) {
      if (this.#numbers.size < KEPT_NUMBERS) break;
      this.#numbers.delete(oldest);
      binding.deleteTensor(id);
    }
    const id = binding.createTensor([], binding.TF_FLOAT, Float32Array.of(value));
    this.#numbers.set(value, id);
    return id;
  }
}
