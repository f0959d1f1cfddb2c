import { html } from "../draw/html.js";
import { axisLabel } from "../draw/scales.js";
import { PLINTH, project } from "./stage.js";

/**
 * Ticks and names of the axes, along the two near edges of the map.
 *
 * @typedef {import("./stage.js").Stage} Stage
 * @typedef {import("./stage.js").Spot} Spot
 */

const LENGTH = 5; // pixels of a tick
const AWAY = 15; // pixels from the edge to the middle of its label

/**
 * @param {import("../draw/scene.js").SurfacePanel} panel
 * @param {Stage} stage
 */
export function drawEdges(panel, stage) {
  const { wide, cos, sin, xTicks, yTicks } = stage;
  const [east, north] = [(Math.sign(-sin) || 1) * (wide / 2), -0.5 * (Math.sign(cos) || 1)];
  return html`<g class="axes inner">
    ${edge(stage, xTicks, axisLabel(panel.x), (at) => [at, north, -PLINTH], [0, north])}
    ${edge(stage, yTicks, axisLabel(panel.y), (at) => [east, at, -PLINTH], [east, 0])}
  </g>`;
}

/**
 * @param {Stage} stage
 * @param {import("../draw/scales.js").PlacedTick[]} ticks
 * @param {string} name
 * @param {(at: number) => Spot} spot
 * @param {[number, number]} outward on the map
 */
function edge(stage, ticks, name, spot, [east, north]) {
  const [ox, oy] = project(stage, [0, 0, 0]);
  const [dx, dy] = project(stage, [east, north, 0]);
  const long = Math.hypot(dx - ox, dy - oy) || 1;
  const [ux, uy] = [(dx - ox) / long, (dy - oy) / long];
  const places = ticks.map(({ at, label }) => ({ label, pixel: project(stage, spot(at)) }));
  const [first, second] = [places[0], places.at(-1)].map((each) => each?.pixel ?? [0, 0]);
  const middle = [(first[0] + second[0]) / 2, (first[1] + second[1]) / 2];
  return html`${places.map(
    ({ label, pixel: [x, y] }) =>
      html`<path d=${`M${px(x)},${px(y)}l${px(ux * LENGTH)},${px(uy * LENGTH)}`} />
        <text x=${px(x + ux * AWAY)} y=${px(y + uy * AWAY + 4)} text-anchor="middle">${label}</text>`,
  )}
    <text class="axis" x=${px(middle[0] + ux * 2 * AWAY)} y=${px(middle[1] + uy * 2 * AWAY + 4)} text-anchor="middle">${name}</text>`;
}

/** @param {number} value */
const px = (value) => Math.round(value * 10) / 10;
