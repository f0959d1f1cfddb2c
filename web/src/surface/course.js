import { lastVertex } from "../draw/lines.js";
import { drape } from "./ground.js";
import { isHidden, project } from "./stage.js";

/**
 * The ways of a surface's lines over its ground, and how they look from where the reader stands.
 *
 * @typedef {import("../draw/scene.js").LineMark} LineMark
 * @typedef {import("../draw/clip.js").Pixel} Pixel
 * @typedef {import("./stage.js").Spot} Spot
 * @typedef {import("./stage.js").Stage} Stage
 * @typedef {import("./ground.js").Ground} Ground
 * @typedef {{ spots: Spot[], joined: boolean }} Way  to a point of a line from the one before; joined: it begins where that one ended
 * @typedef {{ pixels: Pixel[], hidden: boolean[], joined: boolean }} Leg  a way as it is seen
 */

/**
 * The ways of a line: the first is its first point alone. Ways outside the map are empty.
 * @param {LineMark} line
 * @param {Stage} stage for its scales
 * @param {Ground} ground
 * @returns {Way[]}
 */
export function waysOf(line, stage, ground) {
  const points = Array.from(line.x, (value, i) => place(stage, value, line.y[i]));
  return points.slice(0, lastVertex(line) + 1).map((point, i) => {
    const spots = drape(ground, points[i - 1] ?? point, point);
    return { spots, joined: i > 0 && spots.length > 0 && inside(points[i - 1], ground) };
  });
}

/**
 * Where a point lies on the map.
 * @param {Stage} stage for its scales
 * @param {number | null} x
 * @param {number | null} y
 * @returns {[number, number]}
 */
export const place = (stage, x, y) => [stage.x(x ?? NaN), stage.y(y ?? NaN)];

/**
 * @param {[number, number]} point
 * @param {Ground} ground
 */
export const inside = ([east, north], { wide }) =>
  Math.abs(east) <= wide / 2 + 1e-9 && Math.abs(north) <= 0.5 + 1e-9;

/**
 * The point of the ground at a point of the map.
 * @param {Ground} ground
 * @param {[number, number]} point
 * @returns {Spot}
 */
export const spotAt = (ground, [east, north]) => [east, north, ground.height(east, north)];

/**
 * @param {Way[]} ways
 * @param {Stage} stage
 * @param {Ground} ground
 * @returns {Leg[]}
 */
export const legsOf = (ways, stage, ground) =>
  ways.map(({ spots, joined }) => ({
    pixels: spots.map((spot) => project(stage, spot)),
    hidden: spots.map((spot) => isHidden(stage, ground, spot)),
    joined,
  }));

/**
 * The legs of a line that are drawn at a frame.
 * @param {LineMark} line
 * @param {Leg[]} legs
 * @param {number} frame
 */
export const upTo = ({ moves }, legs, frame) => (moves ? legs.slice(0, moves * frame + 1) : legs);

/**
 * The parts of a line in view, and those behind the ground, as polylines.
 * @param {Leg[]} legs
 */
export function split(legs) {
  /** @type {{ seen: Pixel[][], behind: Pixel[][] }} */
  const parts = { seen: [], behind: [] };
  /** @type {Pixel | null} */
  let last = null;
  let was = false;
  for (const { pixels, hidden, joined } of legs) {
    if (!joined) last = null;
    pixels.forEach((pixel, i) => {
      const list = hidden[i] ? parts.behind : parts.seen;
      // A part begins where the one before ended.
      if (last && was === hidden[i]) list[list.length - 1].push(pixel);
      else list.push(last ? [last, pixel] : [pixel]);
      last = pixel;
      was = hidden[i];
    });
  }
  return parts;
}

/**
 * Where a line is after these legs, if that can be seen at all.
 * @param {Leg[]} legs
 * @returns {{ pixel: Pixel, hidden: boolean } | undefined}
 */
export function tipOf(legs) {
  const leg = legs.at(-1);
  const pixel = leg?.pixels.at(-1);
  return leg && pixel && { pixel, hidden: leg.hidden.at(-1) ?? false };
}
