import { cameraFrom } from "./camera.js";
import { inside, place, spotAt } from "./course.js";
import { isHidden, RELIEF, stageOf } from "./stage.js";

/**
 * From where a surface is seen at first: the side from which least of its low ground, and of the points on it, is hidden.
 *
 * @typedef {import("./stage.js").Spot} Spot
 */

const TURNS = [-30, 30, -60, 60, -120, 120, -150, 150]; // degrees, the most usual first
const LATER = 0.03; // what a less usual side must be better by, as a share of all
const GRID = 16; // samples of the ground along each side
const POINT = 6; // what a marked point counts, in samples of the lowest ground

/**
 * @param {import("../draw/scene.js").SurfacePanel} panel
 * @param {import("./ground.js").Ground} ground
 * @returns {import("./camera.js").Camera}
 */
export function bestView(panel, ground) {
  const spots = whatCounts(panel, ground);
  const all = spots.reduce((sum, { weight }) => sum + weight, 0);
  const scores = TURNS.map((turn, rank) => {
    const stage = stageOf(panel, ground, 600, cameraFrom(turn));
    const seen = spots.filter(({ spot }) => !isHidden(stage, ground, spot));
    return seen.reduce((sum, { weight }) => sum + weight, 0) / all - LATER * rank;
  });
  return cameraFrom(TURNS[scores.indexOf(Math.max(...scores))]);
}

/**
 * What should be seen, and how much it counts.
 * @param {import("../draw/scene.js").SurfacePanel} panel
 * @param {import("./ground.js").Ground} ground
 */
function whatCounts(panel, ground) {
  const stage = stageOf(panel, ground, 600, cameraFrom(0));
  const share = (/** @type {number} */ i) => (i % GRID) / (GRID - 1) - 0.5;
  const even = Array.from({ length: GRID ** 2 }, (_, i) =>
    spotAt(ground, [share(i) * ground.wide, share(Math.floor(i / GRID))]),
  );
  const points = panel.marks.flatMap((mark) =>
    mark.mark === "points" ? Array.from(mark.x, (x, i) => place(stage, x, mark.y[i])) : [],
  );
  return [
    ...even.map((each) => ({ spot: each, weight: (1 - each[2] / RELIEF) ** 2 })),
    ...points
      .filter((each) => inside(each, ground))
      .map((each) => ({ spot: spotAt(ground, each), weight: POINT })),
  ];
}
