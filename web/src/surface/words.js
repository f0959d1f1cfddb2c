import { inside as within } from "../draw/clip.js";
import { along, placeLabels } from "../draw/labels.js";
import { colour } from "../draw/pens.js";
import { drawWords } from "../draw/plot.js";
import { place, split, spotAt, tipOf, upTo } from "./course.js";
import { project } from "./stage.js";

/**
 * The words on a surface: beside the heads of lines and the points, and over the places that have a name.
 *
 * @typedef {import("./draw.js").View} View
 * @typedef {import("../draw/labels.js").Label} Label
 */

const WEIGHT = 6; // a point counts as much as so many pieces of path

/**
 * What words should not cover: the whole way of each line, whatever the frame, so that they keep still while it is drawn.
 * @param {View["lines"]} lines
 * @param {View["points"]} points
 */
export const obstaclesOf = (lines, points) => [
  ...[...lines.values()].flatMap((legs) => split(legs).seen.flatMap((part) => along(part))),
  ...[...points.values()].flat().flatMap(({ pixel }) => Array(WEIGHT).fill(pixel)),
];

/**
 * @param {import("../draw/scene.js").SurfacePanel} panel
 * @param {View} view
 * @param {number} frame
 * @param {boolean} moving
 */
export function drawLabels({ marks }, view, frame, moving) {
  const labels = marks.flatMap((mark) => wordsOf(mark, view, frame));
  const shown = labels.filter(
    ({ text, points }) => text && points.some((point) => within(point, view.stage.box)),
  );
  shown.sort((a, b) => Number(a.pinned ?? false) - Number(b.pinned ?? false));
  return placeLabels(shown, moving ? [] : view.obstacles, view.stage.box).map(drawWords);
}

/**
 * @param {import("../draw/scene.js").Mark} mark
 * @param {View} view
 * @param {number} frame
 * @returns {Label[]}
 */
function wordsOf(mark, { stage, ground, lines, points }, frame) {
  switch (mark.mark) {
    case "line": {
      const tip = tipOf(upTo(mark, lines.get(mark) ?? [], frame));
      return [{ text: mark.label, points: tip ? [tip.pixel] : [], colour: colour(mark.pen.color) }];
    }
    case "points":
      return (points.get(mark) ?? []).map(({ pixel, label }) => ({
        text: label,
        points: [pixel],
        colour: colour(mark.pen.color),
      }));
    case "text": {
      const pixel = project(stage, spotAt(ground, place(stage, mark.x, mark.y)));
      return [{ text: mark.text, points: [pixel], colour: colour(mark.pen.color), pinned: true }];
    }
    case "handle": {
      const pixel = project(stage, spotAt(ground, place(stage, mark.x, mark.y)));
      return [{ text: mark.label, points: [pixel], colour: colour("ink"), apart: 15 }];
    }
    default:
      return [];
  }
}
