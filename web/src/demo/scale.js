/**
 * The scale of a number's slider: which value lies where along its track.
 *
 * @typedef {{ low: number, high: number, step: number | null, scale: "linear" | "log" | "memory" }} Track
 *   "memory": equal stretches of the track divide what is missing to 1 by the same factor
 */

const PULL = 0.015; // of the track: how near a tick the slider settles on it

/**
 * Where a value lies, from 0 to 1.
 * @param {Track} track
 * @param {number} value
 */
export function shareOf({ low, high, scale }, value) {
  let share = (value - low) / (high - low);
  if (scale === "log") share = Math.log(value / low) / Math.log(high / low);
  if (scale === "memory")
    share = Math.log((1 - value) / (1 - low)) / Math.log((1 - high) / (1 - low));
  return Math.max(0, Math.min(1, share));
}

/**
 * The value at a share of the track, as round as the track is fine.
 * @param {Track} track
 * @param {number} share
 */
export function valueAt(track, share) {
  const { low, high, scale } = track;
  let value = low + share * (high - low);
  if (scale === "log") value = low * (high / low) ** share;
  if (scale === "memory") value = 1 - (1 - low) * ((1 - high) / (1 - low)) ** share;
  return tidy(track, value);
}

/**
 * The tick that pulls at this share, if there is one.
 * @param {Track} track
 * @param {import("../draw/scene.js").Tick[]} ticks
 * @param {number} share
 */
export const tickNear = (track, ticks, share) =>
  ticks.find(({ value }) => Math.abs(shareOf(track, value) - share) < PULL);

/**
 * A value of the control close to `value`: on its steps, or as round as the track is fine, and within its bounds.
 * @param {Track} track
 * @param {number} value
 */
export function tidy({ low, high, step, scale }, value) {
  const near = step ? low + Math.round((value - low) / step) * step : value;
  const digits = high / low > 1e4 ? 3 : 4; // so that each position of a slider has a value of its own
  let round = Number(near.toFixed(places(step ?? (high - low) / 1000)));
  if (scale === "log") round = Number(near.toPrecision(digits));
  if (scale === "memory") round = Number((1 - Number((1 - near).toPrecision(4))).toFixed(12));
  return Math.max(low, Math.min(high, round));
}

/**
 * The decimal places of numbers that are about `step` apart.
 * @param {number} step
 */
function places(step) {
  const first = Math.max(0, Math.ceil(-Math.log10(step) - 1e-9));
  const exact = Math.abs(step - Number(step.toFixed(first))) < 1e-9 * step;
  return exact ? first : first + 1;
}
