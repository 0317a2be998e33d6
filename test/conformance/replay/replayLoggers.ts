import type { LightningModule } from "../../../runtime/core/lightningModule.js";
import * as loggers from "../../../runtime/loggers/index.js";
import { Logger } from "../../../runtime/loggers/logger.js";
import type { Json } from "../goldenCase.js";
import { ourValue } from "../names.js";
import type { Recorder } from "./recorder.js";
import type { ReplayScene } from "./scene.js";

const CLASSES = loggers as unknown as Readonly<
  Record<string, (new (saveDir: string, options?: unknown) => Logger) | undefined>
>;

/** The loggers of a case. */
export function replayLoggers(config: unknown, scene: ReplayScene): Logger | readonly Logger[] | boolean {
  if (typeof config === "boolean" || config === undefined || config === null) return config ?? false;
  if (Array.isArray(config)) return config.map((one) => replayLoggers(one, scene) as Logger);
  if (config === "record") return new RecordingLogger(scene.folder, scene.recorderFor("logger"));
  if (config === "csv") return makeLogger({ type: "CSVLogger" }, scene);
  return makeLogger(config as { type: string } & Json, scene);
}

function makeLogger({ type, args, ...more }: { type: string; args?: Json } & Json, scene: ReplayScene): Logger {
  const Class = CLASSES[type];
  if (Class === undefined) throw new Error(`runtime/loggers has no ${type}.`);
  const { saveDir = scene.folder, ...options } = ourValue({ ...args, ...more }, scene.folder) as Json;
  return new Class(String(saveDir), options);
}

/** Writes nothing and notes what it is given. */
class RecordingLogger extends Logger {
  override readonly name = "rec";
  override readonly version = 0;
  override readonly logDir = null;

  constructor(
    override readonly saveDir: string,
    private readonly recorder: Recorder,
  ) {
    super();
  }

  override logMetrics(metrics: Readonly<Record<string, number>>, logStep: number): void {
    this.recorder.note("logger", "logMetrics", { metrics, logStep });
  }

  override logHyperparams(params: Json): void {
    this.recorder.note("logger", "logHyperparams", { params });
  }

  override logGraph(_module: LightningModule): void {
    this.recorder.note("logger", "logGraph");
  }

  override save(): void {
    this.recorder.note("logger", "save");
  }

  override finalize(status: "success" | "failed"): void {
    this.recorder.note("logger", "finalize", { status });
  }
}
