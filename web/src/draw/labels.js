import { textWidth } from "./numbers.js";

/**
 * Words beside points: each where it covers no path and no other words, never outside the frame.
 *
 * @typedef {import("./clip.js").Pixel} Pixel
 * @typedef {import("./clip.js").Box} Box
 * @typedef {{ text: string, points: Pixel[], colour: string, apart?: number, over?: boolean, pinned?: boolean }} Label
 *   points: any of them may have the words; apart: pixels between point and words; over: the words may lie over the point;
 *   pinned: they lie there, or nowhere when other words do
 * @typedef {Label & { left: number, top: number, width: number, side: number }} PlacedLabel
 *   side: -1 left of the point, 1 right of it, 0 over or under it
 */

export const LINE_HEIGHT = 17;
const SIZE = 13;
const EDGE = 4;
const CLASH = 60; // the cost of words over words, in points covered
const LATER = 0.4; // the cost of each place further down in the order of preference

/** Directions in the order of preference, from the point to the middle of the words. */
const AROUND = [
  [1, 0],
  [1, -0.8],
  [1, 0.8],
  [-1, 0],
  [-1, -0.8],
  [-1, 0.8],
  [0, -1],
  [0, 1],
];

const HERE = [0, 0];

/**
 * @param {Label[]} labels in the order of their importance
 * @param {Pixel[]} obstacles points that should stay visible
 * @param {Box} frame
 * @returns {PlacedLabel[]}
 */
export function placeLabels(labels, obstacles, frame) {
  /** @type {PlacedLabel[]} */
  const placed = [];
  for (const label of labels) {
    let best = {
      cost: label.pinned ? CLASH : Infinity,
      label: /** @type {PlacedLabel | null} */ (null),
    };
    for (const [rank, candidate] of candidates(label, frame).entries()) {
      if (best.cost <= LATER * rank) break;
      const clashes = placed.filter((other) => overlap(candidate, other)).length;
      const covered = obstacles.filter((point) => covers(candidate, point)).length;
      const cost = covered + CLASH * clashes + LATER * rank;
      if (cost < best.cost) best = { cost, label: candidate };
    }
    if (best.label) placed.push(best.label);
  }
  return placed;
}

/**
 * @param {Label} label
 * @param {Box} frame
 * @returns {PlacedLabel[]}
 */
function candidates(label, frame) {
  const width = textWidth(label.text, SIZE);
  const near = label.apart ?? 10;
  const distances = label.pinned ? [0] : [near, near + 12, near + 26, near + 44];
  const directions = label.pinned ? [HERE] : label.over ? [HERE, ...AROUND] : AROUND;
  return distances.flatMap((apart) =>
    directions.flatMap(([dx, dy]) =>
      label.points.map(([x, y]) => ({
        ...label,
        width,
        side: dx,
        left: within(x + dx * (apart + width / 2) - width / 2, frame.left, frame.right - width),
        top: within(
          y + dy * (apart + LINE_HEIGHT / 2) - LINE_HEIGHT / 2,
          frame.top,
          frame.bottom - LINE_HEIGHT,
        ),
      })),
    ),
  );
}

/**
 * @param {number} value
 * @param {number} low
 * @param {number} high
 */
const within = (value, low, high) => Math.max(low + EDGE, Math.min(high - EDGE, value));

/**
 * @param {PlacedLabel} label
 * @param {Pixel} point
 */
const covers = ({ left, top, width }, [x, y]) =>
  x > left - 3 && x < left + width + 3 && y > top - 2 && y < top + LINE_HEIGHT + 2;

/**
 * @param {PlacedLabel} a
 * @param {PlacedLabel} b
 */
const overlap = (a, b) =>
  a.left < b.left + b.width + 4 &&
  b.left < a.left + a.width + 4 &&
  a.top < b.top + LINE_HEIGHT &&
  b.top < a.top + LINE_HEIGHT;

/**
 * Points along a polyline, close enough that words over it are noticed.
 * @param {Pixel[]} line
 * @returns {Pixel[]}
 */
export function along(line, spacing = 6) {
  /** @type {Pixel[]} */
  const points = [];
  for (let i = 1; i < line.length; i++) {
    const [[ax, ay], [bx, by]] = [line[i - 1], line[i]];
    const parts = Math.max(1, Math.ceil(Math.hypot(bx - ax, by - ay) / spacing));
    for (let part = 0; part < parts; part++) {
      points.push([ax + ((bx - ax) * part) / parts, ay + ((by - ay) * part) / parts]);
    }
  }
  return points;
}
