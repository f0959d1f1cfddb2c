import { clipLine, inside } from "./clip.js";
import { placeField } from "./field.js";
import { drawFrame, innerLabels } from "./frame.js";
import { html } from "./html.js";
import { along, LINE_HEIGHT, placeLabels } from "./labels.js";
import { drawLine, drawnPart, pixels, tip } from "./lines.js";
import {
  arrowEnds,
  drawArrow,
  drawBars,
  drawPoints,
  drawRegion,
  drawRule,
  isMoving,
  pointsOf,
} from "./marks.js";
import { colour } from "./pens.js";

/**
 * @typedef {import("./scene.js").PlotPanel} PlotPanel
 * @typedef {import("./scene.js").Mark} Mark
 * @typedef {import("./frame.js").Place} Place
 * @typedef {import("./labels.js").Label} Label
 * @typedef {{ vertices: Map<Mark, import("./clip.js").Pixel[]>, obstacles: import("./clip.js").Pixel[] }} Course
 * @typedef {{ frame: number, step: number, id: string, fields: Record<string, import("./scene.js").Field>, fieldId: (name: string) => string }} Context
 */

/** What lies below what. */
const LAYERS = ["field", "region", "bars", "rule", "line", "arrow", "points"];

/**
 * What does not change while a plot plays: the vertices of its lines in pixels, and what words should not cover.
 * @param {PlotPanel} panel
 * @param {Place} place
 * @returns {Course}
 */
export function courseOf(panel, place) {
  /** @type {Course} */
  const course = { vertices: new Map(), obstacles: [] };
  for (const mark of panel.marks) {
    if (mark.mark === "line") {
      const points = pixels(mark, place);
      course.vertices.set(mark, points);
      if (mark.pen.faint) continue;
      // The whole path, whatever the frame: words keep still while it is drawn.
      for (const piece of clipLine(points, place.box)) course.obstacles.push(...along(piece));
    } else if (mark.mark === "arrow" && !mark.label) {
      course.obstacles.push(...along(arrowEnds(mark, place, Infinity)));
    } else if (mark.mark === "points" && mark.symbol !== "speck" && !isMoving(mark)) {
      course.obstacles.push(...pointsOf(mark, place, 0).flatMap(weighty));
    } else if (mark.mark === "curve") {
      course.obstacles.push(...along(pixels(mark, place)));
    } else if (mark.mark === "handle") {
      const [x, y] = [place.x(mark.x), place.y(mark.y)];
      for (const [dx, dy] of CORNERS) course.obstacles.push(...weighty([x + dx, y + dy]));
    }
  }
  if (panel.frame === "plane") course.obstacles.push(...innerLabels(place).flatMap(weighty));
  return course;
}

/** Of a handle, around its middle. */
const CORNERS = [-9, 9].flatMap((x) => [-9, 9].map((y) => [x, y]));

/** A place that words should rather cover a bit of path than. @param {import("./clip.js").Pixel} point */
const weighty = (point) => Array(6).fill(point);

/**
 * All that a plot shows at a frame, apart from its handles.
 * @param {PlotPanel} panel
 * @param {Place} place
 * @param {Course} course
 * @param {Context} context
 */
export function drawPlot(panel, place, course, context) {
  const marks = panel.marks.map((mark, i) => ({ mark, i, layer: LAYERS.indexOf(mark.mark) }));
  marks.sort((a, b) => a.layer - b.layer || quiet(b.mark) - quiet(a.mark) || a.i - b.i);
  const plane = panel.frame === "plane";
  const sheet = { ...place.box, right: place.width };
  return html`<g class="drawing" aria-hidden="true">
    ${!plane && drawFrame(panel, place)}
    ${marks.map(({ mark, i }) => drawMark(mark, place, course, context, `${context.id}-${i}`))}
    ${panel.cursor && cursor(place, context.step)}
    ${plane && drawFrame(panel, place)}
    ${placeLabels(labelsOf(panel, place, course, context.frame), course.obstacles, sheet).map(
      drawWords,
    )}
  </g>`;
}

