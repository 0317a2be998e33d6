import { TRY_AGAIN } from "./backendErrors.js";
import { runTool } from "./runTool.js";

/** Both gradients of a convolution and a product, whose sums are known. */
const PROGRAM = `
const util = require("node:util");
util.isNullOrUndefined ??= (value) => value === null || value === undefined;
util.isArray ??= Array.isArray;
const tf = require("@tensorflow/tfjs-node");
const [x, kernel, dense] = [tf.ones([1, 4, 4, 1]), tf.ones([3, 3, 1, 2]), tf.ones([8, 3])];
const gradients = tf.grads((x, kernel, dense) => tf.conv2d(x, kernel, 1, "valid").reshape([1, 8]).matMul(dense).sum())([x, kernel, dense]);
const sums = gradients.map((gradient) => gradient.sum().dataSync()[0]);
if (String(sums) !== "216,216,216") throw new Error("TensorFlow computed " + sums + " instead of 216,216,216");
`;

/** Uses a fresh install in a process of its own: a library that does not fit the machine would end this one. */
export async function selfTest(folder: string): Promise<void> {
  await runTool(process.execPath, ["-e", PROGRAM], {
    cwd: folder,
    // A debugger's or a test runner's preload is none of its business.
    env: { ...process.env, NODE_OPTIONS: "", TF_CPP_MIN_LOG_LEVEL: "2", TF_ENABLE_ONEDNN_OPTS: "1" },
    remedy: `TensorFlow's library does not work on this machine. Update its system libraries, ${TRY_AGAIN}`,
  });
}
