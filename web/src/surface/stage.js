import { scaleOf, ticksOf } from "../draw/scales.js";

/**
 * The place of a surface's drawing: its size in pixels, and the way from the map to the picture and back. There is no
 * perspective, so what is parallel stays parallel, and each level of the map is seen by one affine map.
 *
 * @typedef {import("../draw/scene.js").SurfacePanel} SurfacePanel
 * @typedef {import("../draw/clip.js").Pixel} Pixel
 * @typedef {import("./camera.js").Camera} Camera
 * @typedef {[number, number, number]} Spot  a point of the map (east and north of its middle, in units of its depth), and its height
 * @typedef {ReturnType<typeof stageOf>} Stage
 */

/** Height of the relief, and depth of the block below it, in units of the map's depth. */
export const RELIEF = 0.6;
export const PLINTH = 0.05;

const MARGIN = { side: 30, top: 12, bottom: 28 };

/** @param {number} degrees */
const radians = (degrees) => (degrees * Math.PI) / 180;

/**
 * @param {SurfacePanel} panel
 * @param {import("./ground.js").Ground} ground
 * @param {number} width
 * @param {Camera} camera
 */
export function stageOf(panel, ground, width, camera) {
  const height = Math.round(width / panel.aspect);
  const [cos, sin] = [Math.cos(radians(camera.turn)), Math.sin(radians(camera.turn))];
  const [up, flat] = [Math.cos(radians(camera.tilt)), Math.sin(radians(camera.tilt))];
  const across = Math.hypot(ground.wide, 1);
  const fit = Math.min(
    (width - 2 * MARGIN.side) / across,
    (height - MARGIN.top - MARGIN.bottom) / (across * flat + (RELIEF + PLINTH) * up),
  );
  const scale = fit * camera.zoom;
  const middle = [
    width / 2 + camera.shift[0],
    (height + MARGIN.top - MARGIN.bottom) / 2 +
      (scale * up * (RELIEF - PLINTH)) / 2 +
      camera.shift[1],
  ];
  const x = scaleOf(panel.x, [-ground.wide / 2, ground.wide / 2]);
  const y = scaleOf(panel.y, [-0.5, 0.5]);
  return {
    width,
    height,
    box: { left: 0, right: width, top: 0, bottom: height },
    x,
    y,
    xTicks: ticksOf(panel.x, x, 4),
    yTicks: ticksOf(panel.y, y, 4),
    wide: ground.wide,
    camera,
    scale,
    middle,
    cos,
    sin,
    up,
    flat,
  };
}

/**
 * @param {Stage} stage
 * @param {Spot} spot
 * @returns {Pixel}
 */
export const project = ({ middle, scale, cos, sin, up, flat }, [east, north, height]) => [
  middle[0] + scale * (east * cos - north * sin),
  middle[1] - scale * ((east * sin + north * cos) * flat + height * up),
];

/**
 * The affine map that draws a level: (east, north) at `height`, as the six numbers of an SVG matrix.
 * @param {Stage} stage
 * @param {number} height
 */
export function matrixAt({ middle, scale, cos, sin, up, flat }, height) {
  const [a, b, c, d] = [cos, -sin * flat, -sin, -cos * flat].map((entry) => entry * scale);
  return [a, b, c, d, middle[0], middle[1] - scale * height * up];
}

/**
 * The point of the ground under a pixel: the first that the eye meets there, or the nearest on the map's edge.
 * @param {Stage} stage
 * @param {import("./ground.js").Ground} ground
 * @param {Pixel} pixel
 * @returns {Spot}
 */
export function groundUnder({ middle, scale, cos, sin, up, flat, wide }, ground, [x, y]) {
  const [right, above] = [(x - middle[0]) / scale, (middle[1] - y) / scale];
  let [east, north] = [0, 0];
  for (let height = RELIEF; height >= 0; height -= RELIEF / 400) {
    const far = (above - height * up) / flat;
    east = right * cos + far * sin;
    north = far * cos - right * sin;
    const inside = Math.abs(east) <= wide / 2 && Math.abs(north) <= 0.5;
    if (inside && ground.height(east, north) >= height) break;
  }
  east = Math.max(-wide / 2, Math.min(wide / 2, east));
  north = Math.max(-0.5, Math.min(0.5, north));
  return [east, north, ground.height(east, north)];
}

/**
 * Whether higher ground stands between the eye and a spot.
 * @param {Stage} stage
 * @param {import("./ground.js").Ground} ground
 * @param {Spot} spot
 */
export function isHidden({ cos, sin, up, flat, wide }, ground, [east, north, height]) {
  const rise = (ground.cell * flat) / up;
  const slack = 0.7 * ground.step;
  for (let z = height; z < RELIEF; z += rise) {
    if (Math.abs(east) > wide / 2 || Math.abs(north) > 0.5) return false;
    if (ground.height(east, north) > z + slack) return true;
    east -= sin * ground.cell;
    north -= cos * ground.cell;
  }
  return false;
}
