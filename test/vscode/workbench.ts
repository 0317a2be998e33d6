import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Frame, Locator, Page } from "playwright-core";
import { until } from "./until.js";

/** VS Code's window as a person sees it. Whatever is asked for is waited for, as long as it takes. */
export class Workbench {
  constructor(
    readonly page: Page,
    private readonly artifacts: string,
  ) {
    mkdirSync(artifacts, { recursive: true });
  }

  /** Waits for the window on a folder, with an extension's icon in the activity bar: extensions appear seconds after the window. */
  async ready(folder: string, activity: string): Promise<void> {
    await this.page.locator(".explorer-viewlet .pane-header", { hasText: folder }).waitFor();
    await this.page.locator(`.activitybar .action-label[aria-label^="${activity}"]`).first().waitFor();
  }

  /** Runs a command from the palette. */
  async runCommand(title: string): Promise<void> {
    await this.#choose("F1", `>${title}`, title);
  }

  /** Opens a file of the folder by a part of its path. */
  async openFile(path: string): Promise<void> {
    const name = path.slice(path.lastIndexOf("/") + 1);
    await this.#choose("Control+P", path, name);
    await this.page.locator(`.tabs-container .tab.active[data-resource-name="${name}"]`).waitFor();
    await this.page.locator(".editor-instance .monaco-editor .view-line").first().waitFor();
  }

  /** A row of the list that a command shows. */
  listed(label: string): Locator {
    return this.#quickInput.locator(".monaco-list-row", { hasText: label }).first();
  }

  async pick(label: string): Promise<void> {
    await this.listed(label).click();
  }

  /** Answers an input box whose title contains `title`. */
  async answer(title: string, text: string): Promise<void> {
    await this.#quickInput.filter({ hasText: title }).waitFor();
    await this.#quickInput.locator("input").fill(text);
    await this.page.keyboard.press("Enter");
  }

  /** Presses a button of the notification that contains `text`. */
  async pressNotification(text: string, button: string): Promise<void> {
    const notification = this.notification(text);
    await notification.waitFor();
    await notification.hover();
    await notification.getByRole("button", { name: button, exact: true }).click();
  }

  notification(text: string): Locator {
    return this.page.locator(".notification-toast", { hasText: text });
  }

  /** Scrolls a line of the editor into view and puts the cursor there. */
  async goToLine(line: number): Promise<void> {
    await this.page.keyboard.press("Control+G");
    await this.#quickInput.locator("input").fill(`:${line}`);
    await this.page.keyboard.press("Enter");
    await this.#quickInput.waitFor({ state: "hidden" });
    await this.#lineNumber(line).waitFor();
  }

  /** Clicks left of a line's number, where breakpoints are. */
  async clickGutter(line: number): Promise<void> {
    await this.goToLine(line);
    const number = await this.#lineNumber(line).boundingBox();
    const margin = await this.#editor.locator(".glyph-margin").first().boundingBox();
    if (number === null || margin === null) throw new Error(`Line ${line} has no gutter.`);
    const place = [margin.x + margin.width / 2, number.y + number.height / 2] as const;
    await this.page.mouse.move(...place);
    await this.page.mouse.click(...place);
  }

  /** The code lenses with a text that the editor shows. */
  lenses(text: string): Locator {
    return this.#editor.locator(".codelens-decoration", { hasText: text });
  }

  /** How many breakpoints the editor shows. */
  get breakpoints(): Locator {
    return this.#editor.locator('[class*="codicon-debug-breakpoint"]');
  }

  /** Waits until the editor marks a line as the one that runs next, other than `not`. */
  async stoppedLine({ not = 0 } = {}): Promise<number> {
    return until(`a stopped line other than ${not}`, async () => {
      const line = await this.page.evaluate(markedLine);
      return line === null || line === not ? null : line;
    });
  }

