import { clipLine, clipSegment, dotsOf, inside, pathOf } from "./clip.js";
import { html } from "./html.js";
import { colour, placed, shape, stroke } from "./pens.js";

/**
 * @typedef {import("./scene.js").LineMark} LineMark
 * @typedef {import("./frame.js").Place} Place
 * @typedef {import("./clip.js").Pixel} Pixel
 */

const APART = 70; // pixels of path between two markers
const CLEAR = 18; // pixels between any two
const BLEED = 2; // pixels that a stroke may stand outside the axes

/**
 * The vertices of a line in pixels; those that are not there are NaN.
 * @param {Pick<LineMark, "x" | "y">} line
 * @param {Place} place
 * @returns {Pixel[]}
 */
export const pixels = ({ x, y }, place) =>
  Array.from(x, (value, i) => [place.x(value ?? NaN), place.y(y[i] ?? NaN)]);

/**
 * The line's vertices up to a frame: all of them unless it moves; none after it left the picture.
 * @param {LineMark} line
 * @param {Pixel[]} points
 * @param {number} frame
 */
export function drawnPart(line, points, frame) {
  const shown = line.moves ? points.slice(0, line.moves * frame + 1) : points;
  return shown.slice(0, lastVertex(line) + 1);
}

/** The vertex at which a line leaves the picture. @param {LineMark} line */
export const lastVertex = ({ opens, moves }) =>
  opens === null ? Infinity : opens * Math.max(moves, 1);

/**
 * Where a line's words stand: at its last visible point.
 * @param {Pixel[]} part
 * @param {Place} place
 */
export const tip = (part, place) =>
  part.length === 1
    ? part.filter((point) => inside(point, place.box))[0]
    : clipLine(part, place.box).at(-1)?.at(-1);

/**
 * @param {LineMark} line
 * @param {Pixel[]} points its vertices
 * @param {Place} place
 * @param {number} frame
 * @param {string} id for its gradient
 */
export function drawLine(line, points, place, frame, id) {
  const { pen } = line;
  const part = drawnPart(line, points, frame);
  const gone = part.length > lastVertex(line) && lastVertex(line) > 0;
  const d = pathOf(clipLine(gone ? part.slice(0, -1) : part, spread(place.box)));
  const head = line.moves > 0 && !gone ? part.at(-1) : undefined;
  return html`<g class=${line.moves ? "run" : undefined}>
    ${!pen.faint && pen.width > 0 && html`<path class="halo" d=${d} stroke-width=${pen.width + 2.8} />`}
    ${pen.width > 0 && html`<path d=${d} stroke-linejoin="round" ...${stroke(pen)} />`}
    ${gone && fade(line, part, place, id)}
    ${line.dots && html`<path class="dots" d=${dotsOf(visible(part, place))} stroke=${colour(pen.color)} />`}
    ${
      pen.marker &&
      !line.dots &&
      spaced(part)
        .filter((at) => inside(at, place.box))
        .map((at) => marker(pen, at, 0.7))
    }
    ${head && inside(head, place.box) && marker({ ...pen, marker: pen.marker ?? "circle" }, head, 1.3)}
  </g>`;
}

/** @param {import("./clip.js").Box} box */
const spread = ({ left, right, top, bottom }) => ({
  left: left - BLEED,
  right: right + BLEED,
  top: top - BLEED,
  bottom: bottom + BLEED,
});

/**
 * @param {Pixel[]} points
 * @param {Place} place
 */
const visible = (points, place) => points.filter((point) => inside(point, place.box));

/**
 * The step that leaves the picture, fading towards the edge.
 * @param {LineMark} line
 * @param {Pixel[]} part
 * @param {Place} place
 * @param {string} id
 */
function fade(line, part, place, id) {
  const [from, to] = part.slice(-2);
  const seen = [...from, ...to].every(Number.isFinite) && clipSegment(from, to, place.box);
  if (!seen) return null;
  const [[x1, y1], [x2, y2]] = seen;
  const paint = colour(line.pen.color);
  return html`<linearGradient id=${id} gradientUnits="userSpaceOnUse" x1=${x1} y1=${y1} x2=${x2} y2=${y2}>
      <stop stop-color=${paint} />
      <stop offset="1" stop-color=${paint} stop-opacity="0" />
    </linearGradient>
    <path d=${pathOf([seen])} ...${stroke(line.pen)} stroke=${`url(#${id})`} />`;
}

/**
 * Vertices for markers: some path from the last one, and not beside any other.
 * @param {Pixel[]} points
 */
export function spaced(points) {
  /** @type {Pixel[]} */
  const chosen = [];
  let travelled = APART / 2;
  points.forEach(([x, y], i) => {
    if (i > 0) travelled += Math.hypot(x - points[i - 1][0], y - points[i - 1][1]);
    if (travelled < APART || chosen.some((other) => Math.hypot(x - other[0], y - other[1]) < CLEAR))
      return;
    chosen.push([x, y]);
    travelled = 0;
  });
  return chosen;
}

/**
 * @param {import("./scene.js").Pen} pen
 * @param {Pixel} at
 * @param {number} scale
 */
export const marker = (pen, [x, y], scale) => {
  const name = pen.marker ?? "circle";
  const paint = colour(pen.color);
  return html`<path class=${`marker ${name}`} d=${shape(name, scale)} transform=${placed(name, x, y)} fill=${paint} stroke=${paint} />`;
};
