/**
 * From where a surface is seen, and how the reader changes that.
 *
 * @typedef {object} Camera
 * @property {number} turn degrees about the vertical
 * @property {number} tilt degrees above the horizon
 * @property {number} zoom
 * @property {import("../draw/clip.js").Pixel} shift of the middle, in pixels
 */

const TILTS = [15, 75];
const ZOOMS = [1, 6];

/**
 * @param {number} turn
 * @returns {Camera}
 */
export const cameraFrom = (turn) => ({ turn, tilt: 38, zoom: 1, shift: [0, 0] });

/**
 * @param {Camera} camera
 * @param {number} right degrees by which the near side moves to the right
 * @param {number} down degrees by which the near side moves down
 * @returns {Camera}
 */
export const turned = (camera, right, down) => ({
  ...camera,
  turn: ((camera.turn + right + 540) % 360) - 180,
  tilt: within(camera.tilt + down, TILTS),
});

/**
 * Nearer by a factor; what lies `from` the middle of the drawing, in pixels, stays where it is. Whole again, it is in the middle again.
 * @param {Camera} camera
 * @param {number} factor
 * @param {import("../draw/clip.js").Pixel} [from]
 * @returns {Camera}
 */
export function zoomed(camera, factor, from = [0, 0]) {
  const zoom = within(camera.zoom * factor, ZOOMS);
  if (zoom === ZOOMS[0]) return { ...camera, zoom, shift: [0, 0] };
  const by = zoom / camera.zoom;
  const [x, y] = camera.shift.map((now, i) => from[i] + (now - from[i]) * by);
  return { ...camera, zoom, shift: [x, y] };
}

/**
 * @param {number} value
 * @param {number[]} bounds
 */
const within = (value, [low, high]) => Math.max(low, Math.min(high, value));
