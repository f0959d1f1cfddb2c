import {
  symbol,
  symbolCircle,
  symbolDiamond2,
  symbolPlus,
  symbolSquare,
  symbolStar,
  symbolTimes,
  symbolTriangle,
} from "d3-shape";

/** @typedef {import("./scene.js").Pen} Pen */

/** @type {Record<string, string | undefined>} lengths at a width of 2.2 px */
const DASHES = {
  dash: "7 4",
  dot: "2 3.2",
  dashdot: "9 3.5 2 3.5",
  longdash: "14 4.5",
  shortdash: "4 2.6",
  dashdotdot: "9 3.2 2 3.2 2 3.2",
};

/** @param {string} name of a token of the style sheet */
export const colour = (name) => `var(--zoo-${name})`;

/**
 * The attributes that draw a line with a pen.
 * @param {Pen} pen
 */
export const stroke = (pen) => ({
  fill: "none",
  stroke: colour(pen.color),
  "stroke-width": pen.faint ? Math.min(pen.width, 1.4) : pen.width,
  "stroke-dasharray": DASHES[pen.dash],
  opacity: pen.faint ? 0.5 : undefined,
});

/** @type {Record<string, [import("d3-shape").SymbolType, number]>} shape and area in square pixels */
const SHAPES = {
  circle: [symbolCircle, 42],
  triangle: [symbolTriangle, 40],
  down: [symbolTriangle, 40],
  square: [symbolSquare, 42],
  diamond: [symbolDiamond2, 40],
  cross: [symbolTimes, 40],
  plus: [symbolPlus, 48],
  star: [symbolStar, 72],
  hollow: [symbolStar, 64],
  saddle: [symbolTimes, 60],
  peak: [symbolTriangle, 44],
  dot: [symbolCircle, 40],
};

/**
 * A symbol around the origin, as an SVG path.
 * @param {string} name
 */
export function shape(name, scale = 1) {
  const [type, area] = SHAPES[name] ?? SHAPES.circle;
  return symbol(type, area * scale).digits(1)() ?? "";
}

/**
 * Where to put a symbol.
 * @param {string} name
 * @param {number} x
 * @param {number} y
 */
export const placed = (name, x, y) =>
  `translate(${x.toFixed(1)},${y.toFixed(1)})${name === "down" ? " rotate(180)" : ""}`;
