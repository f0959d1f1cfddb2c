import { html } from "../draw/html.js";
import { exact, number } from "../draw/numbers.js";
import { colour, placed, shape, stroke } from "../draw/pens.js";
import { at } from "../draw/scene.js";

/** Columns, or letters in their heads, more of which may be wider than a phone: the keyboard can move them too. */
const MANY = { columns: 4, letters: 36 };

/**
 * A table of results. Numbers that move are those of the frame.
 * @param {{ panel: import("../draw/scene.js").TablePanel, frame: number }} props
 */
export function TablePanel({ panel, frame }) {
  const { title, columns, rows } = panel;
  const drawn = rows.some(({ pen }) => pen);
  const letters = columns.reduce((sum, { label }) => sum + label.length, 0);
  const many = columns.length > MANY.columns || letters > MANY.letters;
  return html`<div class="panel" tabindex=${many ? 0 : undefined} role=${many ? "group" : undefined} aria-label=${many ? title || panel.name : undefined}>
    ${title && html`<p class="title">${title}</p>`}
    <table class="results" aria-label=${title || panel.name}>
      <thead>
        <tr>${columns.map(({ label, format }) => (label ? html`<th scope="col" class=${kind(format)}>${label}</th>` : html`<td></td>`))}</tr>
      </thead>
      <tbody>
        ${rows.map(({ pen, cells }) => html`<tr>${cells.map((cell, i) => drawCell(cell, columns[i].format, frame, drawn && i === 0 && html`<${Swatch} pen=${pen} />`))}</tr>`)}
      </tbody>
    </table>
  </div>`;
}

/** @param {string} format */
const kind = (format) => (format === "text" ? undefined : "number");

/**
 * @param {import("../draw/scene.js").Cell} cell
 * @param {string} format
 * @param {number} frame
 * @param {any} swatch
 */
function drawCell(cell, format, frame, swatch) {
  if (typeof cell === "string") {
    return swatch
      ? html`<th scope="row">${swatch}${cell}</th>`
      : html`<td class=${kind(format)}>${cell}</td>`;
  }
  const value = at(cell, frame);
  if (Number.isNaN(value)) return html`<td class="number">—</td>`;
  const text =
    format === "int" ? number(Math.round(value), 15) : number(value, Number.parseInt(format, 10));
  return html`<td class="number" title=${exact(value)}>${text}</td>`;
}

/**
 * A piece of the line that a row is about, or room for one.
 * @param {{ pen: import("../draw/scene.js").Pen | null }} props
 */
export function Swatch({ pen }) {
  if (!pen) return html`<span class="swatch"></span>`;
  const paint = colour(pen.color);
  return html`<svg class="swatch" width="26" height="12" viewBox="0 0 26 12" aria-hidden="true">
    <path d="M1,6H25" ...${stroke(pen)} />
    ${pen.marker && html`<path class=${`marker ${pen.marker}`} d=${shape(pen.marker, 0.7)} transform=${placed(pen.marker, 13, 6)} fill=${paint} stroke=${paint} />`}
  </svg>`;
}
