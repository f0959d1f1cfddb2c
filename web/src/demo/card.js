import { useEffect, useMemo } from "preact/hooks";
import { drawField } from "../draw/field.js";
import { html } from "../draw/html.js";
import { frames } from "../draw/scene.js";
import { Surface } from "../surface/panel.js";
import { BestSoFar } from "./best.js";
import { Controls } from "./controls.js";
import { Foreign, useLink } from "./foreign.js";
import { useLive } from "./live.js";
import { adopt, joined, useMine } from "./mine.js";
import { Player } from "./player.js";
import { Plot } from "./plot.js";
import { Small } from "./small.js";
import { TablePanel } from "./table.js";
import { inForce, isShown, setCoordinates } from "./values.js";
import { Waiting } from "./waiting.js";
import { Words } from "./words.js";

/**
 * @typedef {import("../draw/scene.js").Item} Item
 * @typedef {import("../draw/scene.js").Panel} Panel
 */

const STOPPED = "Stopped. The picture is the one from before; change a control to go on.";

// As in demo.css, of a card at its full width, in pixels.
const WIDE = 958;
const SIDE = 358;
const PAD = 16;
const GAP = 24;
const MANY = 3; // main panels in a row: more of them make further rows

/**
 * A whole demo: the same drawing where the page is built, before Python is there, and after.
 * @param {object} props
 * @param {Item} props.item
 * @param {import("./live.js").Python} [props.python]
 * @param {(phase: import("./state.js").Phase, busy: boolean) => void} [props.onPhase]
 * @param {(query: string) => string} [props.embedAddress]
 */
export function Card({ item, python, onPhase, embedAddress = () => "" }) {
  const [state, dispatch] = useLive(item, python);
  const [link, show] = useLink(item, python, dispatch);
  const mine = useMine(python, state, dispatch);
  const { answer, values, phase, busy } = state;
  useEffect(() => onPhase?.(phase, busy), [phase, busy]);

  const current = (/** @type {string} */ name) => inForce(values, answer, name);
  const change = (/** @type {import("../draw/scene.js").Values} */ changes) =>
    dispatch({ type: "edit", changes });
  const mend = (/** @type {import("../draw/scene.js").Values} */ changes) =>
    dispatch({ type: "edit", changes, glides: true });
  const bounds = (/** @type {string} */ input) => {
    const spec = item.form.find(({ name, kind }) => name === input && kind === "number");
    return spec && { ...spec, ...answer.controls[input] };
  };
  const there = item.form.filter((spec) => isShown(spec, current)).map(({ name }) => name);
  const fieldId = (/** @type {string} */ name) => `${item.id}-field-${name}`;

  const [main, side, below] = ["main", "side", "below"].map((area) =>
    answer.panels.filter((panel) => panel.area === area),
  );
  const beside = side.length > 0;
  /** @type {(panel: Panel, row: Panel[]) => any} */
  const draw = (panel, row) =>
    panel.kind === "table"
      ? html`<${TablePanel} key=${panel.name} panel=${panel} frame=${state.frame} />`
      : html`<${panel.kind === "surface" ? Surface : Plot}
          key=${panel.name}
          panel=${panel}
          state=${state}
          id=${`${item.id}-${panel.name}`}
          fieldId=${fieldId}
          nominal=${nominalWidth(panel, row.length, beside)}
          move=${(/** @type {Record<string, number>} */ coordinates) => change(setCoordinates(current, coordinates))}
          bounds=${bounds}
        />`;

  const warm = python && (() => python.warm({ demo: item.demo, values: item.given }));
  const stop = () => {
    dispatch({ type: "refuse", message: STOPPED, last: true });
    python?.stop();
  };
  const back = async (/** @type {import("./best.js").Best} */ { values, own }) => {
    const lost = own.filter(({ name }) => !mine.some((rule) => rule.name === name));
    if (python && lost.length) await adopt(python, lost);
    change(values);
  };
  return html`${python && link && html`<${Foreign} link=${link} item=${item} mine=${mine} python=${python} show=${show} />`}
  <div class=${`demo-body${beside ? " beside" : ""}`} onPointerEnter=${warm} onFocusIn=${warm} onTouchStart=${warm}>
    <${Fields} fields=${answer.fields} fieldId=${fieldId} />
    <div class="demo-main">${main.map((panel) => draw(panel, main))}</div>
    ${frames(answer) > 1 && html`<${Player} state=${state} seek=${(/** @type {number} */ frame) => dispatch({ type: "seek", frame })} tell=${(/** @type {boolean} */ now) => dispatch({ type: "tell", now })} />`}
    <${Words} state=${state} there=${there} mend=${mend}>
      ${answer.score && html`<${BestSoFar} state=${state} score=${answer.score} mine=${mine} back=${back} />`}
      ${python && html`<${Waiting} state=${state} python=${python} stop=${stop} />`}
    <//>
    ${beside && html`<div class="demo-side">${side.map((panel) => draw(panel, side))}</div>`}
    ${below.length > 0 && html`<div class="demo-below">${below.map((panel) => draw(panel, below))}</div>`}
    <${Controls} state=${state} join=${(/** @type {import("../draw/scene.js").Spec} */ spec) => joined(spec, mine)} current=${current} change=${change} />
    <${Small} state=${state} mine=${mine} reset=${() => dispatch({ type: "reset" })} embedAddress=${embedAddress} />
  </div>`;
}

/**
 * The width of a panel in a card at its full width: what the page is built with.
 * @param {Panel} panel
 * @param {number} count panels in its row
 * @param {boolean} beside whether main and side stand side by side
 */
export function nominalWidth(panel, count, beside) {
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
export const Fields = ({ fields, fieldId }) =>
  html`<svg class="demo-fields" aria-hidden="true"><defs>
    ${Object.entries(fields).map(([name, field]) => html`<${FieldShape} key=${name} field=${field} id=${fieldId(name)} />`)}
  </defs></svg>`;

/** @param {{ field: import("../draw/scene.js").Field, id: string }} props */
const FieldShape = ({ field, id }) => useMemo(() => drawField(field, id), [field]);
