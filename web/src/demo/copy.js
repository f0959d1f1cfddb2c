import { useEffect, useRef, useState } from "preact/hooks";
import { html } from "../draw/html.js";

/**
 * A button that copies a text, says so, and shows the text where copying is not allowed.
 * @param {{ label: string, what: string, off: boolean, text: () => string }} props
 */
export function Copy({ label, what, off, text }) {
  const [done, setDone] = useState("");
  const [shown, setShown] = useState("");
  const timer = useRef(0);
  useEffect(() => () => clearTimeout(timer.current), []);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text());
      setDone(`${what} copied`);
      timer.current = window.setTimeout(() => setDone(""), 2500);
    } catch {
      setShown(text());
    }
  };
  return html`<span class="copier">
      <button type="button" disabled=${off} onClick=${copy}>${label}</button>
      <span class="done" role="status">${done}</span>
    </span>
    ${shown && html`<input class="copy" readonly aria-label=${`${what} to copy`} value=${shown} onFocus=${(/** @type {Event} */ event) => /** @type {HTMLInputElement} */ (event.currentTarget).select()} />`}`;
}
