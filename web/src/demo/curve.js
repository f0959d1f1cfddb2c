import { useRef, useState } from "preact/hooks";
import { html } from "../draw/html.js";
import { number } from "../draw/numbers.js";
import { stroke } from "../draw/pens.js";
import { ARROWS, keepFromScrolling, NUDGE, pixelOf } from "./handle.js";
import { Name } from "./name.js";
import { NumberControl } from "./number.js";
import { tidy } from "./scale.js";
import { equal } from "./values.js";

/**
 * A function that the reader draws over its chart, or moves knot by knot; and the same as a list of numbers.
 *
 * @typedef {import("../draw/scene.js").CurveMark} CurveMark
 * @typedef {import("../draw/frame.js").Place} Place
 * @typedef {import("../draw/clip.js").Pixel} Pixel
 */

/**
 * @param {object} props
 * @param {CurveMark} props.mark
 * @param {ArrayLike<number>} props.values what the reader has set, or the scene's
 * @param {Place} props.place
 * @param {import("../draw/scene.js").Axis} props.axis of the values
 * @param {boolean} props.off
 * @param {(input: string) => import("./scale.js").Track | undefined} props.bounds
 * @param {import("./handle.js").Move} props.move
 * @param {(now: boolean) => void} props.drag
 */
export function Curve({ mark, values, place, axis, off, bounds, move, drag }) {
  const [chosen, setChosen] = useState(0); // the knot that Tab comes to
  const last = useRef(/** @type {Pixel | null} */ (null)); // where the hand was, while it draws
  const group = useRef(/** @type {SVGGElement | null} */ (null));
  const { box } = place;
  const xs = Array.from(mark.x, (x) => place.x(x ?? NaN));
  const knots = xs.map((x, i) => /** @type {Pixel} */ ([x, place.y(values[i])]));
  /** @param {Map<number, number>} tops the pixels to which knots go */
  const send = (tops) => {
    /** @type {Record<string, number>} */
    const set = {};
    for (const [i, top] of tops) {
      const input = `${mark.sets}.${i}`;
      const value = place.y.invert(Math.max(box.top, Math.min(box.bottom, top)));
      set[input] = tidy(bounds(input) ?? { ...axis, step: null }, value);
    }
    move(set);
  };
  /** @param {PointerEvent} event */
  const draw = (event) => {
    const to = pixelOf(event, place);
    send(painted(xs, last.current ?? to, to));
    last.current = to;
  };
  /** @param {PointerEvent} event */
  const down = (event) => {
    /** @type {Element} */ (event.currentTarget).setPointerCapture(event.pointerId);
    drag(true);
    draw(event);
  };
  const up = () => {
    last.current = null;
    drag(false);
  };
  /** @type {(i: number) => (event: KeyboardEvent) => void} */
  const key = (i) => (event) => {
    const [across, along] = ARROWS[event.key] ?? [0, 0];
    const end = { Home: 0, End: xs.length - 1 }[event.key];
    const next = end ?? Math.max(0, Math.min(xs.length - 1, i + across));
    if (end === undefined && !across && !along) return;
    event.preventDefault();
    event.stopPropagation();
    if (along) {
      const far = 2 * NUDGE * (box.bottom - box.top) * (event.shiftKey ? 5 : 1);
      return send(new Map([[i, knots[i][1] + along * far]]));
    }
    setChosen(next);
    /** @type {SVGElement | undefined} */ (group.current?.querySelectorAll(".knot")[next])?.focus();
  };
  const line = knots.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join("L");
  return html`<g class="drawn" ref=${group} role="group" aria-label=${mark.label}>
    <path class="halo" d=${`M${line}`} stroke-width=${mark.pen.width + 3} />
    <path d=${`M${line}`} stroke-linejoin="round" ...${stroke(mark.pen)} />
    <rect
      class="target"
      x=${box.left - 12}
      y=${box.top}
      width=${box.right - box.left + 24}
      height=${box.bottom - box.top}
      onTouchStart=${off ? undefined : keepFromScrolling}
      onPointerDown=${off ? undefined : down}
      onPointerMove=${(/** @type {PointerEvent} */ event) => last.current && draw(event)}
      onPointerUp=${up}
      onPointerCancel=${up}
    />
    ${knots.map(
      ([x, y], i) => html`<circle
        class="knot"
        cx=${x.toFixed(1)}
        cy=${y.toFixed(1)}
        r="5"
        role="slider"
        tabindex=${off ? undefined : i === chosen ? 0 : -1}
        aria-disabled=${off ? "true" : undefined}
        aria-label=${`${mark.label}: knot ${i + 1} of ${knots.length}, at ${number(mark.x[i] ?? NaN, 6)}`}
        aria-valuemin=${axis.low}
        aria-valuemax=${axis.high}
        aria-valuenow=${values[i]}
        aria-valuetext=${number(values[i], 3)}
        onKeyDown=${off ? undefined : key(i)}
        onFocus=${() => setChosen(i)}
      />`,
    )}
  </g>`;
}

/**
 * The knots that a stroke from one pixel to another passes, with the heights at which it does; the nearest to its end always.
 * @param {number[]} xs
 * @param {Pixel} from
 * @param {Pixel} to
 * @returns {Map<number, number>}
 */
export function painted(xs, from, to) {
  /** @type {Map<number, number>} */
  const tops = new Map();
  const [low, high] = from[0] < to[0] ? [from[0], to[0]] : [to[0], from[0]];
  xs.forEach((x, i) => {
    if (x < low || x > high || low === high) return;
    tops.set(i, from[1] + ((x - from[0]) / (to[0] - from[0])) * (to[1] - from[1]));
  });
  const distances = xs.map((x) => Math.abs(x - to[0]));
  tops.set(distances.indexOf(Math.min(...distances)), to[1]);
  return tops;
}

/**
 * Buttons with curves to begin with, and every number, folded away.
 * @param {import("./controls.js").ControlProps & { value: number[] }} props
 */
export function CurveControl({ spec, value, id, set }) {
  const { name, label, unit, at = [], presets = [] } = spec;
  /** @type {(place: number, i: number) => any} */
  const field = (place, i) => html`<div class="control number" key=${i}>
    <${NumberControl}
      spec=${{ ...spec, name: `${name}.${i}`, label: `${unit} ${number(place, 6)}`, symbol: "", unit: "" }}
      ticks=${[]}
      value=${value[i]}
      id=${i ? `${id}-${i}` : id}
      set=${(/** @type {number} */ one) => set(value.with(i, one))}
    />
  </div>`;
  return html`<fieldset>
    <legend class="name"><${Name} spec=${spec} /></legend>
    <div class="presets">
      ${presets.map(
        (preset) =>
          html`<button type="button" key=${preset.label} aria-pressed=${equal(preset.value, value)} onClick=${() => set(preset.value)}>${preset.label}</button>`,
      )}
    </div>
    <details>
      <summary>${label} in numbers</summary>
      <div class="row">${at.map(field)}</div>
    </details>
  </fieldset>`;
}
