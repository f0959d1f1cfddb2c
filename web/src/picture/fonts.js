/**
 * The faces of the book's type that a picture needs, within it: a picture stands alone.
 */

/**
 * The rules of a style sheet inside the picture.
 * @param {Set<string>} families as computed: lists of names
 * @returns {Promise<string>}
 */
export async function faces(families) {
  const wanted = new Set([...families].map((list) => unquoted(list.split(",")[0])));
  const loaded = new Set(
    [...document.fonts].filter(({ status }) => status === "loaded").map(signature),
  );
  const rules = [...document.styleSheets]
    .flatMap(rulesOf)
    .filter((rule) => rule instanceof CSSFontFaceRule)
    .filter(({ style }) => wanted.has(unquoted(style.getPropertyValue("font-family"))))
    .filter(({ style }) => loaded.has(signature(faceOf(style))));
  return (await Promise.all(rules.map(embedded))).join("");
}

/** Sheets of other origins do not tell theirs. @param {CSSStyleSheet} sheet */
function rulesOf(sheet) {
  try {
    return [...sheet.cssRules];
  } catch {
    return [];
  }
}

/** @param {{ family: string, style: string, weight: string, unicodeRange: string }} face */
const signature = ({ family, style, weight, unicodeRange }) =>
  [unquoted(family), style, weight, unicodeRange.replaceAll(" ", "").toUpperCase()].join("|");

/** @param {CSSStyleDeclaration} style */
const faceOf = (style) => ({
  family: style.getPropertyValue("font-family"),
  style: style.getPropertyValue("font-style") || "normal",
  weight: style.getPropertyValue("font-weight") || "normal",
  unicodeRange: style.getPropertyValue("unicode-range") || "U+0-10FFFF",
});

/** @param {CSSFontFaceRule} rule */
async function embedded({ style, parentStyleSheet }) {
  const address = /url\("?([^")]+)"?\)/.exec(style.getPropertyValue("src"))?.[1];
  if (!address) return "";
  const response = await fetch(new URL(address, parentStyleSheet?.href ?? document.baseURI));
  const bytes = new Uint8Array(await response.arrayBuffer());
  const text = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  const { family, style: slant, weight, unicodeRange } = faceOf(style);
  const source = `url(data:font/woff2;base64,${text}) format("woff2")`;
  return `@font-face{font-family:"${unquoted(family)}";font-style:${slant};font-weight:${weight};unicode-range:${unicodeRange};src:${source}}`;
}

/** @param {string} name */
const unquoted = (name) => name.trim().replace(/^["']|["']$/g, "");
