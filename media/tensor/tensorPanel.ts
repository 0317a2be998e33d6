import "@vscode-elements/elements/dist/vscode-button/index.js";
import "./heatMap.js";
import "./imageGrid.js";
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { TensorMessage, TensorRequest, TensorView } from "../messages.js";
import type { WebviewHost } from "../webviewHost.js";
import { BlockRequests } from "./blockRequests.js";
import { csvText } from "./csvText.js";
import { dimensionControls } from "./dimensionControls.js";
import { imageControls } from "./imageControls.js";
import { type ImageLayout, type Images, imageBlock, imagesOf, layoutsFor, likelyLayout } from "./imageLayout.js";
import {
  type Block,
  blockOf,
  firstSlicing,
  type Grid,
  gridOf,
  refitted,
  type Slicing,
  slicingText,
} from "./slicing.js";
import { statisticsList } from "./statisticsList.js";
import { imageRange } from "./valueRange.js";

type Mode = "heatMap" | "images";

/** A tensor as a heat map or as images, with its statistics, slice by slice. */
@customElement("tensor-panel")
export class TensorPanel extends LitElement {
  @property({ attribute: false }) accessor host: WebviewHost<TensorRequest> | null = null;
  @state() private accessor tensor: TensorView | null = null;
  @state() private accessor stale: string | null = null;
  @state() private accessor problem: string | null = null;
  @state() private accessor slicing: Slicing = firstSlicing([]);
  @state() private accessor mode: Mode = "heatMap";
  @state() private accessor layout: ImageLayout | null = null;
  @state() private accessor imagesAt: readonly number[] = [];
  @state() private accessor grid: Grid | null = null;
  @state() private accessor images: Images | null = null;
  @state() private accessor strings: readonly string[] | null = null;
  readonly #requests = new BlockRequests((id, { begin, size }) =>
    this.host?.send({ kind: "block", id, begin: [...begin], size: [...size] }),
  );

  override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.host?.send({ kind: "ready" });
  }

  receive(message: TensorMessage): void {
    switch (message.kind) {
      case "tensor":
        this.#show(message.tensor);
        return;
      case "stale":
        this.stale = message.why;
        return;
      case "block":
        this.#receiveBlock(message.id, new Float32Array(message.data));
        return;
      case "strings":
        if (this.#requests.answered(message.id) !== null) this.strings = message.values;
        return;
      case "failed":
        if (message.id !== null) this.#requests.answered(message.id);
        this.problem = message.message;
        return;
      default:
        message satisfies never;
    }
  }

  override render(): TemplateResult | typeof nothing {
    const { tensor } = this;
    if (tensor === null) return nothing;
    return html`<div class="tensor">
      <header>
        <h1>${tensor.name} <span class="text">${tensor.text}</span></h1>
        ${this.#modes(tensor)}
        <div class="actions">
          <vscode-button secondary @click=${() => this.host?.send({ kind: "copyJson" })}>Copy JSON</vscode-button>
          <vscode-button secondary ?disabled=${this.grid === null} @click=${this.#copyCsv}>Copy CSV</vscode-button>
          <vscode-button secondary @click=${() => this.host?.send({ kind: "saveNpy" })}>Save as .npy…</vscode-button>
        </div>
      </header>
      <p class="stale" role="status">${this.stale ?? nothing}</p>
      ${this.problem === null ? nothing : html`<p class="problem" role="alert">${this.problem}</p>`}
      <div class="content">
        <main>${this.#content(tensor)}</main>
        ${statisticsList(tensor)}
      </div>
    </div>`;
  }

  #modes({ shape }: TensorView): TemplateResult | typeof nothing {
    if (layoutsFor(shape).length === 0) return nothing;
    const button = (mode: Mode, text: string) =>
      html`<button aria-pressed=${this.mode === mode} @click=${() => this.#setMode(mode)}>${text}</button>`;
    return html`<div role="group" aria-label="Show as">${button("heatMap", "Heat map")}${button("images", "Images")}</div>`;
  }

  #content({ shape, name, statistics }: TensorView): TemplateResult {
    if (this.strings !== null) {
      return html`<p class="slice">${name}${slicingText(this.slicing, shape)}</p>
        ${dimensionControls(shape, this.slicing, this.#setSlicing)}
        <ol class="strings" start="0">${this.strings.map((text) => html`<li>${JSON.stringify(text)}</li>`)}</ol>`;
    }
    if (this.mode === "images" && this.layout !== null) {
      const { layout, imagesAt: at } = this;
      const first = layout.includes("N") ? (at[shape.length - layout.length] ?? 0) : 0;
      return html`${imageControls({
        shape,
        layout,
        at,
        setLayout: (layout) => {
          this.layout = layout;
          this.imagesAt = shape.map(() => 0);
          this.#ask();
        },
        setIndex: (dimension, index) => {
          this.imagesAt = at.map((old, i) => (i === dimension ? index : old));
          this.#ask();
        },
      })}
        <image-grid
          .images=${this.images}
          .range=${imageRange(statistics?.min ?? 0, statistics?.max ?? 1)}
          .first=${first}
        ></image-grid>`;
    }
    return html`<p class="slice">${name}${slicingText(this.slicing, shape)}</p>
      ${dimensionControls(shape, this.slicing, this.#setSlicing)}
      <heat-map .grid=${this.grid} .slicing=${this.slicing}></heat-map>`;
  }

  /** A tensor that comes again, at a later stop, is shown as the user has it. */
  #show(tensor: TensorView): void {
    const before = this.tensor;
    this.tensor = tensor;
    this.problem = null;
    const sameShape = before !== null && String(before.shape) === String(tensor.shape);
    this.slicing = before === null ? firstSlicing(tensor.shape) : refitted(this.slicing, tensor.shape);
    if (!sameShape) {
      const likely = likelyLayout(tensor.shape);
      this.layout = likely ?? layoutsFor(tensor.shape).at(-1) ?? null;
      this.imagesAt = tensor.shape.map(() => 0);
      this.mode = likely === null ? "heatMap" : "images";
      [this.grid, this.images, this.strings] = [null, null, null];
    }
    this.#requests.forget();
    this.#ask();
  }

  #setMode(mode: Mode): void {
    this.mode = mode;
    this.#ask();
  }

  readonly #setSlicing = (slicing: Slicing): void => {
    this.slicing = slicing;
    this.#ask();
  };

  #ask(): void {
    if (this.tensor !== null) this.#requests.ask(this.#block(this.tensor));
  }

  #block({ shape }: TensorView): Block {
    return this.mode === "images" && this.layout !== null
      ? imageBlock(shape, this.layout, this.imagesAt)
      : blockOf(this.slicing, shape);
  }

  #receiveBlock(id: number, values: Float32Array): void {
    const block = this.#requests.answered(id);
    if (block === null || this.tensor === null) return;
    this.problem = null;
    // What was asked for before the mode or the layout changed is asked for again by that change.
    if (String(block.size) !== String(this.#block(this.tensor).size)) return;
    if (this.mode === "images" && this.layout !== null) this.images = imagesOf(this.layout, block, values);
    else this.grid = gridOf(this.slicing, block, values);
  }

  readonly #copyCsv = (): void => {
    if (this.grid !== null) this.host?.send({ kind: "copyText", text: csvText(this.grid) });
  };
}
