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

  /** Presses a code lens above a line. */
  async pressLens(text: string, line: number): Promise<void> {
    const lens = await until(`${text} above line ${line}`, async () => {
      // The lines move down as lenses appear.
      const below = await this.#lineNumber(line).boundingBox();
      for (const lens of await this.lenses(text).all()) {
        const place = await lens.boundingBox();
        const gap = place === null || below === null ? -1 : below.y - place.y;
        if (gap >= 0 && gap <= 2 * (below?.height ?? 0)) return lens;
      }
      return null;
    });
    // It is a link once its command is known.
    await lens.locator("a", { hasText: text }).click();
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

  /** Moves the mouse over a word in a line of the editor. @returns the first line of what the debugger shows for it. */
  async hover(line: string, word: string): Promise<string> {
    const title = this.page.locator(".debug-hover-widget .value").first();
    const inLine = this.#editor
      .locator(".view-line", { hasText: line })
      .first()
      .getByText(word, { exact: true })
      .first();
    const shown = await until(`what the debugger says of ${word}`, async () => {
      await inLine.hover();
      return (await appears(title)) ? title.textContent() : null;
    });
    await this.page.mouse.move(0, 0);
    await title.waitFor({ state: "hidden" });
    return shown;
  }

  /** Presses a button of the debug toolbar. */
  async pressToolbar(title: string): Promise<void> {
    await this.#toolbar(title).click();
  }

  /** What the header of Call Stack says of a stop, once it is `reason`. */
  async stoppedFor(reason: string): Promise<void> {
    await this.page.locator(".call-stack-state-message").getByText(reason, { exact: true }).waitFor();
  }

  /** Ticks a checkbox of Breakpoints, or clears it. */
  async tickBreakpoints(label: string): Promise<void> {
    await this.page.locator(".debug-breakpoints .monaco-list-row", { hasText: label }).getByRole("checkbox").click();
  }

  /** Evaluates an expression in the Debug Console. @returns what it answers. */
  async evaluate(expression: string): Promise<string> {
    const rows = this.page.locator(".repl-tree .monaco-list-row");
    await this.page.locator(".repl-input-wrapper .monaco-editor").first().click();
    await this.page.keyboard.insertText(expression);
    await this.page.keyboard.press("Enter");
    return until(`the answer to ${expression}`, async () => {
      const texts = (await rows.allInnerTexts()).map(inOneLine);
      const at = texts.lastIndexOf(expression);
      return at < 0 ? null : (texts[at + 1] ?? null);
    });
  }

  /** Adds an expression to Watch. @returns its row. */
  async watch(expression: string): Promise<string> {
    const pane = this.page.locator(".pane", { has: this.page.locator('.pane-header[aria-label^="Watch"]') });
    await pane.hover();
    await pane.getByRole("button", { name: "Add Expression" }).click();
    await this.page.keyboard.insertText(expression);
    await this.page.keyboard.press("Enter");
    const row = pane.locator(".monaco-list-row", { hasText: expression });
    return until(`the value of ${expression}`, async () => {
      const [text = ""] = (await row.allInnerTexts()).map(inOneLine);
      return /= (?!not available)/.test(text) ? text : null;
    });
  }

  /** The text of a dialog, which is then closed. */
  async closeDialog(): Promise<string> {
    const dialog = this.page.locator(".monaco-dialog-box");
    const text = (await dialog.locator(".dialog-message-detail").textContent()) ?? "";
    await this.page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    return text;
  }

  /** Waits for the end of the debug session. */
  async sessionEnded(): Promise<void> {
    const icon = '.activitybar .action-label[aria-label^="Run and Debug"]';
    await this.page.locator(`${icon}:not([aria-label*="active session"])`).waitFor();
  }

  /** The texts of the rows in Variables, once one of them matches; the first scope is unfolded for it. */
  async variables(pattern: RegExp): Promise<string[]> {
    const rows = this.page.locator(".debug-variables .monaco-list-row");
    return until(`a variable that matches ${pattern}`, async () => {
      const texts = (await rows.allInnerTexts()).map(inOneLine);
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

  /** Gives the side bar a width, as its edge does when it is dragged. */
  async resizeSideBar(width: number): Promise<void> {
    const box = await this.page.locator(".part.sidebar").boundingBox();
    if (box === null) throw new Error("There is no side bar.");
    const y = box.y + box.height / 2;
    await this.page.mouse.move(box.x + box.width, y);
    await this.page.mouse.down();
    await this.page.mouse.move(box.x + width, y, { steps: 4 });
    await this.page.mouse.up();
  }

  /** Folds or unfolds a section of the side bar. */
  async toggleSection(title: string): Promise<void> {
    await this.page.locator(`.part.sidebar .pane-header[aria-label^="${title}"]`).click({ position: { x: 60, y: 10 } });
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

  /** A picture in test/artifacts, to look at. @param part what of the window; default: all. */
  async screenshot(name: string, part: "window" | "side bar" = "window"): Promise<void> {
    const shown = part === "window" ? this.page : this.page.locator(".part.sidebar");
    await shown.screenshot({ path: join(this.artifacts, `${name}.png`) });
  }

  /** A button of the debug toolbar, which is docked in tests. */
  #toolbar(title: string): Locator {
    return this.page.locator(`.part.sidebar .title-actions .action-label[aria-label^="${title}"]`);
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

function inOneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

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
