import { useRef, useState } from "preact/hooks";
import { html } from "../draw/html.js";
import { number, textWidth } from "../draw/numbers.js";
import { Name } from "./name.js";
import { shareOf, tickNear, valueAt } from "./scale.js";

/**
 * @typedef {import("./scale.js").Track} Track
 * @typedef {{ at: number, label: string, row: number, edge: "start" | "middle" | "end" }} TickLabel
 */

const FINE = 1000; // positions of a slider
const TRACK = 220; // about the pixels of its track, to keep the labels of ticks apart

/**
 * A number: a slider, and beside its name the exact value to type over.
 * @param {import("./controls.js").ControlProps & { bounds?: Bounds }} props bounds: what may be typed, if that is more than the slider has
 */
export function NumberControl({ spec, ticks, value, id, set, bounds = spec }) {
  const held = useRef(false);
  const share = shareOf(spec, value);
  /** @param {Event} event */
  const slide = ({ currentTarget }) => {
    const to = Number(/** @type {HTMLInputElement} */ (currentTarget).value) / FINE;
    // Only a drag is drawn to a tick: a key must be able to leave it.
    const tick = held.current && tickNear(spec, ticks, to);
    set(tick ? tick.value : nudged(spec, value, to));
  };
  const hold = (/** @type {boolean} */ now) => () => {
    held.current = now;
  };
  return html`<label class="name" for=${id}><${Name} spec=${spec} /></label>
    <${NumberInput} id=${id} name=${spec.name} label=${spec.label} track=${bounds} value=${value} set=${set} />
    ${spec.unit && html`<span class="unit">${spec.unit}</span>`}
    <input
      type="range"
      data-for=${spec.name}
      aria-label=${`${spec.label}, slider`}
      aria-valuetext=${`${number(value, 3)} ${spec.unit}`.trim()}
      min="0"
      max=${FINE}
      value=${Math.round(share * FINE)}
      style=${`--at:${(share * 100).toFixed(1)}%`}
      onInput=${slide}
      onPointerDown=${hold(true)}
      onPointerUp=${hold(false)}
      onPointerCancel=${hold(false)}
    />
    <div class="ticks" aria-hidden="true">
      ${tickLabels(spec, ticks).map(
        ({ at, label, row, edge }) =>
          html`<span class=${`${edge}${row ? " lower" : ""}`} style=${`--at:${(at * 100).toFixed(1)}%`}>${label}</span>`,
      )}
    </div>`;
}

/**
 * The value at a share of the track; a control with coarse steps moves by one step at least.
 * @param {Track} track
 * @param {number} value
 * @param {number} share
 */
function nudged(track, value, share) {
  const next = valueAt(track, share);
  const before = Math.round(shareOf(track, value) * FINE) / FINE;
  if (!track.step || next !== value || share === before) return next;
  return Math.max(track.low, Math.min(track.high, value + Math.sign(share - before) * track.step));
}

/**
 * The ends of the track and the scene's ticks, in two rows where they would touch; an end gives way to a tick.
 * @param {Track} track
 * @param {import("../draw/scene.js").Tick[]} ticks
 * @returns {TickLabel[]}
 */
export function tickLabels(track, ticks) {
  /** @type {{ left: number, right: number, row: number }[]} */
  const taken = [];
  /** @type {TickLabel[]} */
  const labels = [];
  /** @type {(value: number, label: string, rows: number[]) => void} */
  const add = (value, label, rows) => {
    const at = shareOf(track, value);
    const half = textWidth(label, 12) / 2;
    const edge = at * TRACK < half ? "start" : (1 - at) * TRACK < half ? "end" : "middle";
    const middle = at * TRACK + { start: half, middle: 0, end: -half }[edge];
    const row = rows.find((each) =>
      taken.every(
        (other) =>
          other.row !== each || middle + half + 6 < other.left || middle - half - 6 > other.right,
      ),
    );
    if (row === undefined) return;
    taken.push({ left: middle - half, right: middle + half, row });
    labels.push({ at, label, row, edge });
  };
  for (const { value, label } of ticks) {
    if (value >= track.low && value <= track.high) add(value, label, [0, 1]);
  }
  add(track.low, number(track.low), [0]);
  add(track.high, number(track.high), [0]);
  return labels;
}

/**
 * A field for a number. It takes any text while it is typed: a good number acts at once, a bad one is named when
 * the reader leaves the field. A value from elsewhere, such as the slider, replaces the text.
 * @param {{ id: string, name: string, label: string, track: Bounds, value: number, set: (value: number) => void }} props
 */
export function NumberInput({ id, name, label, track, value, set }) {
  const [draft, setDraft] = useState({ text: "", of: NaN, wrong: "" });
  const { text, wrong } = draft.of === value ? draft : { text: typed(value), wrong: "" };
  /** @param {Event} event */
  const typing = ({ currentTarget }) => {
    const { value: text } = /** @type {HTMLInputElement} */ (currentTarget);
    const good = accepts(text, track);
    setDraft({ text, of: good ? Number(text) : value, wrong: good ? "" : wrong });
    if (good && Number(text) !== value) set(Number(text));
  };
  /** @param {Event} event */
  const left = ({ currentTarget }) => {
    const { value: text, validity } = /** @type {HTMLInputElement} */ (currentTarget);
    const empty = text === "" && !validity.badInput;
    const good = empty || accepts(text, track);
    setDraft({ text, of: good ? NaN : value, wrong: good ? "" : refusal(label, text, track) });
  };
  return html`<input
      type="number"
      id=${id}
      name=${name}
      step="any"
      inputmode="decimal"
      autocomplete="off"
      value=${text}
      aria-invalid=${wrong ? "true" : undefined}
      aria-describedby=${wrong ? `${id}-wrong` : undefined}
      onInput=${typing}
      onChange=${left}
      onBlur=${left}
    />
    ${wrong && html`<p class="wrong" id=${`${id}-wrong`} role="alert">${wrong}</p>`}`;
}

/**
 * A number as one types it, short enough for its field: 1e-6, and not 0.000001.
 * @param {number} value
 */
export const typed = (value) =>
  value !== 0 && Math.abs(value) < 1e-4 ? value.toExponential() : String(value);

/** @typedef {{ low: number, high: number, step?: number | null }} Bounds */

/**
 * @param {string} text
 * @param {Bounds} bounds
 */
const accepts = (text, { low, high, step }) =>
  text !== "" &&
  Number.isFinite(Number(text)) &&
  Number(text) >= low &&
  Number(text) <= high &&
  (!Number.isInteger(step) || Number.isInteger(Number(text)));

/**
 * @param {string} label
 * @param {string} text
 * @param {Bounds} bounds
 */
function refusal(label, text, { low, high, step }) {
  const kind = Number.isInteger(step) ? "a whole number" : "a number";
  const range = Number.isFinite(low) ? ` from ${number(low, 6)} to ${number(high, 6)}` : "";
  return `${label} must be ${kind}${range}${text ? `, got ${text}` : ""}.`;
}
