import { contours } from "d3-contour";
import { html } from "./html.js";
import { colour } from "./pens.js";

/**
 * @typedef {import("./scene.js").Field} Field
 */

const FINE = 10; // path units in one cell of the grid: whole numbers make short paths

/**
 * A field in units of its grid: drawn once, placed in any panel by `placeField`.
 * @param {Field} field
 * @param {string} id
 */
export const drawField = (field, id) =>
  field.classes ? drawClasses(field, id) : drawBands(field, id);

/**
 * One path for each class: a stroke as thick as a row of the grid for every run of equal cells.
 * @param {import("./scene.js").Classes} field
 * @param {string} id
 */
function drawClasses({ shape: [rows, columns], classes, z }, id) {
  const paths = classes.map(() => "");
  /** @type {[number, number][]} where the last run of each class in this row ended */
  const ends = classes.map(() => [-1, 0]);
  for (let row = 0; row < rows; row++) {
    for (let from = 0, to = 0; from < columns; from = to) {
      const each = z[row * columns + from];
      while (to < columns && z[row * columns + to] === each) to++;
      if (each < 0) continue;
      const [line, end] = ends[each];
      paths[each] +=
        `${line === row ? `m${(from - end) * FINE} 0` : `M${from * FINE} ${(row + 0.5) * FINE}`}h${(to - from) * FINE}`;
      ends[each] = [row, to];
    }
  }
  return html`<g id=${id} class="classes" stroke-width=${FINE}>
    ${paths.map((d, i) => d && html`<path d=${d} stroke=${tint(classes[i])} />`)}
  </g>`;
}

/** @param {string} name of a pen's colour */
const tint = (name) => `color-mix(in oklab,${colour(name)} 45%,var(--zoo-card))`;

/**
 * The bands from low to high.
 * @param {import("./scene.js").Bands} field
 * @param {string} id
 */
function drawBands(field, id) {
  const [rows, columns] = field.shape;
  const levels = Array.from({ length: field.bands - 1 }, (_, i) => 100 * (i + 1));
  const bands = contours().size([columns, rows]).thresholds(levels)(Array.from(field.z));
  return html`<g id=${id} class="field">
    <rect id=${`${id}-0`} width=${columns * FINE} height=${rows * FINE} fill=${paint(0)} stroke="none" />
    ${bands.map(
      (band, i) =>
        html`<path id=${`${id}-${i + 1}`} class="band" d=${outline(band.coordinates)} fill=${paint((i + 1) / (field.bands - 1))} />`,
    )}
  </g>`;
}

/** @param {number} share 0 at the lowest band, 1 at the highest */
export const shade = (share) =>
  `color-mix(in oklab,var(--zoo-field-high) ${Math.round(share * 100)}%,var(--zoo-field-low))`;

/** The fill of a band, unless whoever places it gives another one (surface/stack.js). @param {number} share */
const paint = (share) => `var(--slab,${shade(share)})`;

/** @param {number[][][][]} polygons */
const outline = (polygons) => polygons.flat().filter(real).map(ring).join("");

/**
 * Whether a ring is larger than a cell of the grid: a smaller one is a trace of the grid, as in a narrow valley between its samples.
 * @param {number[][]} points closed
 */
function real(points) {
  let twice = 0; // the area within, by the shoelace formula
  for (let i = 1; i < points.length; i++) {
    const [[ax, ay], [bx, by]] = [points[i - 1], points[i]];
    twice += ax * by - ay * bx;
  }
  return Math.abs(twice) > 2;
}

/** @param {number[][]} points */
function ring(points) {
  const corners = points.map(([x, y]) => [Math.round(x * FINE), Math.round(y * FINE)]);
  let [x, y] = corners[0];
  let path = `M${x} ${y}l`;
  for (let i = 1; i < corners.length - 1; i++) {
    const [dx, dy] = [corners[i][0] - x, corners[i][1] - y];
    const [nx, ny] = [corners[i + 1][0] - corners[i][0], corners[i + 1][1] - corners[i][1]];
    const straight = dx * ny === dy * nx && dx * nx + dy * ny > 0;
    if ((!dx && !dy) || straight) continue;
    path += `${path.endsWith("l") || dx < 0 ? "" : " "}${dx}${dy < 0 ? "" : " "}${dy}`;
    [x, y] = corners[i];
  }
  return `${path}z`;
}

/**
 * Shows the drawn field in a panel. Its samples are even along the panel's axes, logarithmic ones too.
 * @param {Field} field
 * @param {string} id
 * @param {import("./frame.js").Place} place
 */
export function placeField({ extent, shape }, id, { box, x, y }) {
  const [rows, columns] = shape;
  const [left, right] = [x(extent[0]) - box.left, x(extent[1]) - box.left];
  const [bottom, top] = [y(extent[2]) - box.top, y(extent[3]) - box.top];
  const wide = (right - left) / (columns - 1) / FINE;
  const high = (top - bottom) / (rows - 1) / FINE;
  // A contour puts the first sample at half a cell.
  const move = [left - (wide * FINE) / 2, bottom - (high * FINE) / 2];
  const matrix = [wide, 0, 0, high, ...move].map((entry) => Number(entry.toFixed(5)));
  // An inner svg cuts off what lies outside the axes.
  return html`<svg x=${box.left} y=${box.top} width=${box.right - box.left} height=${box.bottom - box.top}>
    <use href=${`#${id}`} transform=${`matrix(${matrix.join(" ")})`} />
  </svg>`;
}
