import { useRef, useState } from "preact/hooks";
import { html } from "../draw/html.js";
import { Name } from "./name.js";
import { NumberInput } from "./number.js";
import { equal } from "./values.js";

/**
 * @typedef {import("./controls.js").ControlProps} ControlProps
 * @typedef {import("../draw/scene.js").Spec["options"][number]} Option
 */

const FEW = 10; // options that stand in the open, without headings

const EDGE = 8; // pixels between the menu of many options and the window

/** @param {any} value of an option: a name, or an object with parameters */
const key = (value) => (typeof value === "string" ? value : JSON.stringify(value));

/**
 * Options under their headings, in order: "" above those that have none.
 * @param {Option[]} options
 */
function groups(options) {
  /** @type {{ heading: string, members: Option[] }[]} */
  const found = [];
  for (const option of options) {
    const heading = option.group ?? "";
    if (found.at(-1)?.heading !== heading) found.push({ heading, members: [] });
    found.at(-1)?.members.push(option);
  }
  return found;
}

/** @param {ControlProps} props */
export function ChoiceControl({ spec, value, id, set }) {
  /** @param {Event} event */
  const change = ({ currentTarget }) => {
    const { value: picked } = /** @type {HTMLSelectElement} */ (currentTarget);
    set(spec.options.find((option) => key(option.value) === picked)?.value);
  };
  /** @param {Option} option */
  const line = (option) =>
    html`<option value=${key(option.value)} selected=${equal(option.value, value)}>${option.label}</option>`;
  const long = spec.options.length > FEW;
  return html`<label class="name" for=${id}><${Name} spec=${spec} /></label>
    <select id=${id} name=${spec.name} onChange=${change}>
      ${
        long
          ? groups(spec.options).map(({ heading, members }) =>
              heading
                ? html`<optgroup label=${heading}>${members.map(line)}</optgroup>`
                : members.map(line),
            )
          : spec.options.map(line)
      }
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
  /** @param {Option} option */
  const box = (option) => html`<label class="pick" key=${option.value}>
    <input type="checkbox" name=${name} value=${option.value} checked=${value.includes(option.value)} onChange=${() => toggle(option.value)} />
    <span>${option.label}</span>
  </label>`;
  return html`<fieldset>
    <legend class="name"><${Name} spec=${spec} /></legend>
    ${
      options.length <= FEW
        ? html`<div class="picks">${options.map(box)}</div>`
        : html`<${Menu} id=${id} words=${`${value.length} of ${options.length} …`} options=${options} box=${box} />`
    }
  </fieldset>`;
}

/**
 * A button that looks like the other choices and opens the boxes over the page, under their headings: Escape and a press
 * elsewhere close them. What is typed leaves those whose name or heading holds it.
 * @param {{ id: string, words: string, options: Option[], box: (option: Option) => any }} props
 */
function Menu({ id, words, options, box }) {
  const button = useRef(/** @type {HTMLButtonElement | null} */ (null));
  const [typed, setTyped] = useState("");
  const wanted = typed.trim().toLowerCase();
  const shown = options.filter(({ label, group = "" }) =>
    `${label} ${group}`.toLowerCase().includes(wanted),
  );
  /** @param {ToggleEvent} event */
  const place = ({ currentTarget, newState }) => {
    const menu = /** @type {HTMLElement} */ (currentTarget);
    if (newState !== "open" || !button.current) return setTyped("");
    const { left, bottom } = button.current.getBoundingClientRect();
    const room = document.documentElement.clientWidth - menu.offsetWidth - EDGE;
    menu.style.left = `${scrollX + Math.max(EDGE, Math.min(left, room))}px`;
    menu.style.top = `${scrollY + bottom + 4}px`;
    menu.scrollIntoView({ block: "nearest" });
  };
  return html`<button type="button" class="menu" id=${id} ref=${button} popovertarget=${`${id}-menu`}>${words}</button>
    <div id=${`${id}-menu`} popover="auto" onToggle=${place}>
      <input
        type="search"
        aria-label="Show only"
        placeholder="Show only …"
        value=${typed}
        onInput=${(/** @type {any} */ event) => setTyped(event.currentTarget.value)}
      />
      <div class="groups">
        ${groups(shown).map(
          ({ heading, members }) => html`<fieldset key=${heading}>
            ${heading && html`<legend>${heading}</legend>`} ${members.map(box)}
          </fieldset>`,
        )}
      </div>
      ${shown.length === 0 && html`<p class="name">None is called that.</p>`}
    </div>`;
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
