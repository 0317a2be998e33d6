import type { LightningModule } from "../core/lightningModule.js";
import type { Trainer } from "../trainer/trainer.js";
import { Callback } from "./callback.js";

const REFRESH_MS = 100;
const BAR_WIDTH = 10;
const PARTS = " ▏▎▍▌▋▊▉";

/** Where the bar is drawn: a terminal, or something that only takes lines. */
export interface ProgressOutput {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** A bar in the terminal that follows the batches; where there is no terminal, a plain line for each epoch. */
export class ProgressBar extends Callback {
  #drawnAt = 0;
  #startedAt = 0;
  #shown = false;

  /** @param output default: the process's standard output. */
  constructor(private readonly output: ProgressOutput = process.stdout) {
    super();
  }

  /** Prints above the bar. */
  print(text: string): void {
    this.#erase();
    this.output.write(`${text}\n`);
  }

  override onTrainEpochStart(): void {
    this.#begin();
  }

  override onTrainBatchEnd(
    trainer: Trainer,
    _module: LightningModule,
    _outputs: unknown,
    _batch: unknown,
    batchIdx: number,
  ): void {
    if (this.#isDue()) this.#draw(`Epoch ${trainer.currentEpoch}`, batchIdx + 1, trainer.numTrainingBatches, trainer);
  }

  override onTrainEpochEnd(trainer: Trainer): void {
    this.#finish(`Epoch ${trainer.currentEpoch}`, trainer.numTrainingBatches, trainer);
  }

  override onTestStart(): void {
    this.#begin();
  }

  override onTestBatchEnd(
    trainer: Trainer,
    _module: LightningModule,
    _outputs: unknown,
    _batch: unknown,
    batchIdx: number,
  ): void {
    if (this.#isDue()) this.#draw("Testing", batchIdx + 1, trainer.numTestBatches[0] ?? 0, trainer);
  }

  override onTestEnd(trainer: Trainer): void {
    this.#finish("Testing", trainer.numTestBatches[0] ?? 0, trainer);
  }

  override onException(): void {
    this.#erase();
  }

  #begin(): void {
    this.#startedAt = performance.now();
    this.#drawnAt = 0;
  }

  #isDue(): boolean {
    return this.output.isTTY === true && performance.now() - this.#drawnAt >= REFRESH_MS;
  }

  #draw(name: string, done: number, total: number, trainer: Trainer): void {
    this.#drawnAt = performance.now();
    this.#shown = true;
    const line = `${name}: ${barText(done, total)} [${this.#timing(done, total)}${metricsText(trainer)}]`;
    this.output.write(`\r\x1b[2K${line.slice(0, (this.output.columns ?? 120) - 1)}`);
  }

  #finish(name: string, total: number, trainer: Trainer): void {
    const seconds = (performance.now() - this.#startedAt) / 1000;
    const count = Number.isFinite(total) ? `${total} batches` : "all batches";
    if (this.output.isTTY === true) {
      this.#draw(name, total, total, trainer);
      this.output.write("\n");
      this.#shown = false;
    } else this.output.write(`${name}: ${count} in ${seconds.toFixed(1)} s${metricsText(trainer)}\n`);
  }

  #timing(done: number, total: number): string {
    const seconds = (performance.now() - this.#startedAt) / 1000;
    const rate = done / Math.max(seconds, 1e-9);
    const left = Number.isFinite(total) ? clock((total - done) / rate) : "?";
    return `${clock(seconds)}<${left}, ${rate.toFixed(2)}it/s`;
  }

  #erase(): void {
    if (this.#shown) this.output.write("\r\x1b[2K");
    this.#shown = false;
  }
}

/** ` 45%|████▌     | 18/40`, as tqdm draws it. */
export function barText(done: number, total: number): string {
  if (!Number.isFinite(total) || total <= 0) return `${done}it`;
  const share = Math.min(1, done / total);
  const cells = share * BAR_WIDTH;
  const full = Math.floor(cells);
  const part = full === BAR_WIDTH ? "" : (PARTS[Math.floor((cells - full) * PARTS.length)] ?? "");
  return `${String(Math.round(share * 100)).padStart(3)}%|${("█".repeat(full) + part).padEnd(BAR_WIDTH)}| ${done}/${total}`;
}

function metricsText(trainer: Trainer): string {
  return Object.entries(trainer.progressBarMetrics)
    .map(([name, value]) => `, ${name}=${value.toPrecision(3)}`)
    .join("");
}

function clock(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  return `${String(Math.floor(whole / 60)).padStart(2, "0")}:${String(whole % 60).padStart(2, "0")}`;
}
