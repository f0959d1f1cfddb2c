import { useRef } from "preact/hooks";
import { html } from "../draw/html.js";
import { Name } from "./name.js";
import { NumberInput } from "./number.js";
import { equal } from "./values.js";

/** @typedef {import("./controls.js").ControlProps} ControlProps */

const FEW = 10; // options that stand in the open

const EDGE = 8; // pixels between the menu of many options and the window

/** @param {any} value of an option: a name, or an object with parameters */
const key = (value) => (typeof value === "string" ? value : JSON.stringify(value));

/** @param {ControlProps} props */
export function ChoiceControl({ spec, value, id, set }) {
  /** @param {Event} event */
  const change = ({ currentTarget }) => {
    const { value: picked } = /** @type {HTMLSelectElement} */ (currentTarget);
    set(spec.options.find((option) => key(option.value) === picked)?.value);
  };
  return html`<label class="name" for=${id}><${Name} spec=${spec} /></label>
    <select id=${id} name=${spec.name} onChange=${change}>
      ${spec.options.map(
        (option) =>
          html`<option value=${key(option.value)} selected=${equal(option.value, value)}>${option.label}</option>`,
      )}
    </select>`;
}

/** @param {ControlProps} props */
export function PicksControl({ spec, value, id, set }) {
  const { name, options } = spec;
  /** @param {string} option */
  const toggle = (option) =>
    set(
      options
        .map((each) => each.value)
        .filter((each) => value.includes(each) !== (each === option)),
    );
  const boxes = options.map(
    (option) => html`<label class="pick" key=${option.value}>
      <input type="checkbox" name=${name} value=${option.value} checked=${value.includes(option.value)} onChange=${() => toggle(option.value)} />
      <span>${option.label}</span>
    </label>`,
  );
  return html`<fieldset>
    <legend class="name"><${Name} spec=${spec} /></legend>
    ${
      options.length <= FEW
        ? html`<div class="picks">${boxes}</div>`
        : html`<${Menu} id=${id} words=${`${value.length} of ${options.length} …`}>${boxes}<//>`
    }
  </fieldset>`;
}

/**
 * A button that looks like the other choices and opens the boxes over the page: Escape and a press elsewhere close them.
 * @param {{ id: string, words: string, children: any }} props
 */
function Menu({ id, words, children }) {
  const button = useRef(/** @type {HTMLButtonElement | null} */ (null));
  /** @param {ToggleEvent} event */
  const place = ({ currentTarget, newState }) => {
    const menu = /** @type {HTMLElement} */ (currentTarget);
    if (newState !== "open" || !button.current) return;
    const { left, bottom } = button.current.getBoundingClientRect();
    const room = document.documentElement.clientWidth - menu.offsetWidth - EDGE;
    menu.style.left = `${scrollX + Math.max(EDGE, Math.min(left, room))}px`;
    menu.style.top = `${scrollY + bottom + 4}px`;
    menu.scrollIntoView({ block: "nearest" });
  };
  return html`<button type="button" class="menu" id=${id} ref=${button} popovertarget=${`${id}-menu`}>${words}</button>
    <div class="picks" id=${`${id}-menu`} popover="auto" onToggle=${place}>${children}</div>`;
}

/** @param {ControlProps} props */
export const ToggleControl = ({ spec, value, set }) =>
  html`<label class="switch">
    <input type="checkbox" name=${spec.name} checked=${value} onChange=${() => set(!value)} />
    <span><${Name} spec=${spec} /></span>
  </label>`;

/** @param {ControlProps} props */
export function PointControl({ spec, value, id, set }) {
  const track = { low: -Infinity, high: Infinity };
  return html`<fieldset>
    <legend class="name"><${Name} spec=${spec} /></legend>
    <div class="pair">
      ${["x", "y"].map(
        (letter, i) => html`<label>
          <i>${letter}</i>
          <${NumberInput}
            id=${i ? `${id}-y` : id}
            name=${`${spec.name}.${letter}`}
            label=${spec.label}
            track=${track}
            value=${value[i]}
            set=${(/** @type {number} */ number) => set(i ? [value[0], number] : [number, value[1]])}
          />
        </label>`,
      )}
    </div>
  </fieldset>`;
}