/** @param {import("./labels.js").PlacedLabel} label */
export function drawWords({ text, left, top, width, side, pinned, colour: fill }) {
  // Drawn from the side of their point, whatever their true width.
  const [share, anchor] = side < 0 ? [1, "end"] : side > 0 ? [0, "start"] : [0.5, "middle"];
  const [x, y] = [left + share * width, top + LINE_HEIGHT - 4.5];
  return html`<text class=${pinned ? "words quiet" : "words"} x=${x.toFixed(1)} y=${y.toFixed(1)} text-anchor=${anchor} fill=${fill}>${text}</text>`;
}

/** @param {Mark} mark */
const quiet = (mark) => Number("pen" in mark && mark.pen.faint);

/**
 * @param {Mark} mark
 * @param {Place} place
 * @param {Course} course
 * @param {Context} context
 * @param {string} id
 */
function drawMark(mark, place, course, context, id) {
  switch (mark.mark) {
    case "field":
      return placeField(context.fields[mark.field], context.fieldId(mark.field), place);
    case "line":
      return drawLine(mark, course.vertices.get(mark) ?? [], place, context.frame, id);
    case "points":
      return drawPoints(mark, place, context.frame);
    case "bars":
      return drawBars(mark, place, context.frame);
    case "arrow":
      return drawArrow(mark, place, context.frame);
    case "region":
      return drawRegion(mark, place);
    case "rule":
      return drawRule(mark, place);
  }
}

/**
 * @param {Place} place
 * @param {number} step
 */
function cursor({ x, box }, step) {
  const where = x(step);
  return (
    where >= box.left &&
    where <= box.right + 0.5 &&
    html`<path class="cursor" d=${`M${where.toFixed(1)},${box.top}V${box.bottom}`} />`
  );
}

/**
 * The words of all marks, the most important first, with the points that they belong to.
 * @param {PlotPanel} panel
 * @param {Place} place
 * @param {Course} course
 * @param {number} frame
 * @returns {Label[]}
 */
function labelsOf(panel, place, course, frame) {
  const labels = panel.marks.flatMap((mark) => wordsOf(mark, place, course, frame));
  return labels
    .map((label) => ({
      ...label,
      points: label.points.filter((point) => inside(point, place.box)),
    }))
    .filter(({ text, points }) => text && points.length > 0)
    .toSorted((a, b) => Number(a.pinned ?? false) - Number(b.pinned ?? false));
}

/**
 * @param {Mark} mark
 * @param {Place} place
 * @param {Course} course
 * @param {number} frame
 * @returns {Label[]}
 */
function wordsOf(mark, place, course, frame) {
  if (mark.mark === "field" || mark.mark === "bars" || mark.mark === "curve") return [];
  /** @type {(text: string | null | undefined, points: (import("./clip.js").Pixel | undefined)[], more?: Partial<Label>) => Label} */
  const label = (text, points, more) => ({
    text: text ?? "",
    points: points.flatMap((point) => (point ? [point] : [])),
    colour: colour(mark.mark === "handle" ? "ink" : mark.pen.color),
    ...more,
  });
  const { left, right, top, bottom } = place.box;
  switch (mark.mark) {
    case "line":
      return [
        label(mark.label, [tip(drawnPart(mark, course.vertices.get(mark) ?? [], frame), place)]),
      ];
    case "points":
      return pointsOf(mark, place, frame).map((point, i) => label(mark.labels?.[i], [point]));
    case "arrow":
      return [label(mark.label, [arrowEnds(mark, place, frame)[1]], { apart: 6 })];
    case "region":
      return [
        label(mark.label, mark.at ? [[place.x(mark.at[0]), place.y(mark.at[1])]] : [], {
          over: true,
        }),
      ];
    case "rule": {
      const [x, y] = [place.x(mark.x ?? NaN), place.y(mark.y ?? NaN)];
      const ends =
        mark.x === null
          ? [
              [right, y],
              [left, y],
            ]
          : [
              [x, top],
              [x, bottom],
            ];
      return [label(mark.label, /** @type {import("./clip.js").Pixel[]} */ (ends), { apart: 3 })];
    }
    case "text":
      return [label(mark.text, [[place.x(mark.x), place.y(mark.y)]], { pinned: true })];
    case "handle":
      return [label(mark.label, [[place.x(mark.x), place.y(mark.y)]], { apart: 15 })];
  }
}
