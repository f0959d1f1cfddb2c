import { useEffect, useState } from "preact/hooks";
import { html } from "../draw/html.js";
import { encode } from "../share.js";
import { Copy } from "./copy.js";
import { Data } from "./data.js";
import { named } from "./mine.js";
import { Picture } from "./take.js";
import { queryOf } from "./values.js";

/**
 * The small print: what a fair reader needs, and what to do with the demo elsewhere.
 * @param {{ state: import("./state.js").State, mine: import("./mine.js").OwnRule[], reset: () => void, embedAddress: (query: string) => string }} props
 */
export function Small({ state, mine, reset, embedAddress }) {
  const { item, answer, values, phase } = state;
  const off = phase === "static";
  const shown = named(item.form, { ...answer.values, ...values }, mine);
  const own = useCode(shown);
  const query = [queryOf(values), own].filter(Boolean).join("&");
  const embed = () => {
    const title = item.title.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
    const address = embedAddress(query).replaceAll("&", "&amp;");
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
    <${Copy} label="Share" what="Link" off=${off} text=${() => stateLink(item, query)} />
    <${Copy} label="Embed" what="Code" off=${off} text=${embed} />
    <button type="button" disabled=${off} onClick=${enlarge}>Full screen</button>
    <button type="button" class="demo-reset" disabled=${off} onClick=${reset}>Reset</button>
    <${Data} columns=${answer.data} name=${`${item.demo}-${item.id}`} awake=${!off} />
    <${Picture} item=${item} off=${off} />
    ${answer.code && html`<${Code} text=${[...shown.map(({ source }) => source), answer.code].join("\n\n")} off=${off} />`}
    ${!off && html`<span class="address">${location.host + location.pathname}#${item.id}</span>`}
  </div>`;
}

/**
 * The address of the page with exactly this state.
 * @param {import("../draw/scene.js").Item} item
 * @param {string} query of the state
 */
function stateLink(item, query) {
  const all = [`demo=${encodeURIComponent(item.id)}`, query].filter(Boolean).join("&");
  return `${location.origin}${location.pathname}?${all}#${item.id}`;
}

/**
 * What a link needs for rules of the reader's own: their code. It is made beforehand, since a browser lets a page copy only
 * at the very moment of a click.
 * @param {import("./mine.js").OwnRule[]} rules
 */
function useCode(rules) {
  const [code, setCode] = useState("");
  const sources = rules.map(({ name, source }) => ({ name, source }));
  useEffect(() => {
    let here = true;
    if (sources.length) encode(sources).then((text) => here && setCode(`own=${text}`));
    else setCode("");
    return () => {
      here = false;
    };
  }, [JSON.stringify(sources)]);
  return code;
}

/**
 * The lines of Python that do the same outside of the page.
 * @param {{ text: string, off: boolean }} props
 */
const Code = ({ text, off }) => html`<details class="demo-code">
  <summary>Python</summary>
  <p><${Copy} label="Copy" what="Code" off=${off} text=${() => text} /></p>
  <pre tabindex="0" aria-label="The same in Python"><code>${text}</code></pre>
</details>`;
