import { useMemo, useState } from "preact/hooks";
import { placePlot } from "../draw/frame.js";
import { html } from "../draw/html.js";
import { courseOf, drawPlot } from "../draw/plot.js";
import { Guess, Told } from "../predict/guess.js";
import { Curve } from "./curve.js";
import { coordinatesAt, Handle, handlePoint, pixelOf } from "./handle.js";
import { currentSteps, nearestStep, Readout } from "./readout.js";
import { useWidth } from "./width.js";

/**
 * @typedef {import("../draw/scene.js").PlotPanel} PlotPanel
 * @typedef {import("../draw/scene.js").HandleMark} HandleMark
 * @typedef {import("../draw/clip.js").Pixel} Pixel
 */

/** Where the reader thinks that a path ends. @type {HandleMark} */
const MARK = { mark: "handle", x: 0, y: 0, label: "Your guess", moves: ["x", "y"] };

/**
 * One plot at its true size in pixels, with what the pointer does there.
 * @param {object} props
 * @param {PlotPanel} props.panel
 * @param {import("./state.js").State} props.state
 * @param {string} props.id
 * @param {(name: string) => string} props.fieldId
 * @param {number} props.nominal width before there is a page to measure
 * @param {import("./handle.js").Move} props.move
 * @param {(input: string) => { low: number, high: number, step: number | null } | undefined} props.bounds
 * @param {import("../predict/guess.js").Prediction} [props.prediction]
 */
export function Plot({ panel, state, id, fieldId, nominal, move, bounds, prediction }) {
  const { answer, frame, values, phase, glides, told } = state;
  const [box, width] = useWidth(nominal);
  const [found, setFound] = useState(/** @type {import("./readout.js").Found | null} */ (null));
  const [dragged, setDragged] = useState(false);
  const place = useMemo(() => placePlot(panel, width), [panel, width]);
  const course = useMemo(() => courseOf(panel, place), [panel, place]);
  const step = answer.timeline?.[frame] ?? 0;
  const drawing = useMemo(
    () => drawPlot(panel, place, course, { frame, step, id, fieldId, fields: answer.fields }),
    [panel, place, frame],
  );

  const handles = panel.marks.filter((mark) => mark.mark === "handle");
  const curves = panel.marks.filter((mark) => mark.mark === "curve");
  const off = phase === "static";
  const pointOf = (/** @type {HandleMark} */ mark) => handlePoint(mark, values);
  /** @type {(mark: HandleMark) => Pixel} */
  const pixel = (mark) => {
    const [x, y] = pointOf(mark);
    return [place.x(x), place.y(y)];
  };
  /** @type {(mark: HandleMark) => (point: Pixel) => void} */
  const moveTo = (mark) => (point) => move(coordinatesAt(mark, point, place, panel, bounds));
  /** @param {MouseEvent} event */
  const click = (event) => {
    const point = pixelOf(event, place);
    const distance = (/** @type {HandleMark} */ mark) => {
      const [x, y] = pixel(mark);
      return Math.hypot(mark.moves[0] ? x - point[0] : 0, mark.moves[1] ? y - point[1] : 0);
    };
    const nearest = handles.toSorted((a, b) => distance(a) - distance(b))[0];
    moveTo(nearest)(point);
  };
  const asks = prediction?.veiled && prediction.panel === panel.name && !off;
  /** @type {(point: Pixel) => void} */
  const guess = (point) => {
    const { x, y } = coordinatesAt(MARK, point, place, panel, () => undefined);
    prediction?.place([x, y]);
  };
  const said = prediction?.veiled
    ? []
    : found
      ? [found]
      : told
        ? currentSteps(course, place, frame)
        : [];
  const clickable = (handles.length > 0 || asks) && !off;
  const onClick = asks ? (/** @type {MouseEvent} */ event) => guess(pixelOf(event, place)) : click;

  return html`<div class="panel" data-frame=${panel.frame}>
    ${panel.title && html`<p class="title">${panel.title}</p>`}
    <div class="sheet" ref=${box} style=${`--aspect:${panel.aspect};--wide:${width}`}>
      <svg
        viewBox=${`0 0 ${place.width} ${place.height}`}
        role=${handles.length + curves.length || asks ? "group" : "img"}
        aria-label=${inWords(panel, answer, prediction?.veiled)}
        class=${clickable ? "clickable" : undefined}
        onClick=${clickable ? onClick : undefined}
        onPointerMove=${(/** @type {PointerEvent} */ event) => event.pointerType === "mouse" && setFound(dragged ? null : nearestStep(course, place, frame, pixelOf(event, place)))}
        onPointerLeave=${() => setFound(null)}
      >
        ${drawing}
        ${curves.map(
          (mark) =>
            html`<${Curve} mark=${mark} values=${values[mark.sets] ?? mark.y} place=${place} axis=${panel.y} off=${off} bounds=${bounds} move=${move} drag=${setDragged} />`,
        )}
        ${said.map(({ point }) => html`<circle class="found" cx=${point[0]} cy=${point[1]} r="5" />`)}
        ${handles.map(
          (mark) =>
            html`<${Handle} mark=${mark} at=${pixel(mark)} point=${pointOf(mark)} place=${place} off=${off} glides=${glides} move=${moveTo(mark)} drag=${setDragged} />`,
        )}
        ${asks && html`<${Guess} mark=${MARK} prediction=${prediction} place=${place} move=${guess} />`}
        ${prediction?.end && prediction.panel === panel.name && html`<${Told} prediction=${prediction} place=${place} state=${state} />`}
      </svg>
      ${said.length > 0 && html`<${Readout} found=${said} panel=${panel} place=${place} step=${`${answer.unit} ${answer.timeline?.[said[0].frame] ?? 0}`} />`}
    </div>
  </div>`;
}

/**
 * What a drawing shows, for those who do not see it: the sentence of the scene goes with the main one.
 * @param {{ area: string, title: string, name: string }} panel
 * @param {import("../draw/scene.js").Answer} answer
 * @param {boolean} [veiled] what happens is not to be told yet
 */
export const inWords = ({ area, title, name }, { summary }, veiled) =>
  area === "main" && !veiled ? `${title || name}. ${summary.replaceAll("**", "")}` : title || name;
