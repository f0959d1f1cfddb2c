import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { PLINTH, RELIEF } from "./stage.js";

/** A machine that computes pictures without a graphics card turns the drawing more smoothly than the relief. */
const SETTINGS = { antialias: true, failIfMajorPerformanceCaveat: true };

/**
 * The lit relief behind the drawing of a surface: loaded when the reader reaches for the surface, gone where the machine
 * cannot draw it, or no longer.
 * @param {import("../draw/scene.js").Bands} field
 * @param {import("./stage.js").Stage} stage
 * @param {boolean} asked whether the reader has just asked for the surface
 */
export function useRelief(field, stage, asked) {
  const canvas = useRef(/** @type {HTMLCanvasElement | null} */ (null));
  const [reached, setReached] = useState(asked);
  const [relief, setRelief] = useState(/** @type {import("./relief.js").Relief | null} */ (null));
  const [scheme, setScheme] = useState(0);

  useEffect(() => {
    const element = canvas.current;
    if (!element || !reached) return;
    const context = /** @type {WebGL2RenderingContext | null} */ (
      element.getContext("webgl2", SETTINGS)
    );
    if (!context) return;
    /** @type {import("./relief.js").Relief | null} */
    let made = null;
    let here = true;
    const lose = () => {
      setRelief(null);
      made?.dispose();
      made = null;
    };
    element.addEventListener("webglcontextlost", lose, { once: true });
    import("./relief.js")
      .then(({ Relief }) => {
        if (!here || context.isContextLost()) return;
        made = new Relief(element, context, RELIEF, PLINTH);
        setRelief(made);
      })
      .catch(() => {}); // The drawing stays.
    const unwatch = watchScheme(() => setScheme((count) => count + 1));
    return () => {
      here = false;
      unwatch();
      element.removeEventListener("webglcontextlost", lose);
      lose();
    };
  }, [reached]);

  useLayoutEffect(() => relief?.shape(field), [relief, field]);
  useLayoutEffect(
    () => relief?.paint(colours(/** @type {Element} */ (canvas.current?.parentElement))),
    [relief, field, scheme],
  );
  useLayoutEffect(() => relief?.draw(stage, devicePixelRatio), [relief, field, scheme, stage]);
  return { canvas, lit: Boolean(relief), reach: () => setReached(true) };
}

/**
 * Calls when the page goes from light to dark or back.
 * @param {() => void} change
 */
function watchScheme(change) {
  const system = matchMedia("(prefers-color-scheme: dark)");
  const observer = new MutationObserver(change);
  observer.observe(document.body, { attributeFilter: ["data-md-color-scheme"] });
  system.addEventListener("change", change);
  return () => {
    observer.disconnect();
    system.removeEventListener("change", change);
  };
}

/**
 * The colours of the bands from low to high, of the lines between them, and of the walls: as the page's style sheet has them
 * now on the stack of slabs (stack.js), four bytes each.
 * @param {Element} sheet that holds both drawings
 */
function colours(sheet) {
  const stack = /** @type {Element} */ (sheet.querySelector(".stack"));
  const { stroke, color } = getComputedStyle(stack);
  const bands = Array.from(stack.querySelectorAll("g"), (band) => getComputedStyle(band).color);
  const paints = [...bands, stroke, color];
  const strip = new OffscreenCanvas(paints.length, 1);
  const pen = /** @type {OffscreenCanvasRenderingContext2D} */ (strip.getContext("2d"));
  paints.forEach((paint, i) => {
    pen.fillStyle = paint;
    pen.fillRect(i, 0, 1, 1);
  });
  return new Uint8Array(pen.getImageData(0, 0, paints.length, 1).data);
}
