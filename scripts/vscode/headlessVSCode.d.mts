import type { Page } from "playwright-core";

/** A VS Code without a screen: a server and a browser that exist for one window. */
export interface HeadlessVSCode {
  readonly page: Page;
  /** The server's temporary folder. */
  readonly data: string;
  /** Opens the window. */
  open(window: {
    readonly folder?: string;
    /** Folders of extensions under development. */
    readonly extensions?: readonly string[];
    /** The module whose `run` the extension host calls. */
    readonly tests?: string;
  }): Promise<void>;
  stop(): Promise<void>;
}

export function startHeadlessVSCode(options?: {
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly extensionsDir?: string;
}): Promise<HeadlessVSCode>;
