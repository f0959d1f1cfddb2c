import { html } from "../draw/html.js";
import { ChoiceControl, PicksControl, PointControl, ToggleControl } from "./choices.js";
import { NumberControl } from "./number.js";
import { isShown } from "./values.js";

/**
 * @typedef {import("../draw/scene.js").Spec} Spec
 * @typedef {object} ControlProps
 * @property {Spec} spec with what the scene overrides
 * @property {import("../draw/scene.js").Tick[]} ticks
 * @property {any} value the one in force
 * @property {string} id of the control's first input
 * @property {(value: any) => void} set
 */

const KINDS = {
  number: NumberControl,
  toggle: ToggleControl,
  choice: ChoiceControl,
  picks: PicksControl,
  point: PointControl,
};

/**
 * The form of a demo: one row of controls, further ones folded away.
 * @param {{ state: import("./state.js").State, current: (name: string) => any, change: (changes: import("../draw/scene.js").Values) => void }} props
 */
export function Controls({ state, current, change }) {
  const { item, answer, problem, phase } = state;
  const form = item.form.map((spec) => ({ ...spec, ...answer.controls[spec.name] }));
  const shown = form.filter((spec) => isShown(spec, current));
  /** @param {Spec & { ticks?: import("../draw/scene.js").Tick[] }} spec */
  const field = ({ ticks = [], ...spec }) => {
    const id = `${item.id}-${spec.name}`;
    const wrong = problem?.control === spec.name;
    return html`<div class=${`control ${spec.kind}`} key=${spec.name}>
      <${KINDS[spec.kind]}
        spec=${spec}
        ticks=${ticks}
        value=${current(spec.name)}
        id=${id}
        set=${(/** @type {any} */ value) => change({ [spec.name]: value })}
      />
      ${wrong && html`<p class="wrong" role="alert">${problem.message}</p>`}
    </div>`;
  };
  const more = shown.filter((spec) => spec.more);
  return html`<form class="demo-controls" onSubmit=${(/** @type {Event} */ event) => event.preventDefault()}>
    <fieldset disabled=${phase === "static"} aria-label="Controls">
      <div class="row">${shown.filter((spec) => !spec.more).map(field)}</div>
      ${
        more.length > 0 &&
        html`<details class="demo-more" open=${more.some(({ name }) => name === problem?.control) || undefined}>
          <summary>More</summary>
          <div class="row">${more.map(field)}</div>
        </details>`
      }
    </fieldset>
  </form>`;
}
