import { useEffect, useRef, useState } from "preact/hooks";
import { html } from "../draw/html.js";
import { Name } from "./name.js";

const PAUSE = 300; // milliseconds without a key, after which what is typed counts

/**
 * A line of text. What is typed stays, whatever is thought of it, until another value comes from elsewhere; Escape brings
 * back the one that is shown. The letter at which the sentence says that it goes wrong is marked.
 * @param {import("./controls.js").ControlProps} props
 */
export function TextControl({ spec, value, accepted, id, wrong, said = "", set }) {
  const [draft, setDraft] = useState({ text: "", of: NaN });
  const [scrolled, setScrolled] = useState(0);
  const timer = useRef(0);
  const now = useRef(value);
  now.current = value;
  useEffect(() => () => clearTimeout(timer.current), []);
  const text = draft.of === value ? draft.text : value;
  /** @param {string} text */
  const send = (text) => {
    clearTimeout(timer.current);
    if (text !== value) set(text);
  };
  /** @param {Event} event */
  const typed = ({ currentTarget }) => {
    const { value: text } = /** @type {HTMLInputElement} */ (currentTarget);
    setDraft({ text, of: value });
    clearTimeout(timer.current);
    timer.current = window.setTimeout(() => now.current === value && send(text), PAUSE);
  };
  /** @param {Event} event */
  const done = ({ currentTarget }) => send(/** @type {HTMLInputElement} */ (currentTarget).value);
  const back = (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== "Escape") return;
    setDraft({ text: accepted, of: value });
    send(accepted);
  };
  const column = text === value && /\(column (\d+)\)$/.exec(said)?.[1];
  return html`<label class="name" for=${id}><${Name} spec=${spec} /></label>
    <div class="line"><input
      type="text"
      id=${id}
      name=${spec.name}
      autocomplete="off"
      autocapitalize="off"
      spellcheck=${false}
      value=${text}
      aria-invalid=${wrong ? "true" : undefined}
      aria-describedby=${wrong}
      onInput=${typed}
      onChange=${done}
      onKeyDown=${back}
      onScroll=${(/** @type {Event} */ event) => setScrolled(/** @type {Element} */ (event.currentTarget).scrollLeft)}
    />${column && html`<span class="place" style=${`--column:${column};--scrolled:${scrolled}px`}></span>`}</div>`;
}
