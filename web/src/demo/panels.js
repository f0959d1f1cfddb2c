import { useMemo } from "preact/hooks";
import { drawField } from "../draw/field.js";
import { html } from "../draw/html.js";
import { Surface } from "../surface/panel.js";
import { Plot } from "./plot.js";
import { TablePanel } from "./table.js";

/** @typedef {import("../predict/guess.js").Prediction} Prediction */

/**
 * @typedef {import("../draw/scene.js").Panel} Panel
 */

// As in demo.css, of a card at its full width, in pixels.
const WIDE = 958;
const SIDE = 358;
const PAD = 16;
const GAP = 24;
const MANY = 3; // main panels in a row: more of them make further rows

const AREAS = ["main", "side", "below"];

/**
 * The panels of a scene, drawn, by their areas; an area without any is null.
 * @param {import("./state.js").State} state
 * @param {object} handles what a drawing does with its handles
 * @param {(coordinates: Record<string, number>) => void} [handles.move]
 * @param {(input: string) => { low: number, high: number, step: number | null } | undefined} [handles.bounds]
 * @param {Prediction} [prediction] what the reader is to predict of them
 */
export function drawPanels(state, { move = () => {}, bounds = () => undefined } = {}, prediction) {
  const { answer, item, frame } = state;
  const fieldId = (/** @type {string} */ name) => `${item.id}-field-${name}`;
  const rows = AREAS.map((area) => answer.panels.filter((panel) => panel.area === area));
  const beside = rows[1].length > 0;
  /** @type {(panel: Panel, at: number, row: Panel[]) => any} */
  const draw = (panel, _, row) =>
    panel.kind === "table"
      ? html`<${TablePanel} key=${panel.name} panel=${panel} frame=${frame} />`
      : html`<${panel.kind === "surface" ? Surface : Plot}
          key=${panel.name}
          panel=${panel}
          state=${state}
          id=${`${item.id}-${panel.name}`}
          fieldId=${fieldId}
          nominal=${nominalWidth(panel, row.length, beside)}
          move=${move}
          bounds=${bounds}
          prediction=${prediction}
        />`;
  const [main, side, below] = rows.map((row, at) =>
    row.length || !at ? html`<div class=${`demo-${AREAS[at]}`}>${row.map(draw)}</div>` : null,
  );
  return {
    fields: html`<${Fields} fields=${answer.fields} fieldId=${fieldId} />`,
    main,
    side,
    below,
  };
}

/**
 * The width of a panel in a card at its full width: what the page is built with.
 * @param {Panel} panel
 * @param {number} count panels in its row
 * @param {boolean} beside whether main and side stand side by side
 */
function nominalWidth(panel, count, beside) {
  if (panel.area === "side") return SIDE - 2 * PAD;
  if (panel.area === "below") return Math.round((WIDE - 2 * PAD - GAP * (count - 1)) / count);
  const whole = panel.kind === "surface" || (panel.kind === "plot" && panel.frame === "plane");
  const padding = whole ? 0 : 2 * PAD;
  return Math.round((beside ? WIDE - SIDE : WIDE) / (count > MANY ? MANY : count)) - padding;
}

/**
 * The fields of a scene, drawn once for all panels.
 * @param {{ fields: import("../draw/scene.js").Answer["fields"], fieldId: (name: string) => string }} props
 */
const Fields = ({ fields, fieldId }) =>
  html`<svg class="demo-fields" aria-hidden="true"><defs>
    ${Object.entries(fields).map(([name, field]) => html`<${FieldShape} key=${name} field=${field} id=${fieldId(name)} />`)}
  </defs></svg>`;

/** @param {{ field: import("../draw/scene.js").Field, id: string }} props */
const FieldShape = ({ field, id }) => useMemo(() => drawField(field, id), [field]);
