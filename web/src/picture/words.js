import { copy, escaped, lookOf, START, tag } from "./copy.js";
import { plain } from "./paint.js";

/**
 * What a panel says outside of its drawing, its title and its table, as a drawing: each line of words where it stands, and
 * the lines below rows.
 *
 * @typedef {{ left: number, top: number }} Corner of the picture, in the window
 */

/**
 * @param {Element} element
 * @param {Corner} corner
 * @returns {string}
 */
export function drawText(element, corner) {
  const parts = [...element.querySelectorAll("th, td")].map((cell) => lineBelow(cell, corner));
  for (const drawing of element.querySelectorAll("svg")) parts.push(nested(drawing, corner));
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.parentElement?.closest("svg") || !node.textContent?.trim()) continue;
    parts.push(...lines(/** @type {Text} */ (node), corner));
  }
  return parts.join("");
}

/** @param {Element} cell @param {Corner} corner */
function lineBelow(cell, corner) {
  const style = getComputedStyle(cell);
  const width = Number.parseFloat(style.borderBottomWidth);
  if (!width) return "";
  const { left, right, bottom } = cell.getBoundingClientRect();
  const y = (bottom - corner.top - width / 2).toFixed(1);
  const d = `M${(left - corner.left).toFixed(1)} ${y}H${(right - corner.left).toFixed(1)}`;
  return tag("path", [
    ["d", d],
    ["stroke", plain(style.borderBottomColor).paint],
    ["stroke-width", String(width)],
  ]);
}

/**
 * A drawing at its place.
 * @param {Element} drawing
 * @param {Corner} corner
 * @param {(element: Element) => boolean} [leaves]
 */
export function nested(drawing, corner, leaves = () => false) {
  const { left, top, width, height } = drawing.getBoundingClientRect();
  const at = [left - corner.left, top - corner.top, width, height].map((each) => each.toFixed(1));
  const look = lookOf(getComputedStyle(drawing));
  const inner = [...drawing.children].map((child) => copy(child, look, leaves)).join("");
  const differs = Object.entries(look).filter(([name, value]) => value !== START[name]);
  const place = ["x", "y", "width", "height"].map((name, i) => [name, at[i]]);
  return tag(
    "svg",
    [
      ...place,
      ["viewBox", drawing.getAttribute("viewBox") ?? ""],
      ["overflow", getComputedStyle(drawing).overflow],
      ...differs,
    ],
    inner,
  );
}

/**
 * The lines into which the browser has broken a text.
 * @param {Text} node
 * @param {Corner} corner
 */
function lines(node, corner) {
  const style = getComputedStyle(/** @type {Element} */ (node.parentElement));
  const range = document.createRange();
  /** @type {{ words: string, left: number, bottom: number, top: number }[]} */
  const found = [];
  [...node.data].reduce((start, letter) => {
    range.setStart(node, start);
    range.setEnd(node, start + letter.length);
    const box = range.getBoundingClientRect();
    const last = found.at(-1);
    if (last && Math.abs(last.top - box.top) < 2) last.words += letter;
    else if (box.width && letter.trim())
      found.push({ words: letter, left: box.left, bottom: box.bottom, top: box.top });
    return start + letter.length;
  }, 0);
  const size = Number.parseFloat(style.fontSize);
  return found.map(({ words, left, top, bottom }) => {
    // A line of letters reaches about a fifth of its size below the base line.
    const base = (top + bottom) / 2 + 0.34 * size;
    return tag(
      "text",
      [
        ["x", (left - corner.left).toFixed(1)],
        ["y", (base - corner.top).toFixed(1)],
        ["fill", plain(style.color).paint],
        ["font-family", style.fontFamily],
        ["font-size", String(size)],
        ["font-weight", style.fontWeight],
        ["font-style", style.fontStyle],
      ],
      escaped(words.trimEnd()),
    );
  });
}
