import { clipSegment } from "../draw/clip.js";
import { RELIEF } from "./stage.js";

/**
 * The ground of a surface: how high it is where, and the way of a line over it.
 *
 * @typedef {import("../draw/scene.js").Bands} Bands
 * @typedef {import("./stage.js").Spot} Spot
 * @typedef {object} Ground
 * @property {number} wide width of the map, in units of its depth
 * @property {number} cell distance of two samples
 * @property {number} step height of one band
 * @property {(east: number, north: number) => number} height
 */

const STRIDE = 1 / 60; // of the map's depth: how finely a line follows the ground

/**
 * @param {Bands} field
 * @returns {Ground}
 */
export function groundOf({ z, shape: [rows, columns], bands }) {
  const wide = columns / rows;
  const unit = RELIEF / (100 * bands);
  /** @type {Ground["height"]} */
  const height = (east, north) => {
    const x = Math.max(0, Math.min(columns - 1, (east / wide + 0.5) * (columns - 1)));
    const y = Math.max(0, Math.min(rows - 1, (north + 0.5) * (rows - 1)));
    const [column, row] = [Math.min(columns - 2, Math.floor(x)), Math.min(rows - 2, Math.floor(y))];
    const [dx, dy, at] = [x - column, y - row, row * columns + column];
    const south = z[at] + (z[at + 1] - z[at]) * dx;
    const next = z[at + columns] + (z[at + columns + 1] - z[at + columns]) * dx;
    return (south + (next - south) * dy) * unit;
  };
  return { wide, cell: 1 / (rows - 1), step: RELIEF / bands, height };
}

/**
 * The way over the ground from one point of the map to another, without its first point; empty outside the map.
 * @param {Ground} ground
 * @param {[number, number]} from
 * @param {[number, number]} to
 * @returns {Spot[]}
 */
export function drape(ground, from, to) {
  if (![...from, ...to].every(Number.isFinite)) return [];
  const map = { left: -ground.wide / 2, right: ground.wide / 2, top: -0.5, bottom: 0.5 };
  const seen = clipSegment(from, to, map);
  if (!seen) return [];
  const [[ax, ay], [bx, by]] = seen;
  const parts = Math.max(1, Math.ceil(Math.hypot(bx - ax, by - ay) / STRIDE));
  const first = ax === from[0] && ay === from[1] ? 1 : 0;
  return Array.from({ length: parts + 1 - first }, (_, i) => {
    const share = (i + first) / parts;
    const [east, north] = [ax + (bx - ax) * share, ay + (by - ay) * share];
    return [east, north, ground.height(east, north)];
  });
}
