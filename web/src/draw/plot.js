import { clipLine, inside } from "./clip.js";
import { placeField } from "./field.js";
import { drawFrame, innerLabels } from "./frame.js";
import { html } from "./html.js";
import { along, LINE_HEIGHT, placeLabels } from "./labels.js";
import { drawLine, drawnPart, pixels, tip } from "./lines.js";
import { drawArrow, drawPoints, drawRegion, drawRule, drawText, pointsOf } from "./marks.js";
import { colour } from "./pens.js";
import { at } from "./scene.js";

/**
 * @typedef {import("./scene.js").PlotPanel} PlotPanel
 * @typedef {import("./scene.js").Mark} Mark
 * @typedef {import("./frame.js").Place} Place
 * @typedef {import("./labels.js").Label} Label
 * @typedef {{ vertices: Map<Mark, import("./clip.js").Pixel[]>, obstacles: import("./clip.js").Pixel[] }} Course
 * @typedef {{ frame: number, step: number, id: string, fields: Record<string, import("./scene.js").Field>, fieldId: (name: string) => string }} Context
 */

/** What lies below what. */
const LAYERS = ["field", "region", "rule", "line", "arrow", "points", "text"];

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
      // The whole path, whatever the frame: words keep still while it is drawn.
      for (const piece of clipLine(points, place.box)) course.obstacles.push(...along(piece));
    } else if (mark.mark === "points") {
      course.obstacles.push(...pointsOf(mark, place).flatMap((point) => Array(6).fill(point)));
    }
  }
  for (const tick of panel.frame === "plane" ? innerLabels(place) : []) {
    course.obstacles.push(...Array(6).fill(tick));
  }
  return course;
}

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
  return html`<g class="drawing" aria-hidden="true">
    ${!plane && drawFrame(panel, place)}
    ${marks.map(({ mark, i }) => drawMark(mark, place, course, context, `${context.id}-${i}`))}
    ${panel.cursor && cursor(place, context.step)}
    ${plane && drawFrame(panel, place)}
    ${placeLabels(labelsOf(panel, place, course, context.frame), course.obstacles, place.box).map(
      ({ text, left, top, width, colour: fill }) =>
        html`<text class="words" x=${(left + width / 2).toFixed(1)} y=${(top + LINE_HEIGHT - 4.5).toFixed(1)} text-anchor="middle" fill=${fill}>${text}</text>`,
    )}
  </g>`;
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
      return drawPoints(mark, place);
    case "arrow":
      return drawArrow(mark, place, context.frame);
    case "region":
      return drawRegion(mark, place);
    case "rule":
      return drawRule(mark, place);
    case "text":
      return drawText(mark, place);
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
 * The words of all marks, with the points that they belong to.
 * @param {PlotPanel} panel
 * @param {Place} place
 * @param {Course} course
 * @param {number} frame
 * @returns {Label[]}
 */
function labelsOf(panel, place, course, frame) {
  /** @type {Label[]} */
  const labels = [];
  /** @type {(text: string | null | undefined, point: import("./clip.js").Pixel | undefined, color: string, more?: { apart?: number, over?: boolean }) => void} */
  const add = (text, point, color, more) => {
    if (text && point && inside(point, place.box))
      labels.push({ text, point, colour: colour(color), ...more });
  };
  for (const mark of panel.marks) {
    if (mark.mark === "line") {
      add(
        mark.label,
        tip(drawnPart(mark, course.vertices.get(mark) ?? [], frame), place),
        mark.pen.color,
      );
    } else if (mark.mark === "points") {
      pointsOf(mark, place).forEach((point, i) => {
        add(mark.labels?.[i], point, mark.pen.color);
      });
    } else if (mark.mark === "arrow") {
      const end = [place.x(at(mark.x1, frame)), place.y(at(mark.y1, frame))];
      add(mark.label, [end[0], end[1]], mark.pen.color, { apart: 6 });
    } else if (mark.mark === "region") {
      add(
        mark.label,
        mark.at ? [place.x(mark.at[0]), place.y(mark.at[1])] : undefined,
        mark.pen.color,
        { over: true },
      );
    } else if (mark.mark === "rule") {
      const { right, top } = place.box;
      const end = mark.x === null ? [right, place.y(mark.y ?? NaN)] : [place.x(mark.x), top];
      add(mark.label, [end[0], end[1]], mark.pen.color, { apart: 3 });
    } else if (mark.mark === "handle") {
      add(mark.label, [place.x(mark.x), place.y(mark.y)], "ink", { apart: 15 });
    }
  }
  return labels;
}
