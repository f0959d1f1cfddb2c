import { useEffect, useReducer } from "preact/hooks";
import { drawPanels } from "../demo/panels.js";
import { Player } from "../demo/player.js";
import { reduce, start } from "../demo/state.js";
import { Bold } from "../demo/words.js";
import { html } from "../draw/html.js";
import { frames } from "../draw/scene.js";

/**
 * A scene that has no controls: the panels of a demo's card, with its time bar and its sentence.
 * @param {{ id: string, scene: Omit<import("../draw/scene.js").Answer, "values">, alive: boolean }} props
 */
export function Drawing({ id, scene, alive }) {
  const answer = { ...scene, values: {} };
  const item = { demo: "", id, title: "", form: [], given: {}, answer };
  const [state, dispatch] = useReducer(reduce, item, start);
  useEffect(() => {
    if (alive) dispatch({ type: "mount" });
  }, []);
  const { fields, main, side, below } = drawPanels(state);
  return html`<div class="demo drawn">
    <div class="demo-card"><div class=${`demo-body${side ? " beside" : ""}`}>
      ${fields} ${main} ${side} ${below}
      ${frames(answer) > 1 && html`<${Player} state=${state} seek=${(/** @type {number} */ frame) => dispatch({ type: "seek", frame })} tell=${(/** @type {boolean} */ now) => dispatch({ type: "tell", now })} />`}
      ${answer.summary && html`<div class="demo-words"><p class="summary"><${Bold} text=${answer.summary} /></p></div>`}
    </div></div>
  </div>`;
}
