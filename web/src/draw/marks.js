import { clipSegment, dotsOf, inside } from "./clip.js";
import { html } from "./html.js";
import { colour, placed, shape, stroke } from "./pens.js";
import { at } from "./scene.js";

/**
 * Every mark but lines and fields.
 *
 * @typedef {import("./frame.js").Place} Place
 * @typedef {import("./clip.js").Pixel} Pixel
 */

/**
 * Where points are at a frame.
 * @param {import("./scene.js").PointsMark} mark
 * @param {Place} place
 * @param {number} frame
 * @returns {Pixel[]}
 */
export const pointsOf = ({ x, y, count }, place, frame) =>
  Array.from({ length: count }, (_, i) => [
    place.x(nth(x, count, frame, i)),
    place.y(nth(y, count, frame, i)),
  ]);

/**
 * A coordinate of the i-th of `count` points at a frame, or at the last one.
 * @param {import("./scene.js").Sequence} all
 * @param {number} count
 * @param {number} frame
 * @param {number} i
 */
const nth = (all, count, frame, i) => all[Math.min(frame * count, all.length - count) + i] ?? NaN;

/** Whether points move. @param {import("./scene.js").PointsMark} mark */
export const isMoving = ({ x, y, count }) => x.length > count || y.length > count;

/**
 * @param {import("./scene.js").PointsMark} mark
 * @param {Place} place
 * @param {number} frame
 */
export function drawPoints(mark, place, frame) {
  const points = pointsOf(mark, place, frame).filter((point) => inside(point, place.box));
  const drawn =
    mark.symbol === "speck"
      ? drawSpecks(mark, points)
      : points.map((point) => drawSymbol(mark, point));
  return isMoving(mark) ? html`<g class="run">${drawn}</g>` : drawn;
}

/**
 * @param {import("./scene.js").PointsMark} mark
 * @param {Pixel[]} points
 */
function drawSpecks(mark, points) {
  return html`<path class="specks" d=${dotsOf(points)} stroke=${colour(mark.pen.color)} stroke-width=${1.8 * mark.pen.width} opacity=${mark.pen.faint ? 0.5 : undefined} />`;
}

/**
 * @param {import("./scene.js").PointsMark} mark
 * @param {import("./clip.js").Pixel} at
 */
export function drawSymbol({ symbol, pen }, [x, y]) {
  const paint = colour(pen.color);
  return symbol === "ring"
    ? html`<circle class="ring" cx=${x.toFixed(1)} cy=${y.toFixed(1)} r="6" stroke=${paint} />`
    : html`<path class=${`point ${symbol}`} d=${shape(symbol)} transform=${placed(symbol, x, y)} fill=${paint} stroke=${paint} />`;
}

/**
 * All bars of a mark at a frame as one path, cut at the edge of the picture; those that are nowhere are left out.
 * @param {import("./scene.js").BarsMark} mark
 * @param {Place} place
 * @param {number} frame
 */
export function drawBars({ x, y, pen, width, base, hollow }, place, frame) {
  const { left, right, top, bottom } = place.box;
  const across = (/** @type {number} */ x) =>
    Math.max(left, Math.min(right, place.x(x))).toFixed(1);
  const up = (/** @type {number} */ y) => Math.max(top, Math.min(bottom, place.y(y))).toFixed(1);
  const foot = up(base);
  const d = Array.from(x, (middle, i) => [middle ?? NaN, at(y[i], frame)])
    .filter(([middle, end]) => Number.isFinite(middle + end))
    .map(
      ([middle, end]) =>
        `M${across(middle - width / 2)},${foot}V${up(end)}H${across(middle + width / 2)}V${foot}`,
    )
    .join("");
  const kind = y.some((end) => typeof end === "object") ? "bars run" : "bars";
  return hollow
    ? html`<path class=${kind} d=${d} ...${stroke(pen)} />`
    : html`<path class=${kind} d=${d} fill=${colour(pen.color)} opacity=${pen.faint ? 0.35 : 0.75} />`;
}

/**
 * Where an arrow begins and ends at a frame.
 * @param {import("./scene.js").ArrowMark} mark
 * @param {Place} place
 * @param {number} frame
 * @returns {Pixel[]}
 */
export const arrowEnds = ({ x0, y0, x1, y1 }, place, frame) => [
  [place.x(at(x0, frame)), place.y(at(y0, frame))],
  [place.x(at(x1, frame)), place.y(at(y1, frame))],
];

/**
 * @param {import("./scene.js").ArrowMark} mark
 * @param {Place} place
 * @param {number} frame
 */
export function drawArrow(mark, place, frame) {
  const [from, to] = arrowEnds(mark, place, frame);
  if (![...from, ...to].every(Number.isFinite)) return null;
  const seen = clipSegment(from, to, place.box);
  if (!seen) return null;
  const [[ax, ay], [bx, by]] = seen;
  const long = Math.hypot(bx - ax, by - ay);
  const pointed = mark.head && long > 3 && inside(to, place.box, 0.5);
  const size = Math.min(9, long);
  const angle = (Math.atan2(by - ay, bx - ax) * 180) / Math.PI;
  // The shaft ends inside the head, which would otherwise be blunt.
  const rest = pointed ? (long - size * 0.7) / long : 1;
  const d = `M${ax.toFixed(1)},${ay.toFixed(1)}L${(ax + (bx - ax) * rest).toFixed(1)},${(ay + (by - ay) * rest).toFixed(1)}`;
  const moves = [mark.x0, mark.y0, mark.x1, mark.y1].some((end) => typeof end === "object");
  return html`<g class=${moves ? "run" : undefined} opacity=${mark.pen.faint ? 0.5 : undefined}>
    <path class="halo" d=${d} stroke-width=${mark.pen.width + 2.8} />
    <path d=${d} ...${stroke({ ...mark.pen, faint: false })} />
    ${
      pointed &&
      html`<path
        d=${`M0,0L${-size},${-size * 0.45}V${size * 0.45}z`}
        transform=${`translate(${bx.toFixed(1)},${by.toFixed(1)}) rotate(${angle.toFixed(1)})`}
        fill=${colour(mark.pen.color)}
      />`
    }
  </g>`;
}

/**
 * @param {import("./scene.js").RegionMark} mark
 * @param {Place} place
 */
export function drawRegion(mark, place) {
  const { left, right, top, bottom } = place.box;
  const corners = Array.from(mark.x, (x, i) => [
    Math.max(left, Math.min(right, place.x(x ?? NaN))).toFixed(1),
    Math.max(top, Math.min(bottom, place.y(mark.y[i] ?? NaN))).toFixed(1),
  ]);
  return html`<path class="region" d=${`M${corners.join("L")}z`} fill=${colour(mark.pen.color)} />`;
}

/**
 * @param {import("./scene.js").RuleMark} mark
 * @param {Place} place
 */
export function drawRule({ x, y, pen }, place) {
  const { left, right, top, bottom } = place.box;
  const where = x === null ? place.y(y ?? NaN) : place.x(x);
  const [low, high] = x === null ? [top, bottom] : [left, right];
  if (!(where >= low && where <= high)) return null;
  const d =
    x === null ? `M${left},${where.toFixed(1)}H${right}` : `M${where.toFixed(1)},${top}V${bottom}`;
  return html`<path d=${d} ...${stroke(pen)} />`;
}
