import { readFileSync } from "node:fs";
import { cpus, freemem, totalmem } from "node:os";
import { tf } from "./tf.js";

/**
 * What the device is doing now. `cpu_percent` is the share of the time since it was last asked for.
 *
 * @param withMachine false: only tensors and the process.
 */
export function deviceStats(withMachine: boolean): Record<string, number> {
  const { numTensors, numDataBuffers, numBytes } = tf.memory();
  const { rss, heapUsed } = process.memoryUsage();
  return { ...(withMachine ? machineStats() : {}), numTensors, numDataBuffers, numBytes, rss, heapUsed };
}

function machineStats(): Record<string, number> {
  const swap = swapPercent();
  return {
    cpu_percent: busyPercent(),
    cpu_vm_percent: percent(totalmem() - freemem(), totalmem()),
    ...(swap !== null && { cpu_swap_percent: swap }),
  };
}

let lastTimes = { busy: 0, total: 0 };

function busyPercent(): number {
  let [idle, total] = [0, 0];
  for (const { times } of cpus()) {
    idle += times.idle;
    total += times.user + times.nice + times.sys + times.idle + times.irq;
  }
  const busy = total - idle;
  const share = percent(busy - lastTimes.busy, total - lastTimes.total);
  lastTimes = { busy, total };
  return share;
}

/** Linux tells it in a file; elsewhere it is not known. */
function swapPercent(): number | null {
  if (process.platform !== "linux") return null;
  const text = readFileSync("/proc/meminfo", "utf8");
  const [total, free] = ["SwapTotal", "SwapFree"].map((name) =>
    Number(new RegExp(`${name}:\\s+(\\d+)`).exec(text)?.[1]),
  );
  return total === undefined || free === undefined || Number.isNaN(total + free) ? null : percent(total - free, total);
}

function percent(part: number, whole: number): number {
  return whole > 0 ? Math.round((part / whole) * 1000) / 10 : 0;
}
