import { hasNative } from "../../../../runtime/backend/ensureBackend.js";

/** Imported before the runtime: these tests are about tfjs-node, which the gate installs wherever pip reaches its index. */
if (hasNative()) process.env["LIGHTNING_BACKEND"] = "node";
