import { useEffect, useRef, useState } from "preact/hooks";
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
  const lent = useRef(NaN); // the score of what came with a link
  const key = `best:${score.name}`;
  useEffect(() => {
    /** @type {Best | null} */
    let found = read(key);
    if (found && par(found) !== par(score)) found = null;
    if (linked) lent.current = score.value;
    if (phase === "live" && score.value !== lent.current && beats(score, found)) {
      const { value, label } = score;
      found = {
        value,
        label,
        par: score.par,
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
  const won = best && beats({ ...score, value: best.value }, { ...best, value: score.par });
  return html`<p class="score">
    ${best && html`Your best: <strong>${best.label}</strong>${other && `, with ${other.title} as it was then`}${won && ", better than par"}. `}Par is ${par(score)}.
    ${best && !other && best.value !== score.value && html`<button type="button" onClick=${() => back(best)}>Back to it</button>`}
  </p>`;
}

/** What is to be beaten, as it is shown: its last digits depend on the machine. @param {{ par: number }} score */
const par = (score) => number(score.par, 3);

/**
 * Whether a score is better than the best so far; one that is no number never is.
 * @param {Score} score
 * @param {Best | null} best
 */
export const beats = ({ value, better }, best) =>
  Number.isFinite(value) && (!best || (better === "low" ? value < best.value : value > best.value));
