import type * as tfjs from "@tensorflow/tfjs";
import type { Optimizer } from "../optim/optimizer.js";
import type { TensorStatistics } from "../protocol/debugApi.js";
import { liveTrainers } from "./liveTrainers.js";
import { bytesText, countText, valueText } from "./numberText.js";
import { ShownText } from "./shownText.js";
import { statisticsOf } from "./tensorStatistics.js";
import { bytesOf, TensorView } from "./tensorView.js";

/** The named rows below a tensor: its statistics, over all of its values; of a parameter also its gradient and what optimizers remember of it. */
export function tensorProperties(tensor: tfjs.Tensor): object {
  const { dtype, shape, isDisposed } = tensor;
  const rows = {
    ...(isDisposed ? { disposed: true } : {}),
    shape: new ShownText(`[${shape.join(", ")}]`),
    dtype: new ShownText(dtype),
    ...(isDisposed ? {} : statisticRows(TensorView.of(tensor))),
    ...sizeRows(tensor),
  };
  return "grad" in tensor ? { ...rows, ...parameterRows(tensor as tfjs.Variable & { readonly grad: unknown }) } : rows;
}

/**
 * What other JavaScript debuggers show below a tensor. They allow no side effects, which reading its memory is to them: what needs that is a
 * getter, which they call when the user asks.
 */
export function quietProperties(tensor: tfjs.Tensor): object {
  return new QuietRows(tensor);
}

/** A class of plain fields: to V8 a private one, a superclass, and an object literal with getters or spread fields are side effects too. */
class QuietRows {
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly size: number;
  readonly isDisposed: boolean;
  declare readonly grad?: unknown;
  readonly tensor: tfjs.Tensor;

  constructor(tensor: tfjs.Tensor) {
    this.shape = tensor.shape;
    this.dtype = tensor.dtype;
    this.size = tensor.size;
    this.isDisposed = tensor.isDisposed;
    if ("grad" in tensor) this.grad = tensor.grad;
    this.tensor = tensor;
  }

  get statistics(): TensorStatistics | null {
    return this.isDisposed ? null : statisticsOfView(TensorView.of(this.tensor));
  }

  get values(): unknown {
    return this.isDisposed ? null : this.tensor.dataSync();
  }
}

/** The named rows below a slice. */
export function viewProperties(view: TensorView): object {
  return { shape: new ShownText(`[${view.shape.join(", ")}]`), ...statisticRows(view), ...sizeRows(view) };
}

/** Null: the values are no numbers, or complex ones. */
export function statisticsOfView({ dtype, size, values }: TensorView): TensorStatistics | null {
  return size === 0 || dtype === "string" || dtype === "complex64" ? null : statisticsOf([values as Float32Array]);
}

function statisticRows(view: TensorView): object {
  const statistics = statisticsOfView(view);
  if (statistics === null) return {};
  const { nan, infinite, mean, std, min, max } = statistics;
  return {
    ...(nan > 0 ? { NaN: countRow(nan, view.size) } : {}),
    ...(infinite > 0 ? { Inf: countRow(infinite, view.size) } : {}),
    ...Object.fromEntries(
      Object.entries({ mean, std, min, max }).map(([name, value]) => [
        name,
        new ShownText(value === null ? "–" : valueText(value)),
      ]),
    ),
  };
}

function countRow(count: number, size: number): ShownText {
  return new ShownText(`${countText(count)} of ${countText(size)}`);
}

function sizeRows(value: { readonly dtype: string; readonly shape: readonly number[]; readonly size: number }): object {
  const bytes = bytesOf(value);
  return { size: new ShownText(`${countText(value.size)}${bytes === 0 ? "" : ` (${bytesText(bytes)})`}`) };
}

function parameterRows(parameter: tfjs.Variable & { readonly grad: unknown }): object {
  const trainer = liveTrainers.innermost?.trainer;
  const path = trainer?.model?.namedParameters().find(([, own]) => (own as tfjs.Variable) === parameter)?.[0];
  return {
    ...(path === undefined ? {} : { name: new ShownText(path) }),
    requiresGrad: parameter.trainable,
    grad: parameter.grad,
    ...Object.fromEntries((trainer?.optimizers ?? []).flatMap((optimizer) => optimizerRows(optimizer, parameter))),
  };
}

/** Under the optimizer's name, what it remembers of the parameter: `expAvg`, `expAvgSq` … */
function optimizerRows(optimizer: Optimizer, parameter: tfjs.Variable): [string, ShownText][] {
  const index = optimizer.parameters().findIndex((own) => (own as tfjs.Variable) === parameter);
  if (index < 0) return [];
  const group = optimizer.paramGroups.find(({ params }) => params.some((own) => (own as tfjs.Variable) === parameter));
  const state = (optimizer.stateDict()["state"] as Readonly<Record<number, object>>)[index] ?? {};
  const names = Object.keys(state);
  const text = `lr ${group?.options.lr}${names.length === 0 ? ", no step yet" : `, ${names.join(", ")}`}`;
  return [[optimizer.constructor.name, new ShownText(text, state)]];
}
