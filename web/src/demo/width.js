import { useLayoutEffect, useRef, useState } from "preact/hooks";

/**
 * The width of an element in whole pixels, followed as it changes.
 * @param {number} nominal width before there is a page to measure
 * @returns {[import("preact").RefObject<HTMLDivElement | null>, number]}
 */
export function useWidth(nominal) {
  const [width, setWidth] = useState(nominal);
  const box = useRef(/** @type {HTMLDivElement | null} */ (null));
  useLayoutEffect(() => {
    const element = /** @type {HTMLDivElement} */ (box.current);
    const measure = () => setWidth((now) => Math.round(element.clientWidth) || now);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [box, width];
}
