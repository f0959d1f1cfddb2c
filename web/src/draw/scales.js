import { scaleLinear, scaleLog } from "d3-scale";
import { number, power } from "./numbers.js";

/**
 * @typedef {import("./scene.js").Axis} Axis
 * @typedef {import("d3-scale").ScaleContinuousNumeric<number, number>} Scale
 * @typedef {{ at: number, label: string }} PlacedTick
 */

/**
 * @param {Axis} axis
 * @param {[number, number]} range pixels of the low and the high end
 * @returns {Scale}
 */
export const scaleOf = (axis, range) =>
  (axis.scale === "log" ? scaleLog() : scaleLinear()).domain([axis.low, axis.high]).range(range);

/**
 * A few round ticks inside the axis, at most about `count`.
 * @param {Axis} axis
 * @param {Scale} scale
 * @param {number} count
 * @returns {PlacedTick[]}
 */
export function ticksOf(axis, scale, count) {
  if (axis.ticks) return axis.ticks.map(([value, label]) => ({ at: scale(value), label }));
  const log = axis.scale === "log";
  if (log && axis.high / axis.low > 300) {
    const exponents = decades(axis, count);
    const plain = exponents.every((exponent) => Math.abs(exponent) <= 3);
    const name = (/** @type {number} */ exponent) =>
      plain ? number(10 ** exponent) : power(exponent);
    return exponents.map((exponent) => ({ at: scale(10 ** exponent), label: name(exponent) }));
  }
  const values = log ? digits(axis) : [];
  if (values.length > 1) return values.map((value) => ({ at: scale(value), label: number(value) }));
  const linear = scaleLinear().domain(scale.domain());
  const format = linear.tickFormat(count);
  // Steps are whole: between whole ends there is no tick at a half.
  const whole =
    Number.isInteger(axis.low) && Number.isInteger(axis.high) && axis.high - axis.low >= 2;
  const ticks = linear.ticks(count).filter((value) => !whole || Number.isInteger(value));
  return ticks.map((value) => ({
    at: scale(value),
    label: whole ? number(value, 15) : format(value),
  }));
}

/**
 * The exponents of the powers of ten inside a long logarithmic axis, thinned evenly to about `count`.
 * @param {Axis} axis
 * @param {number} count
 */
function decades({ low, high }, count) {
  const first = Math.ceil(Math.log10(low) - 1e-9);
  const last = Math.floor(Math.log10(high) + 1e-9);
  const stride = Math.max(1, Math.ceil((last - first) / Math.max(1, count)));
  const exponents = [];
  for (let exponent = last; exponent >= first; exponent -= stride) exponents.push(exponent);
  return exponents.reverse();
}

/**
 * 1, 2 and 5 times the powers of ten: the ticks of a short logarithmic axis.
 * @param {Axis} axis
 */
function digits({ low, high }) {
  const values = [];
  for (let exponent = Math.floor(Math.log10(low)); 10 ** exponent <= high; exponent++) {
    values.push(...[1, 2, 5].map((digit) => digit * 10 ** exponent));
  }
  return values.filter((value) => value >= low * (1 - 1e-9) && value <= high * (1 + 1e-9));
}

/**
 * What an axis is called; a logarithmic one says so.
 * @param {Axis} axis
 */
export const axisLabel = ({ label, scale }) =>
  label && scale === "log" && !/log/i.test(label) ? `${label} (log)` : label;
