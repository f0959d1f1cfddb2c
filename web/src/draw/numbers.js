/**
 * `value` with `digits` significant digits, as a sentence of demos/kit/words.py says it: 0.063, 65, 2.8e−4, ∞.
 * @param {number} value
 */
export function number(value, digits = 2) {
  if (Number.isNaN(value)) return "–";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  const [mantissa, power] = value.toExponential(digits - 1).split("e");
  const exponent = Number(power);
  const plain = exponent > -4 && exponent < 5;
  const text = plain
    ? String(Number(value.toPrecision(digits)))
    : `${Number(mantissa)}e${exponent}`;
  return text.replaceAll("-", "−");
}

/**
 * `value` with seven significant digits, or all of a whole number: what tables of data and read-outs show.
 * @param {number | null | undefined} value
 */
export function exact(value) {
  if (value === null || value === undefined || Number.isNaN(value)) return "";
  return Number.isInteger(value) ? String(value) : value.toPrecision(7);
}

/**
 * A power of ten in the book's type: 10⁻⁵.
 * @param {number} exponent
 */
export const power = (exponent) =>
  `10${[...String(exponent)].map((sign) => "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"["-0123456789".indexOf(sign)]).join("")}`;

/**
 * About how wide a text of the interface's type is, in pixels: for leaving room before it is drawn.
 * @param {string} text
 */
export const textWidth = (text, size = 13) => text.length * size * 0.52;

/**
 * A number without a power of ten, as attributes for screen readers want it.
 * @param {number} value
 */
export const decimal = (value) =>
  `${value}`.includes("e-") ? value.toFixed(20).replace(/0+$/, "") : `${value}`;
