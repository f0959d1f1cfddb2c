import { html } from "./html.js";
import { textWidth } from "./numbers.js";
import { axisLabel, scaleOf, ticksOf } from "./scales.js";

/**
 * The place of a plot's drawing: its size in pixels, its scales and ticks; and the axes around it.
 *
 * @typedef {import("./scene.js").PlotPanel} PlotPanel
 * @typedef {import("./clip.js").Box} Box
 * @typedef {{ width: number, height: number, box: Box, x: import("./scales.js").Scale, y: import("./scales.js").Scale,
 *   xTicks: import("./scales.js").PlacedTick[], yTicks: import("./scales.js").PlacedTick[] }} Place
 */

const LOW = 170; // pixels: no chart is lower, as in demo.css
const SHORT = 0.15; // of a chart's width: names that stand beside it
const SMALL = 11.5; // the size of tick labels, as in demo.css

/**
 * @param {PlotPanel} panel
 * @param {number} width
 * @returns {Place}
 */
export function placePlot(panel, width) {
  const plane = panel.frame === "plane";
  const height = Math.max(plane ? 0 : LOW, Math.round(width / panel.aspect));
  const top = plane ? 0 : panel.y.label ? 24 : 8;
  const bottom = height - (plane ? 0 : panel.x.label ? 36 : 22);
  const y = scaleOf(panel.y, [bottom, top]);
  const yTicks = ticksOf(panel.y, y, Math.max(2, Math.round((bottom - top) / (plane ? 90 : 48))));
  const widest = Math.max(0, ...yTicks.map(({ label }) => textWidth(label, SMALL)));
  const left = plane ? 0 : Math.ceil(widest) + 10;
  const right = plane ? width : width - 10 - roomForNames(panel, width);
  const x = scaleOf(panel.x, [left, right]);
  const xTicks = ticksOf(panel.x, x, Math.max(2, Math.round((right - left) / (plane ? 110 : 80))));
  return { width, height, box: { left, right, top, bottom }, x, y, xTicks, yTicks };
}

/**
 * The width of the names beside the ends of a chart's lines, if they are short.
 * @param {PlotPanel} panel
 * @param {number} width
 */
function roomForNames({ cursor, marks }, width) {
  const names = marks.map((mark) => (cursor && mark.mark === "line" ? mark.label : ""));
  const room = Math.max(...names.map((name) => Math.ceil(textWidth(name))));
  return room > 0 && room < SHORT * width ? room + 4 : 0;
}

/**
 * Axes with grid lines, or the small ticks inside a plane.
 * @param {PlotPanel} panel
 * @param {Place} place
 */
export const drawFrame = (panel, place) =>
  panel.frame === "plane" ? innerTicks(panel, place) : axes(panel, place);

/**
 * @param {PlotPanel} panel
 * @param {Place} place
 */
function axes(panel, { box, xTicks, yTicks }) {
  const { left, right, top, bottom } = box;
  const [xLabel, yLabel] = [axisLabel(panel.x), axisLabel(panel.y)];
  return html`<g class="axes">
    ${yTicks.map(
      ({ at, label }) => html`<path class="grid" d=${`M${left},${px(at)}H${right}`} />
        <text x=${left - 6} y=${px(at + 4)} text-anchor="end">${label}</text>`,
    )}
    <path d=${`M${left},${top}V${bottom}H${right}`} />
    ${xTicks.map(
      ({ at, label }, i) => html`<path d=${`M${px(at)},${bottom}v4`} />
        <text x=${px(at)} y=${bottom + 17} text-anchor=${anchor(at, label, right, i)}>${label}</text>`,
    )}
    ${xLabel && html`<text class="axis" x=${right} y=${bottom + 31} text-anchor="end">${xLabel}</text>`}
    ${yLabel && html`<text class="axis" x=${Math.max(2, left - 6 - textWidth("0"))} y="11">${yLabel}</text>`}
  </g>`;
}

/**
 * @param {PlotPanel} panel
 * @param {Place} place
 */
function innerTicks(panel, { width, height, xTicks, yTicks }) {
  const clear = 26; // keeps the corners free
  return html`<g class="axes inner">
    ${xTicks
      .filter(({ at }) => at > clear && at < width - clear)
      .map(
        ({ at, label }) => html`<path d=${`M${px(at)},${height}v-5`} />
          <text x=${px(at)} y=${height - 9} text-anchor="middle">${label}</text>`,
      )}
    ${yTicks
      .filter(({ at }) => at > clear && at < height - clear)
      .map(
        ({ at, label }) => html`<path d=${`M0,${px(at)}h5`} />
          <text x="9" y=${px(at + 4)}>${label}</text>`,
      )}
    <text class="axis" x=${width - 9} y=${height - 9} text-anchor="end">${axisLabel(panel.x)}</text>
    <text class="axis" x="9" y="17">${axisLabel(panel.y)}</text>
  </g>`;
}

/**
 * Where the labels of the ticks inside a plane stand.
 * @param {Place} place
 * @returns {import("./clip.js").Pixel[]}
 */
export const innerLabels = ({ height, xTicks, yTicks }) => [
  ...xTicks.map(({ at }) => /** @type {[number, number]} */ ([at, height - 13])),
  ...yTicks.map(({ at }) => /** @type {[number, number]} */ ([14, at])),
];

/** @param {number} value */
const px = (value) => Math.round(value * 10) / 10;

/**
 * Keeps the last label inside the picture.
 * @param {number} at
 * @param {string} label
 * @param {number} right
 * @param {number} i
 */
const anchor = (at, label, right, i) =>
  i > 0 && at + textWidth(label, SMALL) / 2 > right + 10 ? "end" : "middle";
