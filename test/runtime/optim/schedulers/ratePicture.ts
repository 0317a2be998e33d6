import { tf } from "../../../../runtime/backend/tf.js";
import { Parameter } from "../../../../runtime/nn/parameter.js";
import { SGD, type SGDOptions } from "../../../../runtime/optim/sgd.js";

export function sgd(lr: number, options: Partial<SGDOptions> = {}): SGD {
  return new SGD([parameter()], { lr, ...options });
}

export function twoGroups(): SGD {
  return new SGD([{ params: [parameter()] }, { params: [parameter()], lr: 0.5 }], { lr: 1, momentum: 0.9 });
}

/** The rate before the first step, and after each. */
export function ratePicture(optimizer: SGD, scheduler: { step(): void }, steps: number): string {
  const rates = [optimizer.lr];
  for (let step = 0; step < steps; step++) {
    optimizer.step();
    scheduler.step();
    rates.push(optimizer.lr);
  }
  return rates.map(shortened).join(" ");
}

export function shortened(value: number): string {
  return String(Number(value.toPrecision(3)));
}

function parameter(): Parameter {
  return tf.tidy(() => new Parameter(tf.scalar(0)));
}
