import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, onTestFinished } from "vitest";
import { root } from "../experiment.js";
import { launchChromium } from "./chromium.js";
import { type Theme, themes } from "./themes.js";

const ORIGIN = "http://webview.test";
const artifacts = join(root, "test", "artifacts");

/** What a fake host puts into the page, besides `acquireVsCodeApi`. */
export interface WebviewWindow {
  /** Messages that the webview has sent, oldest first. */
  sent: { readonly kind: string; readonly [key: string]: unknown }[];
  /** Breaches of the content security policy. */
  violations: string[];
  state: unknown;
  /** Called with each message of the webview. */
  answer: (message: never) => void;
}

export interface PageOptions {
  readonly theme?: Theme;
  readonly width?: number;
  readonly height?: number;
  /** What an earlier window kept. */
  readonly state?: unknown;
}

/** One browser for a file of tests; the function that it gives opens a bundle as VS Code would, in a page that closes with the test. */
export function webviewBrowser(bundle: string): (options?: PageOptions) => Promise<Page> {
  let browser: Browser | undefined;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser?.close());
  return async (options = {}) => {
    if (browser === undefined) throw new Error("The browser is not there yet: open pages inside of tests.");
    const { width = 1100, height = 700 } = options;
    const page = await browser.newPage({ viewport: { width, height } });
    onTestFinished(() => page.close());
    await prepare(page, bundle, options);
    return page;
  };
}

/** Loads the page. Separate from opening it, so that a fake host can be put in between. */
export async function loadWebview(page: Page): Promise<void> {
  await page.goto(`${ORIGIN}/index.html`);
}

/** Leaves a picture for people in test/artifacts. */
export async function screenshot(page: Page, name: string): Promise<void> {
  mkdirSync(artifacts, { recursive: true });
  await page.screenshot({ path: join(artifacts, `${name}.png`) });
}

async function prepare(page: Page, bundle: string, { theme = "dark", state }: PageOptions): Promise<void> {
  const path = join(root, "dist", "media", bundle);
  if (!existsSync(path)) throw new Error(`dist/media/${bundle} is not there: build it with node esbuild.mjs.`);
  await page.route(`${ORIGIN}/**`, (route) =>
    route.request().url().endsWith(".js")
      ? route.fulfill({ contentType: "text/javascript", body: readFileSync(path, "utf8") })
      : route.fulfill({ contentType: "text/html", body: html(bundle, theme) }),
  );
  await page.addInitScript(fakeApi, { state, variables: themes[theme].variables });
}

/** The page that the extension makes, and the editor's class for the kind of theme. */
function html(bundle: string, theme: Theme): string {
  const policy = `default-src 'none'; img-src ${ORIGIN} data:; font-src ${ORIGIN}; style-src ${ORIGIN}; script-src 'nonce-abc'`;
  return `<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}"></head>
<body class="${themes[theme].bodyClass}"><div id="root"></div><script nonce="abc" src="${ORIGIN}/${bundle}"></script></body>
</html>`;
}

/** Runs in the page before anything else. */
function fakeApi({ state, variables }: { state: unknown; variables: Readonly<Record<string, string>> }): void {
  const view = window as unknown as WebviewWindow & { acquireVsCodeApi: unknown };
  Object.assign(view, { sent: [], violations: [], state, answer: () => {} });
  document.addEventListener("securitypolicyviolation", (event) => {
    view.violations.push(`${event.violatedDirective}: ${event.blockedURI} ${event.sample}`);
  });
  view.acquireVsCodeApi = () => ({
    postMessage(message: never) {
      view.sent.push(structuredClone(message));
      view.answer(message);
    },
    getState: () => view.state,
    setState(next: unknown) {
      view.state = structuredClone(next);
    },
  });
  const apply = () => {
    for (const [name, value] of Object.entries(variables)) document.documentElement?.style.setProperty(name, value);
  };
  // The page's own element may come after this script.
  new MutationObserver(apply).observe(document, { childList: true });
  apply();
}
