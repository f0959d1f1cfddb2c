import { dotsOf, inside as within, pathOf } from "../draw/clip.js";
import { html } from "../draw/html.js";
import { placeLabels } from "../draw/labels.js";
import { marker, spaced } from "../draw/lines.js";
import { drawSymbol } from "../draw/marks.js";
import { colour, stroke } from "../draw/pens.js";
import { drawWords } from "../draw/plot.js";
import { inside, legsOf, obstaclesOf, place, split, tipOf, waysOf } from "./course.js";
import { drawEdges } from "./frame.js";
import { project } from "./stage.js";
import { isHidden } from "./stage.js";

/**
 * The marks on a surface. The ground itself is a stack of slabs (stack.js), or a lit relief behind this drawing (relief.js).
 *
 * @typedef {import("../draw/scene.js").SurfacePanel} SurfacePanel
 * @typedef {import("../draw/scene.js").Mark} Mark
 * @typedef {import("../draw/clip.js").Pixel} Pixel
 * @typedef {import("./course.js").Leg} Leg
 * @typedef {import("./stage.js").Stage} Stage
 * @typedef {import("./ground.js").Ground} Ground
 * @typedef {Map<Mark, Leg[]>} Course
 */

/**
 * The lines as they are seen.
 * @param {Map<Mark, import("./course.js").Way[]>} ways
 * @param {Stage} stage
 * @param {Ground} ground
 * @returns {Course}
 */
export const courseOf = (ways, stage, ground) =>
  new Map([...ways].map(([line, way]) => [line, legsOf(way, stage, ground)]));

/**
 * The ways of all lines, which do not depend on where they are seen from.
 * @param {SurfacePanel} panel
 * @param {Stage} stage
 * @param {Ground} ground
 * @returns {Map<Mark, import("./course.js").Way[]>}
 */
export const allWays = ({ marks }, stage, ground) =>
  new Map(marks.flatMap((mark) => (mark.mark === "line" ? [[mark, waysOf(mark, stage, ground)]] : [])));

/**
 * @param {SurfacePanel} panel
 * @param {Stage} stage
 * @param {Ground} ground
 * @param {Course} course
 * @param {number} frame
 * @param {boolean} turning whether the reader turns it: then words just go with their points
 */
export function drawMarks(panel, stage, ground, course, frame, turning) {
  const { marks } = panel;
  const of = (/** @type {string} */ kind) => marks.filter(({ mark }) => mark === kind);
  const obstacles = turning ? [] : [...course.values()].flatMap(obstaclesOf);
  const labels = marks.flatMap((mark) => wordsOf(mark, stage, ground, course, frame));
  const shown = labels
    .map((label) => ({ ...label, points: label.points.filter((point) => within(point, stage.box)) }))
    .filter(({ text, points }) => text && points.length > 0)
    .toSorted((a, b) => Number(a.pinned ?? false) - Number(b.pinned ?? false));
  return html`<g class="drawing" aria-hidden="true">
    ${drawEdges(panel, stage)}
    ${of("line").map((line) => drawLine(line, upTo(line, course, frame)))}
    ${of("points").map((mark) => spotsOf(mark, stage, ground).map(({ pixel, hidden }) => html`<g opacity=${hidden ? 0.4 : undefined}>${drawSymbol(mark, pixel)}</g>`))}
    ${placeLabels(shown, obstacles, stage.box).map(drawWords)}
  </g>`;
}

/**
 * @param {any} line
 * @param {Course} course
 * @param {number} frame
 */
function upTo(line, course, frame) {
  const legs = course.get(line) ?? [];
  return line.moves ? legs.slice(0, frame + 1) : legs;
}

/**
 * @param {import("../draw/scene.js").LineMark} line
 * @param {Leg[]} legs
 */
function drawLine({ pen, dots, moves }, legs) {
  const { seen, behind } = split(legs);
  const corners = legs.flatMap(({ pixels, hidden }) =>
    pixels.length && !hidden.at(-1) ? [/** @type {Pixel} */ (pixels.at(-1))] : [],
  );
  const tip = moves && tipOf(legs);
  const d = pathOf(seen);
  return html`<g>
    ${behind.length > 0 && html`<path d=${pathOf(behind)} ...${stroke({ ...pen, faint: true })} />`}
    <path class="halo" d=${d} stroke-width=${pen.width + 2.8} />
    <path d=${d} stroke-linejoin="round" ...${stroke(pen)} />
    ${dots && html`<path class="dots" d=${dotsOf(corners)} stroke=${colour(pen.color)} />`}
    ${pen.marker && !dots && spaced(corners).map((at) => marker(pen, at, 0.7))}
    ${tip && html`<g class="head" opacity=${tip.hidden ? 0.5 : undefined}>${marker({ ...pen, marker: pen.marker ?? "circle" }, tip.pixel, 1.3)}</g>`}
  </g>`;
}

/**
 * Where the points of a mark are seen, those that lie on the map.
 * @param {any} mark
 * @param {Stage} stage
 * @param {Ground} ground
 */
function spotsOf(mark, stage, ground) {
  return Array.from(mark.x, (x, i) => ({ at: place(stage, x, mark.y[i]), label: mark.labels?.[i] }))
    .filter(({ at }) => inside(at, ground))
    .map(({ at: [east, north], label }) => {
      const spot = /** @type {import("./stage.js").Spot} */ ([east, north, ground.height(east, north)]);
      return { pixel: project(stage, spot), hidden: isHidden(stage, ground, spot), label };
    });
}

/**
 * @param {Mark} mark
 * @param {Stage} stage
 * @param {Ground} ground
 * @param {Course} course
 * @param {number} frame
 * @returns {import("../draw/labels.js").Label[]}
 */
function wordsOf(mark, stage, ground, course, frame) {
  switch (mark.mark) {
    case "line": {
      const tip = tipOf(upTo(mark, course, frame));
      return [{ text: mark.label, points: tip ? [tip.pixel] : [], colour: colour(mark.pen.color) }];
    }
    case "points":
      return spotsOf(mark, stage, ground).map(({ pixel, label }) => ({
        text: label ?? "",
        points: [pixel],
        colour: colour(mark.pen.color),
      }));
    case "text": {
      const [east, north] = place(stage, mark.x, mark.y);
      const pixel = project(stage, [east, north, ground.height(east, north)]);
      return [{ text: mark.text, points: [pixel], colour: colour(mark.pen.color), pinned: true }];
    }
    default:
      return [];
  }
}
