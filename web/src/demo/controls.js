import { useEffect, useRef } from "preact/hooks";
import { html } from "../draw/html.js";
import { ChoiceControl, PicksControl, PointControl, ToggleControl } from "./choices.js";
import { CurveControl } from "./curve.js";
import { KnobsControl } from "./knobs.js";
import { NumberControl } from "./number.js";
import { TextControl } from "./text.js";
import { isShown } from "./values.js";

/**
 * @typedef {import("../draw/scene.js").Spec} Spec
 * @typedef {object} ControlProps
 * @property {Spec} spec with what the scene overrides
 * @property {import("../draw/scene.js").Tick[]} ticks
 * @property {any} value the one in force
 * @property {string} [said] that sentence
 * @property {any} [accepted] the one of the scene that is shown
 * @property {string} id of the control's first input
 * @property {string} [wrong] the id of the sentence that says what is wrong with the value
 * @property {(value: any) => void} set
 */

const KINDS = {
  number: NumberControl,
  toggle: ToggleControl,
  choice: ChoiceControl,
  picks: PicksControl,
  point: PointControl,
  text: TextControl,
  knobs: KnobsControl,
  curve: CurveControl,
};

/**
 * The form of a demo: one row of controls, further ones folded away. join: adds the reader's own rules to a menu.
 * @param {{ state: import("./state.js").State, join: (spec: Spec) => Spec, current: (name: string) => any, change: (changes: import("../draw/scene.js").Values) => void }} props
 */
export function Controls({ state, join, current, change }) {
  const { item, answer, problem, phase } = state;
  const form = item.form.map((spec) => join({ ...spec, ...answer.controls[spec.name] }));
  const shown = form.filter((spec) => isShown(spec, current));
  /** @param {Spec & { ticks?: import("../draw/scene.js").Tick[] }} spec */
  const field = ({ ticks = [], ...spec }) => {
    const id = `${item.id}-${spec.name}`;
    const wrong = problem?.control === spec.name ? `${id}-refused` : undefined;
    return html`<div class=${`control ${spec.kind}`} key=${spec.name}>
      <${KINDS[spec.kind]}
        spec=${spec}
        ticks=${ticks}
        value=${current(spec.name)}
        accepted=${answer.values[spec.name]}
        id=${id}
        wrong=${wrong}
        said=${wrong && problem?.message}
        set=${(/** @type {any} */ value) => change({ [spec.name]: value })}
      />
      ${wrong && html`<p class="wrong" id=${wrong} role="alert">${problem?.message}</p>`}
    </div>`;
  };
  const more = shown.filter((spec) => spec.more);
  const drawer = useRef(/** @type {HTMLDetailsElement | null} */ (null));
  const within = more.some(({ name }) => name === problem?.control);
  // A refusal in there is shown; whether it stays open is the reader's.
  useEffect(() => {
    if (within && drawer.current) drawer.current.open = true;
  }, [within]);
  return html`<form class="demo-controls" onSubmit=${(/** @type {Event} */ event) => event.preventDefault()}>
    <fieldset disabled=${phase === "static"} aria-label="Controls">
      <div class="row">${shown.filter((spec) => !spec.more).map(field)}</div>
      ${
        more.length > 0 &&
        html`<details class="demo-more" ref=${drawer}>
          <summary>More</summary>
          <div class="row">${more.map(field)}</div>
        </details>`
      }
    </fieldset>
  </form>`;
}
