/**
 * Colours as every program that reads pictures knows them: the style sheet mixes its own, with newer words.
 */

/** @type {OffscreenCanvasRenderingContext2D | undefined} */
let sheet;
/** @type {Map<string, { paint: string, opacity: number }>} */
const known = new Map();

/**
 * @param {string} colour as the browser resolved it: "rgb(1 2 3 / 50%)", "oklab(…)", "none"
 * @returns {{ paint: string, opacity: number }}
 */
export function plain(colour) {
  if (!/^(?!url)[a-z-]+\(/.test(colour)) return { paint: colour, opacity: 1 };
  const found = known.get(colour) ?? measured(colour);
  known.set(colour, found);
  return found;
}

/** @param {string} colour */
function measured(colour) {
  sheet ??= /** @type {OffscreenCanvasRenderingContext2D} */ (
    new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true })
  );
  sheet.clearRect(0, 0, 1, 1);
  sheet.fillStyle = colour;
  sheet.fillRect(0, 0, 1, 1);
  const [red, green, blue, alpha] = sheet.getImageData(0, 0, 1, 1).data;
  const hex = [red, green, blue].map((part) => part.toString(16).padStart(2, "0")).join("");
  return { paint: `#${hex}`, opacity: Math.round((alpha / 255) * 1000) / 1000 };
}