  /** The texts of the rows in Variables, once one of them matches; the first scope is unfolded for it. */
  async variables(pattern: RegExp): Promise<string[]> {
    const rows = this.page.locator(".debug-variables .monaco-list-row");
    return until(`a variable that matches ${pattern}`, async () => {
      const texts = (await rows.allInnerTexts()).map((text) => text.replace(/\s+/g, " ").trim());
      if (texts.some((text) => pattern.test(text))) return texts;
      const scope = rows.first();
      if ((await scope.count()) > 0 && (await scope.getAttribute("aria-expanded")) === "false") await scope.click();
      return null;
    });
  }

  /** Presses a button of a row in Variables, which has it while the mouse is over it. */
  async pressVariable(name: string, button: string): Promise<void> {
    const row = this.#variable(name);
    await row.hover();
    await row.locator(`.action-label[aria-label*="${button}"]`).first().click();
  }

  /** Folds or unfolds a row in Variables, or a scope. */
  async toggleVariable(name: string): Promise<void> {
    await this.#variable(name).click();
  }

  /** Waits for a row in Variables. */
  async variable(name: string): Promise<void> {
    await this.#variable(name).waitFor();
  }

  /** The document of the webview that shows something that matches the selector. */
  async webview(selector: string): Promise<Frame> {
    return until(`a webview with ${selector}`, async () => {
      const inner = this.page.frames().filter((frame) => frame !== this.page.mainFrame());
      for (const frame of inner) if (await isVisible(frame.locator(selector).first())) return frame;
      return null;
    });
  }

  /** A picture in test/artifacts, to look at. */
  async screenshot(name: string): Promise<void> {
    await this.page.screenshot({ path: join(this.artifacts, `${name}.png`) });
  }

  #variable(name: string): Locator {
    return this.page.locator(".debug-variables .monaco-list-row", { hasText: name }).first();
  }

  get #quickInput(): Locator {
    return this.page.locator(".quick-input-widget");
  }

  get #editor(): Locator {
    return this.page.locator(".editor-group-container.active .editor-instance .monaco-editor").first();
  }

  #lineNumber(line: number): Locator {
    return this.#editor.locator(".margin .line-numbers").getByText(String(line), { exact: true });
  }

  /**
   * Opens a list with a key and takes a row of it. A window that is still starting takes no keys, and commands and files that come later are
   * not added to an open list: it is opened and filled anew until the row is there.
   */
  async #choose(key: string, filter: string, label: string): Promise<void> {
    const input = this.#quickInput.locator("input");
    const row = this.listed(label);
    await until(`"${label}" in the list`, async () => {
      if (!(await input.isVisible())) await this.page.keyboard.press(key);
      if (!(await appears(input))) return null;
      if (!(await filled(input, filter.slice(0, 1))) || !(await filled(input, filter))) return null;
      return (await appears(row)) || null;
    });
    await row.click();
  }
}

const PATIENCE_MS = 2000;

async function appears(element: Locator): Promise<boolean> {
  return element.waitFor({ timeout: PATIENCE_MS }).then(
    () => true,
    () => false,
  );
}

/** A window that is busy may close the list again. */
async function filled(input: Locator, text: string): Promise<boolean> {
  return input.fill(text, { timeout: PATIENCE_MS }).then(
    () => true,
    () => false,
  );
}

/** A frame may go while it is asked. */
async function isVisible(element: Locator): Promise<boolean> {
  return element.isVisible().catch(() => false);
}

/** Runs in the page: the number beside the marked line. */
function markedLine(): number | null {
  const mark = document.querySelector(".view-overlays .debug-top-stack-frame-line");
  if (mark === null) return null;
  const { top } = mark.getBoundingClientRect();
  const numbers = [...document.querySelectorAll(".margin .line-numbers")];
  const number = numbers.find((element) => Math.abs(element.getBoundingClientRect().top - top) < 2);
  return number === undefined ? null : Number(number.textContent);
}
