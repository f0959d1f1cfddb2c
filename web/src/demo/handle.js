import { useRef, useState } from "preact/hooks";
import { html } from "../draw/html.js";
import { decimal, exact, number } from "../draw/numbers.js";
import { tidy } from "./scale.js";
import { coordinate } from "./values.js";

/**
 * A point that the reader drags, or moves with the arrow keys.
 *
 * @typedef {import("../draw/scene.js").HandleMark} HandleMark
 * @typedef {import("../draw/scene.js").Axis} Axis
 * @typedef {import("../draw/frame.js").Place} Place
 * @typedef {import("../draw/clip.js").Pixel} Pixel
 * @typedef {(coordinates: Record<string, number>) => void} Move
 * @typedef {Pick<Place, "width" | "box" | "x" | "y">} Sheet  of a place, what a handle needs
 */

/** @type {Record<string, Pixel | undefined>} */
export const ARROWS = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};
export const NUDGE = 0.01; // of the frame's width

/**
 * @param {{ mark: HandleMark, at: Pixel, point: [number, number], place: Sheet, off: boolean, glides: boolean, move: (point: Pixel) => void, drag: (now: boolean) => void }} props
 *   at: where it is, in pixels; point: the same in its coordinates; move: takes it to a pixel
 */
export function Handle({ mark, at, point, place, off, glides, move, drag }) {
  const [held, setHeld] = useState(false);
  const grip = useRef(/** @type {Pixel} */ ([0, 0]));
  /** @param {boolean} now */
  const hold = (now) => {
    setHeld(now);
    drag(now);
  };
  /** @param {PointerEvent} event */
  const down = (event) => {
    const target = /** @type {Element} */ (event.currentTarget);
    target.setPointerCapture(event.pointerId);
    const [x, y] = pixelOf(event, place);
    grip.current = [at[0] - x, at[1] - y];
    hold(true);
  };
  /** @param {PointerEvent} event */
  const moved = (event) => {
    if (!held) return;
    const [x, y] = pixelOf(event, place);
    move([x + grip.current[0], y + grip.current[1]]);
  };
  /** @param {KeyboardEvent} event */
  const key = (event) => {
    const arrow = ARROWS[event.key];
    if (!arrow) return;
    event.preventDefault();
    event.stopPropagation();
    const far = NUDGE * (place.box.right - place.box.left) * (event.shiftKey ? 5 : 1);
    move([at[0] + arrow[0] * far, at[1] + arrow[1] * far]);
  };
  const [x, y] = point;
  const axis = mark.moves[0] ? 0 : 1;
  const [low, high] = (axis ? place.y : place.x).domain();
  return html`<g
    class=${`handle${held ? " held" : glides ? " gliding" : ""}`}
    style=${`transform:translate(${at[0].toFixed(1)}px,${at[1].toFixed(1)}px)`}
    role="slider"
    tabindex=${off ? undefined : 0}
    aria-disabled=${off ? "true" : undefined}
    aria-label=${mark.label}
    aria-roledescription="movable point"
    aria-valuemin=${decimal(low)}
    aria-valuemax=${decimal(high)}
    aria-valuenow=${decimal(Number(exact([x, y][axis])))}
    aria-valuetext=${`${number(x, 3)}, ${number(y, 3)}`}
    onTouchStart=${off ? undefined : keepFromScrolling}
    onPointerDown=${off ? undefined : down}
    onPointerMove=${moved}
    onPointerUp=${() => hold(false)}
    onPointerCancel=${() => hold(false)}
    onClick=${(/** @type {Event} */ event) => event.stopPropagation()}
    onKeyDown=${key}
  >
    <circle class="target" r="22" />
    <circle class="knob" r="9" />
    <circle class="pupil" r="2.6" />
  </g>`;
}

/**
 * The coordinates of a handle: those that the reader set, or those of the scene.
 * @param {HandleMark} mark
 * @param {import("../draw/scene.js").Values} values
 * @returns {[number, number]}
 */
export function handlePoint({ x, y, moves, polar }, values) {
  const [first, second] = moves.map((input) => coordinate(values, input));
  if (typeof polar !== "number") return [first ?? x, second ?? y];
  const distance = first ?? Math.hypot(x, y);
  const angle = second === undefined ? Math.atan2(y, x) : (second + polar) * RADIAN;
  return [distance * Math.cos(angle), distance * Math.sin(angle)];
}

const RADIAN = Math.PI / 180; // per degree

/**
 * A finger on the handle drags it; `touch-action` does not reach into drawings in every browser.
 * @param {Event} event
 */
export const keepFromScrolling = (event) => event.preventDefault();

/**
 * Where a pointer is in the drawing's own pixels.
 * @param {MouseEvent} event
 * @param {{ width: number }} place
 * @returns {Pixel}
 */
export function pixelOf(event, place) {
  const target = /** @type {Element} */ (event.currentTarget);
  const drawing = /** @type {Element} */ (target.closest(".sheet > svg"));
  const { left, top, width } = drawing.getBoundingClientRect();
  const scale = place.width / width;
  return [(event.clientX - left) * scale, (event.clientY - top) * scale];
}

/**
 * The coordinates that a handle at a pixel sets: inside the frame, inside the bounds of their controls, and no finer than the drawing.
 * @param {HandleMark} mark
 * @param {Pixel} point
 * @param {Pick<Place, "box" | "x" | "y">} place
 * @param {{ x: Axis, y: Axis }} axes
 * @param {(input: string) => { low: number, high: number, step: number | null } | undefined} bounds
 */
export function coordinatesAt(mark, [left, top], place, axes, bounds) {
  const { box } = place;
  const spots = [
    Math.max(box.left, Math.min(box.right, left)),
    Math.max(box.top, Math.min(box.bottom, top)),
  ];
  /** @type {Record<string, number>} */
  const coordinates = {};
  if (typeof mark.polar === "number") {
    const [x, y] = [place.x.invert(spots[0]), place.y.invert(spots[1])];
    const values = [Math.hypot(x, y), Math.atan2(y, x) / RADIAN - mark.polar];
    mark.moves.forEach((input, i) => {
      const bound = input ? bounds(input) : undefined;
      if (!input || !bound) return;
      const value = i ? turnedInto(bound.low, values[i]) : values[i];
      coordinates[input] = tidy({ ...bound, scale: "linear" }, value);
    });
    return coordinates;
  }
  mark.moves.forEach((input, i) => {
    if (!input) return;
    const [axis, scale] = i ? [axes.y, place.y] : [axes.x, place.x];
    const bound = bounds(input);
    const low = Math.max(axis.low, bound?.low ?? -Infinity);
    const high = Math.min(axis.high, bound?.high ?? Infinity);
    coordinates[input] = tidy(
      { low, high, step: bound?.step ?? null, scale: axis.scale },
      scale.invert(spots[i]),
    );
  });
  return coordinates;
}

/**
 * The same angle within the full turn that begins at `low`, in degrees.
 * @param {number} low
 * @param {number} angle
 */
const turnedInto = (low, angle) => low + ((((angle - low) % 360) + 360) % 360);
