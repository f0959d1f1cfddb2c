import { dotsOf, pathOf } from "../draw/clip.js";
import { html } from "../draw/html.js";
import { marker, spaced } from "../draw/lines.js";
import { drawSymbol } from "../draw/marks.js";
import { colour, stroke } from "../draw/pens.js";
import { inside, legsOf, place, split, spotAt, tipOf, upTo } from "./course.js";
import { drawEdges } from "./frame.js";
import { isHidden, project } from "./stage.js";
import { drawLabels, obstaclesOf } from "./words.js";

/**
 * The marks on a surface. The ground itself is a stack of slabs (stack.js), or a lit relief behind this drawing (relief.js).
 *
 * @typedef {import("../draw/scene.js").LineMark} LineMark
 * @typedef {import("../draw/scene.js").PointsMark} PointsMark
 * @typedef {import("../draw/scene.js").SurfacePanel} SurfacePanel
 * @typedef {import("../draw/clip.js").Pixel} Pixel
 * @typedef {import("./course.js").Leg} Leg
 * @typedef {import("./course.js").Way} Way
 * @typedef {import("./stage.js").Stage} Stage
 * @typedef {import("./ground.js").Ground} Ground
 * @typedef {{ pixel: Pixel, hidden: boolean, label: string }} Point
 * @typedef {object} View  what does not change while a surface plays
 * @property {Stage} stage
 * @property {Ground} ground
 * @property {Map<LineMark, Leg[]>} lines
 * @property {Map<PointsMark, Point[]>} points
 * @property {Pixel[]} obstacles what words should not cover
 */

/**
 * A surface as it is seen from one side.
 * @param {SurfacePanel} panel
 * @param {Map<LineMark, Way[]>} ways of its lines
 * @param {Stage} stage
 * @param {Ground} ground
 * @returns {View}
 */
export function viewOf({ marks }, ways, stage, ground) {
  const lines = new Map([...ways].map(([line, way]) => [line, legsOf(way, stage, ground)]));
  const points = new Map(
    marks
      .filter((mark) => mark.mark === "points")
      .map((mark) => [mark, pointsOf(mark, stage, ground)]),
  );
  return { stage, ground, lines, points, obstacles: obstaclesOf(lines, points) };
}

/**
 * @param {PointsMark} mark
 * @param {Stage} stage
 * @param {Ground} ground
 * @returns {Point[]}
 */
function pointsOf({ x, y, labels }, stage, ground) {
  return Array.from(x, (value, i) => ({ at: place(stage, value, y[i]), label: labels?.[i] ?? "" }))
    .filter(({ at }) => inside(at, ground))
    .map(({ at, label }) => {
      const spot = spotAt(ground, at);
      return { pixel: project(stage, spot), hidden: isHidden(stage, ground, spot), label };
    });
}

/**
 * All that a surface shows at a frame, apart from its ground and its handles.
 * @param {SurfacePanel} panel
 * @param {View} view
 * @param {number} frame
 * @param {boolean} moving whether the reader turns it: then words just go with their points
 */
export function drawMarks(panel, view, frame, moving) {
  const { stage, lines, points } = view;
  return html`<g class="drawing" aria-hidden="true">
    ${drawEdges(panel, stage)}
    ${[...lines].map(([line, legs]) => drawLine(line, upTo(line, legs, frame), frame))}
    ${[...points].map(([mark, all]) => all.map(({ pixel, hidden }) => html`<g opacity=${hidden ? 0.4 : undefined}>${drawSymbol(mark, pixel)}</g>`))}
    ${drawLabels(panel, view, frame, moving)}
  </g>`;
}

/**
 * @param {LineMark} line
 * @param {Leg[]} legs
 * @param {number} frame
 */
function drawLine({ pen, dots, moves, opens }, legs, frame) {
  const { seen, behind } = split(legs);
  const corners = legs.flatMap(({ pixels, hidden }) =>
    pixels.length && !hidden.at(-1) ? pixels.slice(-1) : [],
  );
  const head = moves && (opens === null || frame < opens) && tipOf(legs);
  const d = pathOf(seen);
  return html`<g class=${moves ? "run" : undefined}>
    <path class="behind" d=${pathOf(behind)} ...${stroke({ ...pen, faint: true })} />
    ${!pen.faint && html`<path class="halo" d=${d} stroke-width=${pen.width + 2.8} />`}
    <path d=${d} stroke-linejoin="round" ...${stroke(pen)} />
    ${dots && html`<path class="dots" d=${dotsOf(corners)} stroke=${colour(pen.color)} />`}
    ${pen.marker && !dots && spaced(corners).map((at) => marker(pen, at, 0.7))}
    ${head && html`<g class="head" opacity=${head.hidden ? 0.5 : undefined}>${marker({ ...pen, marker: pen.marker ?? "circle" }, head.pixel, 1.3)}</g>`}
  </g>`;
}
