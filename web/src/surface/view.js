import { useRef, useState } from "preact/hooks";
import { turned, zoomed } from "./camera.js";

/**
 * The reader's view of a surface, and the gestures that change it: drag to turn, pinch or Ctrl and wheel to zoom, keys for both.
 * A page scrolls as ever: a finger that moves up or down takes the page along, one that moves sideways turns the surface.
 *
 * @typedef {import("./camera.js").Camera} Camera
 * @typedef {import("../draw/clip.js").Pixel} Pixel
 */

const SPEED = 0.4; // degrees to a pixel
const TURN = 10; // degrees of a key or a button
const NEARER = 1.25;

/** @type {Record<string, ((camera: Camera) => Camera | null) | undefined>} */
const MOVES = {
  ArrowLeft: (camera) => turned(camera, -TURN, 0),
  ArrowRight: (camera) => turned(camera, TURN, 0),
  ArrowUp: (camera) => turned(camera, 0, -TURN / 2),
  ArrowDown: (camera) => turned(camera, 0, TURN / 2),
  "+": (camera) => zoomed(camera, NEARER),
  "=": (camera) => zoomed(camera, NEARER),
  "-": (camera) => zoomed(camera, 1 / NEARER),
  0: () => null,
};

/**
 * @param {Camera} start the view until the reader changes it
 * @param {(event: MouseEvent) => Pixel} fromMiddle where a pointer is, in pixels of the drawing from its middle
 */
export function useView(start, fromMiddle) {
  const [own, setOwn] = useState(/** @type {Camera | null} */ (null));
  const setCamera = (/** @type {(camera: Camera) => Camera | null} */ change) =>
    setOwn((now) => change(now ?? start));
  const [turning, setTurning] = useState(false);
  const held = useRef(/** @type {Map<number, Pixel>} */ (new Map()));

  /** @param {string} key */
  const press = (key) => setCamera((now) => MOVES[key]?.(now) ?? null);

  /** @param {PointerEvent} event */
  const down = (event) => {
    const target = /** @type {Element} */ (event.target);
    if (event.button !== 0 || target.closest(".handle")) return;
    /** @type {Element} */ (event.currentTarget).setPointerCapture(event.pointerId);
    held.current.set(event.pointerId, fromMiddle(event));
    setTurning(true);
  };
  /** @param {PointerEvent} event */
  const move = (event) => {
    const before = held.current.get(event.pointerId);
    if (!before) return;
    const now = fromMiddle(event);
    held.current.set(event.pointerId, now);
    const other = [...held.current].find(([id]) => id !== event.pointerId)?.[1];
    if (!other) {
      setCamera((camera) =>
        turned(camera, (now[0] - before[0]) * SPEED, (now[1] - before[1]) * SPEED),
      );
    } else if (distance(before, other) > 0) {
      /** @type {Pixel} */
      const between = [(now[0] + other[0]) / 2, (now[1] + other[1]) / 2];
      const factor = distance(now, other) / distance(before, other);
      setCamera((camera) => zoomed(camera, factor, between));
    }
  };
  /** @param {PointerEvent} event */
  const up = (event) => {
    held.current.delete(event.pointerId);
    setTurning(held.current.size > 0);
  };
  /** @param {WheelEvent} event */
  const wheel = (event) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    const from = fromMiddle(event);
    setCamera((camera) => zoomed(camera, Math.exp(-event.deltaY / 200), from));
  };
  /** @param {MouseEvent} event */
  const twice = (event) => {
    if (/** @type {Element} */ (event.target).closest(".handle")) return;
    const from = fromMiddle(event);
    setCamera((camera) => zoomed(camera, camera.zoom > 1 ? 0 : 2, from));
  };
  /** @param {KeyboardEvent} event */
  const key = (event) => {
    if (!MOVES[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    press(event.key);
  };

  const gestures = {
    onPointerDown: down,
    onPointerMove: move,
    onPointerUp: up,
    onPointerCancel: up,
    onWheel: wheel,
    onDblClick: twice,
    onKeyDown: key,
  };
  return { camera: own ?? start, untouched: own === null, turning, gestures, press };
}

/**
 * @param {Pixel} a
 * @param {Pixel} b
 */
const distance = (a, b) => Math.hypot(a[0] - b[0], a[1] - b[1]);
