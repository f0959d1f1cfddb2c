import { useEffect, useReducer } from "preact/hooks";
import { Fields, nominalWidth } from "../demo/card.js";
import { Player } from "../demo/player.js";
import { Plot } from "../demo/plot.js";
import { reduce, start } from "../demo/state.js";
import { TablePanel } from "../demo/table.js";
import { Bold } from "../demo/words.js";
import { html } from "../draw/html.js";
import { frames } from "../draw/scene.js";
import { Surface } from "../surface/panel.js";

const nothing = () => undefined;

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
  const fieldId = (/** @type {string} */ name) => `${id}-field-${name}`;
  const areas = ["main", "side", "below"].map((area) => ({
    area,
    panels: answer.panels.filter((panel) => panel.area === area),
  }));
  const beside = areas[1].panels.length > 0;
  /** @type {(panel: import("../draw/scene.js").Panel, row: import("../draw/scene.js").Panel[]) => any} */
  const draw = (panel, row) =>
    panel.kind === "table"
      ? html`<${TablePanel} key=${panel.name} panel=${panel} frame=${state.frame} />`
      : html`<${panel.kind === "surface" ? Surface : Plot}
          key=${panel.name}
          panel=${panel}
          state=${state}
          id=${`${id}-${panel.name}`}
          fieldId=${fieldId}
          nominal=${nominalWidth(panel, row.length, beside)}
          move=${nothing}
          bounds=${nothing}
        />`;
  return html`<div class="demo drawn">
    <div class="demo-card"><div class=${`demo-body${beside ? " beside" : ""}`}>
      <${Fields} fields=${answer.fields} fieldId=${fieldId} />
      ${areas.map(
        ({ area, panels }) =>
          panels.length > 0 &&
          html`<div class=${`demo-${area}`}>${panels.map((panel) => draw(panel, panels))}</div>`,
      )}
      ${frames(answer) > 1 && html`<${Player} state=${state} seek=${(/** @type {number} */ frame) => dispatch({ type: "seek", frame })} tell=${(/** @type {boolean} */ now) => dispatch({ type: "tell", now })} />`}
      ${answer.summary && html`<div class="demo-words"><p class="summary"><${Bold} text=${answer.summary} /></p></div>`}
    </div></div>
  </div>`;
}
