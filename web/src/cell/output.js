import { TablePanel } from "../demo/table.js";
import { html } from "../draw/html.js";
import { Drawing } from "./drawing.js";

/**
 * What a cell says, as lab/ describes it: drawn where the page is built, and in the page.
 *
 * @typedef {{ cell: string, line: number | null, function: string }} Frame
 * @typedef {object} ErrorPiece
 * @property {"error"} kind
 * @property {string} type
 * @property {string} message
 * @property {string} hint in plain language, or ""
 * @property {number | null} line from 1
 * @property {number | null} column from 0, in UTF-16 units
 * @property {number | null} end_line
 * @property {number | null} end_column
 * @property {Frame[]} frames the deepest last
 * @typedef {{ kind: "start" }
 *   | { kind: "end", ok: boolean, seconds: number }
 *   | { kind: "text", stream: "out" | "err", text: string }
 *   | { kind: "value", text: string, note: string }
 *   | { kind: "table", columns: { label: string, format: string }[], rows: (string | number | null)[][], more: number }
 *   | { kind: "figure", scene: Omit<import("../draw/scene.js").Answer, "values"> }
 *   | { kind: "cut" | "note", text: string }
 *   | ErrorPiece} Piece
 */

/**
 * The output of one cell.
 * @param {{ id: string, pieces: Piece[], alive?: boolean }} props alive: in a page, where drawings answer
 */
export const Output = ({ id, pieces, alive = false }) =>
  pieces.map(
    (piece, at) => html`<${One} key=${at} id=${`${id}-${at}`} piece=${piece} alive=${alive} />`,
  );

/** @param {{ id: string, piece: Piece, alive: boolean }} props */
function One({ id, piece, alive }) {
  switch (piece.kind) {
    case "text":
      return html`<pre class=${`said ${piece.stream}`}>${piece.text}</pre>`;
    case "value":
      return html`<div class="value">
        <pre>${piece.text}</pre>
        ${piece.note && html`<p class="aside">${piece.note}</p>`}
      </div>`;
    case "table":
      return html`<${Table} piece=${piece} />`;
    case "figure":
      return html`<${Drawing} id=${id} scene=${piece.scene} alive=${alive} />`;
    case "error":
      return html`<${Wrong} piece=${piece} />`;
    case "cut":
    case "note":
      return html`<p class="aside">${piece.text}</p>`;
    default:
      return null;
  }
}

/** @param {{ piece: Extract<Piece, { kind: "table" }> }} props */
function Table({ piece: { columns, rows, more } }) {
  /** @type {import("../draw/scene.js").TablePanel} */
  const panel = {
    kind: "table",
    name: "Output",
    title: "",
    area: "main",
    columns,
    rows: rows.map((cells) => ({ pen: null, cells })),
  };
  return html`<div class="demo drawn scroll" tabindex="0" role="region" aria-label="Table">
    <${TablePanel} panel=${panel} frame=${0} />
    ${more > 0 && html`<p class="aside">and ${more} more rows</p>`}
  </div>`;
}

/** @param {{ piece: ErrorPiece }} props */
const Wrong = ({ piece: { type, message, hint, line, frames } }) =>
  html`<div class="wrong-code">
    <p><strong>${type}</strong>${line ? html` in line ${line}` : ""}${message && html`: <span class="message">${message}</span>`}</p>
    ${frames.length > 1 && html`<p class="way">${frames.map(({ cell, line, function: name }) => `${cell}, line ${line}${name && name !== "<module>" ? `, in ${name}` : ""}`).join(" → ")}</p>`}
    ${hint && html`<p class="advice">${hint}</p>`}
  </div>`;
