import { useEffect } from "preact/hooks";
import { html } from "../draw/html.js";
import { frames } from "../draw/scene.js";
import { usePrediction } from "../predict/guess.js";
import { BestSoFar } from "./best.js";
import { Controls } from "./controls.js";
import { Foreign, useLink } from "./foreign.js";
import { useLive } from "./live.js";
import { adopt, joined, useMine } from "./mine.js";
import { drawPanels } from "./panels.js";
import { Player } from "./player.js";
import { Small } from "./small.js";
import { inForce, isShown, setCoordinates } from "./values.js";
import { Waiting } from "./waiting.js";
import { Words } from "./words.js";

/**
 * @typedef {import("../draw/scene.js").Item} Item
 */

const BOUNDED = ["number", "curve"];

const STOPPED = "Stopped. The picture is the one from before; change a control to go on.";

/**
 * A whole demo: the same drawing where the page is built, before Python is there, and after.
 * @param {object} props
 * @param {Item} props.item
 * @param {import("./live.js").Python} [props.python]
 * @param {(phase: import("./state.js").Phase, busy: boolean) => void} [props.onPhase]
 * @param {(query: string) => string} [props.embedAddress]
 * @param {import("../predict/guess.js").Prediction} [props.prediction]
 */
export function Card({ item, python, onPhase, embedAddress = () => "", prediction }) {
  const [state, dispatch] = useLive(item, python);
  const [link, show] = useLink(item, python, dispatch);
  usePrediction(state, dispatch, prediction);
  const mine = useMine(python, state, dispatch);
  const { answer, values, phase, busy } = state;
  useEffect(() => onPhase?.(phase, busy), [phase, busy]);

  const current = (/** @type {string} */ name) => inForce(values, answer, name);
  const change = (/** @type {import("../draw/scene.js").Values} */ changes) =>
    dispatch({ type: "edit", changes });
  const mend = (/** @type {import("../draw/scene.js").Values} */ changes) =>
    dispatch({ type: "edit", changes, glides: true });
  const bounds = (/** @type {string} */ input) => {
    const [control] = input.split(".");
    const spec = item.form.find(({ name, kind }) => name === control && BOUNDED.includes(kind));
    return spec && { ...spec, ...answer.controls[control] };
  };
  const there = item.form.filter((spec) => isShown(spec, current)).map(({ name }) => name);
  const move = (/** @type {Record<string, number>} */ coordinates) =>
    change(setCoordinates(current, coordinates));
  const { fields, main, side, below } = drawPanels(state, { move, bounds }, prediction);

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
  <div class=${`demo-body${side ? " beside" : ""}`} onPointerEnter=${warm} onFocusIn=${warm} onTouchStart=${warm}>
    ${fields}
    ${main}
    ${frames(answer) > 1 && html`<${Player} state=${state} seek=${(/** @type {number} */ frame) => dispatch({ type: "seek", frame })} tell=${(/** @type {boolean} */ now) => dispatch({ type: "tell", now })} />`}
    <${Words} state=${state} there=${there} mend=${mend}>
      ${answer.score && html`<${BestSoFar} state=${state} score=${answer.score} mine=${mine} back=${back} />`}
      ${python && html`<${Waiting} state=${state} python=${python} stop=${stop} />`}
    <//>
    ${side}
    ${below}
    <${Controls} state=${state} join=${(/** @type {import("../draw/scene.js").Spec} */ spec) => joined(spec, mine)} current=${current} change=${change} />
    <${Small} state=${state} mine=${mine} reset=${() => dispatch({ type: "reset" })} embedAddress=${embedAddress} />
  </div>`;
}
