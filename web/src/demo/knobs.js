import { useState } from "preact/hooks";
import { html } from "../draw/html.js";
import { Name } from "./name.js";
import { NumberControl } from "./number.js";
import { Swatch } from "./table.js";

/**
 * @typedef {import("../draw/scene.js").KnobRow} KnobRow
 * @typedef {import("../draw/scene.js").Knob} Knob
 * @typedef {Record<string, Record<string, number>>} Settings what the reader has set, by rule and knob
 */

const ANY = { low: -Infinity, high: Infinity }; // Python knows which numbers are valid beyond the slider

/**
 * Every knob of every rule that is picked, folded by rule.
 * @param {import("./controls.js").ControlProps & { value: Settings }} props
 */
export function KnobsControl({ spec, value, id, set }) {
  const rows = (spec.rows ?? []).filter(({ knobs }) => knobs.length > 0);
  return html`<fieldset>
    <legend class="name"><${Name} spec=${spec} /></legend>
    ${rows.map(
      (row, i) =>
        html`<${Row} key=${row.rule} row=${row} first=${i === 0} given=${value[row.rule] ?? {}} id=${`${id}-${row.rule}`} set=${(/** @type {Record<string, number>} */ given) => set(withRow(value, row.rule, given))} />`,
    )}
    ${rows.length === 0 && html`<p class="none">Nothing to set: these have no knobs.</p>`}
  </fieldset>`;
}

/**
 * The settings with those of one rule replaced; a rule of which nothing is set is left out.
 * @param {Settings} settings
 * @param {string} rule
 * @param {Record<string, number>} given
 * @returns {Settings}
 */
export function withRow(settings, rule, given) {
  const { [rule]: _, ...others } = settings;
  return Object.keys(given).length ? { ...others, [rule]: given } : others;
}

/** @param {{ row: KnobRow, first: boolean, given: Record<string, number>, id: string, set: (given: Record<string, number>) => void }} props */
function Row({ row, first, given, id, set }) {
  const [open] = useState(first); // from then on it is the reader's
  const { rule, title, pen, knobs } = row;
  const changed = Object.keys(given).length > 0;
  /** @param {Knob} knob */
  const field = (knob) => html`<div class="control number" key=${knob.name}>
    <${NumberControl}
      spec=${{ ...knob, name: `${rule}.${knob.name}`, unit: "" }}
      ticks=${[]}
      value=${given[knob.name] ?? knob.value}
      id=${`${id}-${knob.name}`}
      bounds=${{ ...ANY, step: knob.step }}
      set=${(/** @type {number} */ number) => set({ ...given, [knob.name]: number })}
    />
  </div>`;
  return html`<details open=${open}>
    <summary><${Swatch} pen=${pen} />${title}</summary>
    <div class="row" role="group" aria-label=${title}>${knobs.map(field)}</div>
    <button type="button" class="reset" disabled=${!changed} onClick=${() => set({})}>Reset ${title}</button>
  </details>`;
}
