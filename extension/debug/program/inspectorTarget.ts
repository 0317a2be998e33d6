import { request } from "node:http";
import { fileURLToPath } from "node:url";
import { adapterErrors } from "../adapterErrors.js";

const ANSWER_MS = 5_000;

/** A Node process with its inspector open. */
export interface InspectorTarget {
  /** Of the WebSocket. */
  readonly url: string;
  readonly nodeVersion: string;
  /** The file that Node was started with; null: it is not known. */
  readonly entry: string | null;
}

/** What listens at an address. @throws what to do when it is no Node process. */
export async function inspectorTarget({
  host,
  port,
}: {
  readonly host: string;
  readonly port: number;
}): Promise<InspectorTarget> {
  const version = await json(host, port, "/json/version");
  const browser = isRecord(version) ? String(version["Browser"] ?? "") : "";
  if (!browser.startsWith("node.js/")) throw new Error(adapterErrors.attachedToOther(host, port, browser));
  const targets = await json(host, port, "/json/list");
  const [target] = Array.isArray(targets) ? targets : [];
  const url = isRecord(target) ? target["webSocketDebuggerUrl"] : undefined;
  if (typeof url !== "string") throw new Error(adapterErrors.attachedToOther(host, port, browser));
  // The process may be behind a forwarded port: its own idea of its address is of no use.
  const address = `${host.includes(":") ? `[${host}]` : host}:${port}`;
  const script = isRecord(target) ? String(target["url"] ?? "") : "";
  return {
    url: `ws://${address}${new URL(url).pathname}`,
    nodeVersion: browser.replace("node.js/v", ""),
    entry: script.startsWith("file://") ? fileURLToPath(script) : null,
  };
}

/** What is served under a path; null: something that is not JSON. */
function json(host: string, port: number, path: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const query = request({ host, port, path, timeout: ANSWER_MS, agent: false }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (part: string) => {
        text += part;
      });
      response.on("end", () => resolve(parsed(text)));
      response.on("error", () => resolve(null));
    });
    query.on("timeout", () => query.destroy(new Error(adapterErrors.doesNotAnswer(host, port))));
    query.on("error", (error: NodeJS.ErrnoException) => reject(new Error(problem(error, host, port))));
    query.end();
  });
}

function problem(error: NodeJS.ErrnoException, host: string, port: number): string {
  if (error.code === undefined) return error.message;
  // Something answers, but it is not HTTP.
  if (error.code.startsWith("HPE_") || error.code === "ECONNRESET")
    return adapterErrors.attachedToOther(host, port, "");
  return adapterErrors.nothingListens(host, port, error.code);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
