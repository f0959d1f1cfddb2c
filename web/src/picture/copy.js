import { plain } from "./paint.js";

/**
 * A drawing of the page as one that stands alone: every colour and size that the style sheet gives it, written into it.
 */

/** Properties that an element takes from the one around it, unless it says otherwise; with what they are at first. */
const INHERITED = {
  fill: "#000000",
  "fill-opacity": "1",
  stroke: "none",
  "stroke-opacity": "1",
  "stroke-width": "1",
  "stroke-dasharray": "none",
  "stroke-linecap": "butt",
  "stroke-linejoin": "miter",
  "paint-order": "normal",
  "text-anchor": "start",
  "shape-rendering": "auto",
  "font-family": "",
  "font-size": "",
  "font-style": "normal",
  "font-weight": "400",
};
/** Properties that are its own. */
const OWN = { opacity: "1", "vector-effect": "none" };
/** What stays as it is written. */
const GEOMETRY = [
  ..."d x y x1 y1 x2 y2 cx cy r width height viewBox clip-path clipPathUnits id".split(" "),
  ..."offset gradientUnits preserveAspectRatio".split(" "),
];
/** What only answers the pointer. */
const UNSEEN = ".target, .found";

/** @typedef {Record<string, string>} Look */

export const START = /** @type {Look} */ (INHERITED);

/**
 * @param {Element} element of an svg
 * @param {Look} around the look of what it stands in
 * @param {(element: Element) => boolean} leaves whether it is left out
 * @returns {string}
 */
export function copy(element, around, leaves) {
  if (element.matches(UNSEEN) || leaves(element)) return "";
  const style = getComputedStyle(element);
  const look = lookOf(style);
  const attributes = written(element, GEOMETRY);
  const shown = linkOf(element);
  if (shown) attributes.push(["href", shown]);
  for (const [name, value] of Object.entries(look))
    if (value !== around[name]) attributes.push([name, value]);
  for (const [name, value] of Object.entries(OWN)) {
    const now = style.getPropertyValue(name);
    if (now !== value) attributes.push([name, now]);
  }
  if (element.localName === "stop") attributes.push(...stopOf(style));
  if (style.transform !== "none") attributes.push(["transform", style.transform]);
  const inner = [...element.childNodes]
    .map((node) =>
      node instanceof Element
        ? copy(node, look, leaves)
        : element.localName === "text" || element.localName === "tspan"
          ? escaped(node.textContent ?? "")
          : "",
    )
    .join("");
  return tag(element.localName, attributes, inner);
}

/** What a `use` shows: the build writes it in the older way. @param {Element} element */
export const linkOf = (element) =>
  element.getAttribute("href") ?? element.getAttribute("xlink:href") ?? "";

/**
 * Those of an element's attributes that it has.
 * @param {Element} element
 * @param {string[]} names
 */
export const written = (element, names) =>
  names.flatMap((name) => {
    const value = element.getAttribute(name);
    return value === null ? [] : [[name, value]];
  });

/** The colour of a gradient at a place. @param {CSSStyleDeclaration} style */
function stopOf(style) {
  const { paint, opacity } = plain(style.stopColor);
  return [
    ["stop-color", paint],
    ["stop-opacity", String(Number(style.stopOpacity) * opacity)],
  ];
}

/**
 * @param {CSSStyleDeclaration} style
 * @returns {Look}
 */
export function lookOf(style) {
  /** @type {Look} */
  const look = {};
  for (const name of Object.keys(INHERITED)) look[name] = style.getPropertyValue(name);
  for (const name of ["fill", "stroke"]) {
    const { paint, opacity } = plain(look[name]);
    look[name] = paint.replaceAll('"', "");
    look[`${name}-opacity`] = String(Number(look[`${name}-opacity`]) * opacity);
  }
  for (const name of ["stroke-width", "font-size"]) look[name] = look[name].replace("px", "");
  look["stroke-dasharray"] = look["stroke-dasharray"].replaceAll("px", "");
  return look;
}

/**
 * @param {string} name
 * @param {string[][]} attributes
 * @param {string} [inner]
 */
export const tag = (name, attributes, inner = "") => {
  const words = attributes.map(([key, value]) => ` ${key}="${escaped(value)}"`).join("");
  return inner ? `<${name}${words}>${inner}</${name}>` : `<${name}${words}/>`;
};

/** @param {string} text */
export const escaped = (text) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
