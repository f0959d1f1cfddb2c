/**
 * Paths in pixels: cut at the edge of what can be seen, thinned, and written as SVG.
 *
 * @typedef {[number, number]} Pixel
 * @typedef {{ left: number, right: number, top: number, bottom: number }} Box
 */

const CLOSER = 0.35; // pixels: a vertex this close to the last one cannot be seen

/**
 * The part of the segment a-b inside the box (Liang and Barsky), or null.
 * @param {Pixel} a
 * @param {Pixel} b
 * @param {Box} box
 * @returns {[Pixel, Pixel] | null}
 */
export function clipSegment([ax, ay], [bx, by], box) {
  const [dx, dy] = [bx - ax, by - ay];
  let [from, to] = [0, 1];
  const sides = [
    [-dx, ax - box.left],
    [dx, box.right - ax],
    [-dy, ay - box.top],
    [dy, box.bottom - ay],
  ];
  for (const [speed, room] of sides) {
    if (speed === 0 && room < 0) return null;
    if (speed < 0) from = Math.max(from, room / speed);
    if (speed > 0) to = Math.min(to, room / speed);
  }
  if (from > to) return null;
  return [
    [ax + from * dx, ay + from * dy],
    [ax + to * dx, ay + to * dy],
  ];
}

/**
 * The pieces of a polyline inside the box. A vertex that is not finite interrupts it.
 * @param {Pixel[]} points
 * @param {Box} box
 * @returns {Pixel[][]}
 */
export function clipLine(points, box) {
  /** @type {Pixel[][]} */
  const pieces = [];
  for (let i = 1; i < points.length; i++) {
    const [a, b] = [points[i - 1], points[i]];
    const seen = [...a, ...b].every(Number.isFinite) ? clipSegment(a, b, box) : null;
    if (!seen) continue;
    const piece = pieces.at(-1);
    const end = piece?.at(-1);
    if (piece && end && end[0] === seen[0][0] && end[1] === seen[0][1]) piece.push(seen[1]);
    else pieces.push(seen);
  }
  return pieces;
}

/**
 * The SVG path of pieces of polylines, without vertices that cannot be told apart.
 * @param {Pixel[][]} pieces
 */
export const pathOf = (pieces) => pieces.map(thin).map(write).join("");

/**
 * A polyline as differences in tenths of a pixel, which are short and alike; what goes straight on is one of them.
 * @param {Pixel[]} piece
 */
function write(piece) {
  const corners = piece.map(([x, y]) => [tenths(x), tenths(y)]);
  let [x, y] = corners[0];
  let path = `M${short(x)} ${short(y)}${corners.length > 1 ? "l" : ""}`;
  for (let i = 1; i < corners.length; i++) {
    const [dx, dy] = [corners[i][0] - x, corners[i][1] - y];
    if (i + 1 < corners.length) {
      const [nx, ny] = [corners[i + 1][0] - corners[i][0], corners[i + 1][1] - corners[i][1]];
      const straight = dx * ny === dy * nx && dx * nx + dy * ny > 0;
      if ((!dx && !dy) || straight) continue;
    }
    path += `${path.endsWith("l") || dx < 0 ? "" : " "}${short(dx)}${dy < 0 ? "" : " "}${short(dy)}`;
    [x, y] = corners[i];
  }
  return path;
}

/** @param {number} pixels */
const tenths = (pixels) => Math.round(pixels * 10);

/** @param {number} tenths */
const short = (tenths) => String(tenths / 10).replace(/^(-?)0\./, "$1.");

/** @param {Pixel[]} piece */
function thin(piece) {
  let last = piece[0];
  return piece.filter((point, i) => {
    const apart = Math.abs(point[0] - last[0]) + Math.abs(point[1] - last[1]) >= CLOSER;
    const keep = i === 0 || i === piece.length - 1 || apart;
    if (keep) last = point;
    return keep;
  });
}

/**
 * Dots at points, as one path for a round stroke.
 * @param {Pixel[]} points
 */
export function dotsOf(points) {
  let [x, y] = [0, 0];
  return points
    .map(([px, py], i) => {
      const [dx, dy] = [tenths(px) - x, tenths(py) - y];
      [x, y] = [x + dx, y + dy];
      return `${i ? "m" : "M"}${short(dx)}${dy < 0 ? "" : " "}${short(dy)}h0`;
    })
    .join("");
}

/**
 * @param {Pixel} point
 * @param {Box} box
 */
export const inside = ([x, y], box, margin = 0) =>
  x >= box.left - margin &&
  x <= box.right + margin &&
  y >= box.top - margin &&
  y <= box.bottom + margin;
