import { useEffect } from "preact/hooks";
import { Handle } from "../demo/handle.js";
import { html } from "../draw/html.js";
import { frames } from "../draw/scene.js";

/**
 * What a prediction asks of the demo that it is about, and what the reader has guessed.
 *
 * @typedef {import("../draw/scene.js").Item} Item
 * @typedef {import("../draw/scene.js").Axis} Axis
 * @typedef {import("../draw/frame.js").Place} Place
 * @typedef {import("../demo/state.js").State} State
 * @typedef {[number, number]} Spot in the coordinates of a panel
 * @typedef {object} Prediction
 * @property {boolean} veiled what happens is not shown yet
 * @property {number} turn grows when the reader has answered, or wants to be asked again
 * @property {string} [panel] in which a place is guessed
 * @property {Spot} [spot] the guess
 * @property {Spot} [end] where the path really ends, once it may be told
 * @property {(spot: Spot) => void} place moves the guess
 * @property {() => void} commit
 * @property {() => void} touched the demo is no longer as its author left it
 */

/** Where the mark waits until it is set: low, since minima stand in the middle. */
const UNSET = 0.85;

/**
 * Keeps a demo in step with its prediction: an answer lets the run play in the author's state, and a reader who changes a
 * control has seen enough.
 * @param {State} state
 * @param {(action: import("../demo/state.js").Action) => void} dispatch
 * @param {Prediction} [prediction]
 */
export function usePrediction(state, dispatch, prediction) {
  const turn = prediction?.turn ?? 0;
  useEffect(() => {
    if (!turn) return;
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    dispatch(prediction?.veiled ? { type: "reset" } : { type: "reveal", still });
  }, [turn]);
  useEffect(() => {
    if (!isAuthors(state)) prediction?.touched();
  }, [state.asked]);
}

/** Whether a demo is as its author left it. @param {State} state */
const isAuthors = ({ asked, item }) =>
  asked === item.given || JSON.stringify(asked) === JSON.stringify(item.given);

/**
 * The mark that the reader moves to where they think the path ends.
 * @param {{ mark: import("../draw/scene.js").HandleMark, prediction: Prediction, place: Place, move: (point: Spot) => void }} props
 */
export function Guess({ mark, prediction, place, move }) {
  const { left, right, top, bottom } = place.box;
  /** @type {Spot} */
  const at = prediction.spot
    ? pixelAt(prediction.spot, place)
    : [(left + right) / 2, top + UNSET * (bottom - top)];
  const key = (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    prediction.commit();
  };
  return html`<g class=${`guess${prediction.spot ? "" : " unset"}`} onKeyDown=${key}>
    <${Handle} mark=${mark} at=${at} point=${[place.x.invert(at[0]), place.y.invert(at[1])]} place=${place} off=${false} glides=${false} move=${move} drag=${() => {}} />
  </g>`;
}

/**
 * The guess beside what happened: a cross and, once the run has been shown, a line to where it ends.
 * @param {{ prediction: Prediction, place: Place, state: State }} props
 */
export function Told({ prediction, place, state }) {
  const { spot, end } = prediction;
  if (!spot || !end || !isAuthors(state)) return null;
  const [x, y] = pixelAt(spot, place);
  const over = state.frame === frames(state.answer) - 1;
  const cross = `M${x - 7},${y - 7}l14,14m0,-14l-14,14`;
  return html`<g class="guessed" aria-hidden="true">
    ${over && html`<path class="gap" d=${`M${x},${y}L${pixelAt(end, place).join()}`} />`}
    <path class="halo" stroke-width="6" d=${cross} /><path class="cross" d=${cross} />
    <text class="words quiet" x=${x} y=${y + (y > 40 ? -14 : 24)} text-anchor="middle">your guess</text>
  </g>`;
}

/**
 * @param {Spot} spot
 * @param {Place} place
 * @returns {Spot}
 */
const pixelAt = ([x, y], place) => [round(place.x(x)), round(place.y(y))];

/** @param {number} value */
const round = (value) => Math.round(value * 10) / 10;

/**
 * Where a path ends in the author's state: the last point of the line with this label, or of the first that moves.
 * @param {Item} item
 * @param {string} name of the panel
 * @param {string} [label]
 * @returns {Spot | undefined}
 */
export function endOf(item, name, label) {
  const line = panelOf(item, name)?.marks.find(
    (mark) => mark.mark === "line" && mark.moves && (!label || mark.label === label),
  );
  if (line?.mark !== "line") return undefined;
  const points = Array.from(line.x, (x, i) => /** @type {Spot} */ ([x ?? NaN, line.y[i] ?? NaN]));
  return points.findLast((point) => point.every(Number.isFinite));
}

/**
 * How far apart two places of a panel look, as a share of its width.
 * @param {Item} item
 * @param {string} name
 * @param {Spot} a
 * @param {Spot} b
 */
export function gapOf(item, name, a, b) {
  const panel = panelOf(item, name);
  if (!panel) return NaN;
  const across = part(panel.x, b[0]) - part(panel.x, a[0]);
  const up = part(panel.y, b[1]) - part(panel.y, a[1]);
  return Math.hypot(across, up / panel.aspect);
}

/** @param {Item} item @param {string} name */
const panelOf = ({ answer }, name) =>
  /** @type {import("../draw/scene.js").PlotPanel | undefined} */ (
    answer.panels.find((panel) => panel.kind === "plot" && panel.name === name)
  );

/** Where a value lies on an axis, from 0 to 1. @param {Axis} axis @param {number} value */
function part({ low, high, scale }, value) {
  const [a, b, c] = scale === "log" ? [low, high, value].map(Math.log) : [low, high, value];
  return (c - a) / (b - a);
}
