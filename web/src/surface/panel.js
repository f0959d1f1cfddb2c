import { useMemo, useState } from "preact/hooks";
import { coordinatesAt, Handle, handlePoint, pixelOf } from "../demo/handle.js";
import { Icon } from "../demo/icons.js";
import { inWords } from "../demo/plot.js";
import { useWidth } from "../demo/width.js";
import { html } from "../draw/html.js";
import { bestView } from "./best.js";
import { place, spotAt, waysOf } from "./course.js";
import { drawMarks, viewOf } from "./draw.js";
import { groundOf } from "./ground.js";
import { useRelief } from "./lit.js";
import { drawStack } from "./stack.js";
import { groundUnder, project, stageOf } from "./stage.js";
import { useView } from "./view.js";

/**
 * @typedef {import("../draw/scene.js").SurfacePanel} SurfacePanel
 * @typedef {import("../draw/scene.js").HandleMark} HandleMark
 * @typedef {import("../draw/clip.js").Pixel} Pixel
 */

/**
 * A surface that the reader turns. Its ground is a drawing like all others; once the reader reaches for it, and where the
 * machine can, a lit relief takes its place. What lies on the ground is drawn over it in either case.
 * @param {object} props
 * @param {SurfacePanel} props.panel
 * @param {import("../demo/state.js").State} props.state
 * @param {(name: string) => string} props.fieldId
 * @param {number} props.nominal width before there is a page to measure
 * @param {import("../demo/handle.js").Move} props.move
 * @param {(input: string) => { low: number, high: number, step: number | null } | undefined} props.bounds
 * @param {import("../predict/guess.js").Prediction} [props.prediction]
 */
export function Surface({ panel, state, fieldId, nominal, move, bounds, prediction }) {
  const { answer, frame, values, phase, glides } = state;
  const off = phase === "static";
  const [box, width] = useWidth(nominal);
  const [dragged, setDragged] = useState(false);
  const field = /** @type {import("../draw/scene.js").Bands} */ (answer.fields[panel.field]);
  const ground = useMemo(() => groundOf(field), [field]);
  const first = useMemo(() => bestView(panel, ground), [field]);
  const { camera, untouched, turning, gestures, press } = useView(first, (event) => {
    const [x, y] = pixelOf(event, { width });
    return [x - width / 2, y - width / panel.aspect / 2];
  });
  const stage = useMemo(
    () => stageOf(panel, ground, width, camera),
    [panel, ground, width, camera],
  );
  const ways = useMemo(() => allWays(panel, stage, ground), [panel, ground]);
  const view = useMemo(() => viewOf(panel, ways, stage, ground), [ways, stage]);
  const slabs = useMemo(() => drawStack(field, fieldId(panel.field), stage), [field, stage]);
  const moving = turning || dragged;
  const marks = useMemo(() => drawMarks(panel, view, frame, moving), [view, frame, moving]);
  const { canvas, lit, reach } = useRelief(field, stage, phase === "live");

  const handles = panel.marks.filter((mark) => mark.mark === "handle");
  /** @type {(mark: HandleMark) => Pixel} */
  const pixel = (mark) => {
    const [x, y] = handlePoint(mark, values);
    return project(stage, spotAt(ground, place(stage, x, y)));
  };
  const map = { left: -ground.wide / 2, right: ground.wide / 2, top: -0.5, bottom: 0.5 };
  /** @type {(mark: HandleMark) => (point: Pixel) => void} */
  const moveTo = (mark) => (point) => {
    const [east, north] = groundUnder(stage, ground, point);
    move(coordinatesAt(mark, [east, north], { ...stage, box: map }, panel, bounds));
  };

  /** @type {(key: string, icon: string, label: string) => any} */
  const button = (key, icon, label) =>
    html`<button type="button" aria-label=${label} title=${label} disabled=${off} onClick=${() => press(key)}><${Icon} name=${icon} /></button>`;
  return html`<div class="panel" data-frame="surface" onPointerDown=${reach} onFocusIn=${reach}>
    ${panel.title && html`<p class="title">${panel.title}</p>`}
    <div class=${`sheet${lit ? " lit" : ""}`} ref=${box} style=${`--aspect:${panel.aspect};--wide:${width}`}>
      <canvas ref=${canvas} aria-hidden="true" />
      <svg
        viewBox=${`0 0 ${stage.width} ${stage.height}`}
        role="group"
        aria-label=${`${inWords(panel, answer, prediction?.veiled)} Seen from ${side(camera.turn)}.`}
        aria-roledescription="surface"
        aria-keyshortcuts="ArrowLeft ArrowRight ArrowUp ArrowDown Plus Minus 0"
        class=${turning ? "turning" : undefined}
        tabindex=${off ? undefined : 0}
        ...${off ? {} : gestures}
      >
        ${slabs}
        ${marks}
        ${handles.map(
          (mark) =>
            html`<${Handle} mark=${mark} at=${pixel(mark)} point=${handlePoint(mark, values)} place=${stage} off=${off} glides=${glides && untouched} move=${moveTo(mark)} drag=${setDragged} />`,
        )}
      </svg>
    </div>
    <div class="turners" role="group" aria-label="View of the surface">
      ${untouched && !off && html`<span>drag to turn</span>`}
      ${button("ArrowLeft", "left", "Turn to the left")}
      ${button("ArrowRight", "right", "Turn to the right")}
      ${button("+", "nearer", "Zoom in")}
      ${button("-", "farther", "Zoom out")}
      ${button("0", "home", "Reset the view")}
    </div>
  </div>`;
}

/**
 * The ways of all lines, which are the same from all sides.
 * @param {SurfacePanel} panel
 * @param {import("./stage.js").Stage} stage
 * @param {import("./ground.js").Ground} ground
 */
const allWays = ({ marks }, stage, ground) =>
  new Map(
    marks.filter((mark) => mark.mark === "line").map((mark) => [mark, waysOf(mark, stage, ground)]),
  );

const SIDES = [
  "the south",
  "the southwest",
  "the west",
  "the northwest",
  "the north",
  "the northeast",
  "the east",
  "the southeast",
];

/** The side of the map from which it is seen; north is where y is high. @param {number} turn */
const side = (turn) => SIDES[(Math.round(turn / 45) + 8) % 8];
