import { useEffect, useState } from "preact/hooks";
import { html } from "../draw/html.js";
import { number } from "../draw/numbers.js";
import { read, write } from "../store.js";
import { named } from "./mine.js";

/**
 * @typedef {import("../draw/scene.js").Score} Score
 * @typedef {{ value: number, label: string, par: number, values: import("../draw/scene.js").Values, own: import("./mine.js").Facts[] }} Best
 *   own: the reader's rules that the values name, as they were; par: another one is another contest
 */

/**
 * What the reader has reached at best, beside what is to be beaten. It is kept in this browser. What comes
 * with a link is someone else's.
 * @param {{ state: import("./state.js").State, score: Score, mine: import("./mine.js").OwnRule[], back: (best: Best) => void }} props
 */
export function BestSoFar({ state, score, mine, back }) {
  const { item, answer, phase, linked } = state;
  const [best, setBest] = useState(/** @type {Best | null} */ (null));
  const key = `best:${score.name}`;
  useEffect(() => {
    /** @type {Best | null} */
    let found = read(key);
    if (found?.par !== score.par) found = null;
    if (phase === "live" && !linked && beats(score, found)) {
      const { value, label, par } = score;
      found = {
        value,
        label,
        par,
        values: answer.values,
        own: named(item.form, answer.values, mine),
      };
      write(key, found);
    }
    setBest(found);
  }, [answer, phase]);
  const other = best?.own.find(({ name, source }) =>
    mine.some((rule) => rule.name === name && rule.source !== source),
  );
  return html`<p class="score">
    ${best && html`Your best: <strong>${best.label}</strong>${other && `, with ${other.title} as it was then`}; `}${best ? "par" : "Par"} ${number(score.par, 3)}.
    ${best && !other && best.value !== score.value && html`<button type="button" onClick=${() => back(best)}>Back to it</button>`}
  </p>`;
}

/**
 * Whether a score is better than the best so far; one that is no number never is.
 * @param {Score} score
 * @param {Best | null} best
 */
export const beats = ({ value, better }, best) =>
  Number.isFinite(value) && (!best || (better === "low" ? value < best.value : value > best.value));
