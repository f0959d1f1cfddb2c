import { inside } from "../draw/clip.js";
import { html } from "../draw/html.js";
import { exact, number } from "../draw/numbers.js";

/**
 * @typedef {import("../draw/scene.js").PlotPanel} PlotPanel
 * @typedef {import("../draw/scene.js").LineMark} LineMark
 * @typedef {import("../draw/clip.js").Pixel} Pixel
 * @typedef {{ line: LineMark, vertex: number, frame: number, point: Pixel }} Found
 */

const REACH = 28; // pixels

/**
 * The recorded step nearest to a pixel, among those that are drawn, or null when none is near.
 * @param {import("../draw/plot.js").Course} course
 * @param {import("../draw/frame.js").Place} place
 * @param {number} frame
 * @param {Pixel} point
 * @returns {Found | null}
 */
export function nearestStep({ vertices }, place, frame, [x, y]) {
  let nearest = { distance: REACH, found: /** @type {Found | null} */ (null) };
  for (const [line, points] of vertices) {
    if (line.mark !== "line" || !line.moves) continue;
    points.forEach((point, i) => {
      const distance = Math.hypot(point[0] - x, point[1] - y);
      if (i <= line.moves * frame && distance < nearest.distance && inside(point, place.box, 1)) {
        nearest = { distance, found: { line, vertex: i, frame: Math.ceil(i / line.moves), point } };
      }
    });
  }
  return nearest.found;
}

/**
 * Where the lines are at a frame: those that can be seen there and, of several, those that have a name.
 * @param {import("../draw/plot.js").Course} course
 * @param {import("../draw/frame.js").Place} place
 * @param {number} frame
 * @returns {Found[]}
 */
export function currentSteps({ vertices }, place, frame) {
  /** @type {Found[]} */
  const steps = [];
  for (const [line, points] of vertices) {
    if (line.mark !== "line" || !line.moves) continue;
    const vertex = line.moves * frame;
    const point = points[vertex];
    if (point && inside(point, place.box, 1)) steps.push({ line, vertex, frame, point });
  }
  return steps.length > 1 ? steps.filter(({ line }) => line.label) : steps;
}

/**
 * What there is at a recorded step, of one line or of several, in a box beside the first that never leaves the panel.
 * @param {{ found: Found[], panel: PlotPanel, place: import("../draw/frame.js").Place, step: string }} props  step: in words
 */
export function Readout({ found, panel, place, step }) {
  const [{ line, vertex, point }] = found;
  const [right, low] = [point[0] > place.width / 2, point[1] > place.height / 2];
  const side = right ? `right:${place.width - point[0] + 12}px` : `left:${point[0] + 12}px`;
  const height = low ? `bottom:${place.height - point[1] + 12}px` : `top:${point[1] + 12}px`;
  /** @type {(label: string, value: number | null, fallback: string) => any} */
  const row = (label, value, fallback) =>
    html`<span><i>${label || fallback}</i> ${exact(value).replace("-", "−")}</span>`;
  const byStep = panel.x.label === "step";
  /** @type {(each: Found) => any} */
  const brief = ({ line, vertex }) => {
    const values = [...(byStep ? [] : [line.x[vertex]]), line.y[vertex]];
    return html`<span><i>${line.label}</i> ${values.map((value) => number(value ?? NaN, 3)).join(", ")}</span>`;
  };
  const alone = found.length === 1;
  return html`<div class="readout" aria-hidden="true" style=${`${side};${height}`}>
    <b>${alone && line.label ? `${line.label}, ` : ""}${step}</b>
    ${
      alone
        ? html`${!byStep && row(panel.x.label, line.x[vertex], "x")} ${row(panel.y.label, line.y[vertex], "y")}`
        : found.map(brief)
    }
  </div>`;
}
