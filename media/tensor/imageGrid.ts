import { html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { drawImage } from "./drawGrid.js";
import type { Images } from "./imageLayout.js";

/** Pixels of an image's side on the screen. */
const SIDE = 96;
const LARGEST_SIDE = 512;

/** A page of images, each with its number. */
@customElement("image-grid")
export class ImageGrid extends LitElement {
  @property({ attribute: false }) accessor images: Images | null = null;
  /** The values that black and white stand for. */
  @property({ attribute: false }) accessor range: readonly [black: number, white: number] = [0, 1];
  /** Number of the first image. */
  @property({ attribute: false }) accessor first = 0;

  override createRenderRoot(): HTMLElement {
    return this;
  }

  override updated(): void {
    const { images } = this;
    if (images === null) return;
    for (const [i, canvas] of this.querySelectorAll("canvas").entries()) drawImage(canvas, images, i, this.range);
  }

  override render(): TemplateResult | typeof nothing {
    const { images } = this;
    if (images === null) return nothing;
    const { count, width, height } = images;
    const side = count === 1 ? LARGEST_SIDE : SIDE;
    const zoom = Math.max(1, Math.floor(side / Math.max(width, height, 1)));
    const size = `width:${width * zoom}px;height:${height * zoom}px`;
    return html`<div class="images" role="list">
      ${Array.from(
        { length: count },
        (_, i) => html`<figure role="listitem">
          <canvas role="img" aria-label="Image ${this.first + i}" .style=${size}></canvas>
          <figcaption>${this.first + i}</figcaption>
        </figure>`,
      )}
    </div>`;
  }
}
