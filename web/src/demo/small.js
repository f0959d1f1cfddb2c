import { useEffect, useRef, useState } from "preact/hooks";
import { html } from "../draw/html.js";
import { Data } from "./data.js";
import { queryOf } from "./values.js";

/**
 * The small print: what a fair reader needs, and what to do with the demo elsewhere.
 * @param {{ state: import("./state.js").State, reset: () => void, embedAddress: (query: string) => string }} props
 */
export function Small({ state, reset, embedAddress }) {
  const { item, answer, values, phase } = state;
  const off = phase === "static";
  const embed = () => {
    const title = item.title.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
    const address = embedAddress(queryOf(values)).replaceAll("&", "&amp;");
    return `<iframe src="${address}" title="${title}" width="100%" height="760" style="border:0" loading="lazy" allowfullscreen></iframe>`;
  };
  /** @param {Event} event */
  const enlarge = ({ currentTarget }) => {
    const card = /** @type {HTMLElement} */ (currentTarget).closest(".demo-card");
    if (document.fullscreenElement) document.exitFullscreen();
    else card?.requestFullscreen?.();
  };
  return html`<div class="demo-small">
    <span class="note">${answer.note.join(" · ")}</span>
    <${Copy} label="Share" what="Link" off=${off} text=${() => stateLink(item, values)} />
    <${Copy} label="Embed" what="Code" off=${off} text=${embed} />
    <button type="button" disabled=${off} onClick=${enlarge}>Full screen</button>
    <button type="button" class="demo-reset" disabled=${off} onClick=${reset}>Reset</button>
    <${Data} columns=${answer.data} name=${`${item.demo}-${item.id}`} awake=${!off} />
    ${!off && html`<span class="address">${location.host + location.pathname}#${item.id}</span>`}
  </div>`;
}

/**
 * The address of the page with exactly this state.
 * @param {import("../draw/scene.js").Item} item
 * @param {import("../draw/scene.js").Values} values
 */
function stateLink(item, values) {
  const query = [`demo=${encodeURIComponent(item.id)}`, queryOf(values)].filter(Boolean).join("&");
  return `${location.origin}${location.pathname}?${query}#${item.id}`;
}

/**
 * A button that copies a text, says so, and shows the text where copying is not allowed.
 * @param {{ label: string, what: string, off: boolean, text: () => string }} props
 */
function Copy({ label, what, off, text }) {
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
