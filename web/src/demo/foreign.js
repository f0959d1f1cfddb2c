import { useEffect, useState } from "preact/hooks";
import { html } from "../draw/html.js";
import { decode } from "../share.js";
import { whenMoved } from "./address.js";
import { adopt, named, without } from "./mine.js";
import { valuesOf } from "./values.js";

/**
 * What a link brings. Its values are shown at once; with code, only when the reader has decided about that.
 *
 * @typedef {import("../draw/scene.js").Values} Values
 * @typedef {{ name: string, source: string }} Code
 * @typedef {{ values: Values, rules: Code[] }} Link  no rules: its code cannot be read
 */

const DAMAGED = "This link brings code that cannot be read: part of its address is missing.";
const STOPPED = "Stopped. The code is not in use.";

/**
 * @param {import("../draw/scene.js").Item} item
 * @param {import("./live.js").Python | undefined} python
 * @param {(action: import("./state.js").Action) => void} dispatch
 * @returns {[Link | null, (changes: Values) => void]} a link that waits for the reader, and what shows the values that they decide for
 */
export function useLink(item, python, dispatch) {
  const [link, setLink] = useState(/** @type {Link | null} */ (null));
  const show = (/** @type {Values} */ changes) => {
    setLink(null);
    dispatch({ type: "link", changes });
  };
  /** @param {URL} address */
  const follow = (address) => {
    const values = valuesOf(address, item);
    const code = address.searchParams.get("own");
    setLink(null);
    if (!values) return;
    if (code === null) return show(values);
    decode(code).then((data) => {
      const rules = rulesIn(data);
      const mine = python?.own.list() ?? [];
      const known = rules.every(({ name, source }) =>
        mine.some((rule) => rule.name === name && rule.source === source),
      );
      if (rules.length && known) show(values);
      else setLink({ values, rules });
    });
  };
  useEffect(() => {
    follow(new URL(location.href));
    return whenMoved((to, from) => {
      if (valuesOf(from, item) && !valuesOf(to, item)) dispatch({ type: "reset" });
      follow(to);
    });
  }, []);
  return [link, show];
}

/**
 * @param {any} data
 * @returns {Code[]}
 */
function rulesIn(data) {
  const sound = (/** @type {any} */ rule) =>
    typeof rule?.name === "string" && typeof rule.source === "string";
  return Array.isArray(data) && data.every(sound) ? data : [];
}

/**
 * Code of someone else, to be read before it is run.
 * @param {{ link: Link, item: import("../draw/scene.js").Item, mine: import("./mine.js").OwnRule[], python: import("./live.js").Python, show: (changes: Values) => void }} props
 */
export function Foreign({ link, item, mine, python, show }) {
  const { values, rules } = link;
  const [running, setRunning] = useState(false);
  const [wrong, setWrong] = useState("");
  const run = async () => {
    setRunning(true);
    setWrong("");
    const problem = await adopt(python, rules);
    setRunning(false);
    if (problem === "") show(values);
    else setWrong(problem ?? STOPPED);
  };
  const leave = () =>
    show({ ...values, ...without(item.form, values, strangers(item, values, mine)) });
  const replaced = mine.filter(({ name }) => rules.some((rule) => rule.name === name));
  return html`<section class="foreign" aria-label="Code of someone else">
    <p>
      ${
        rules.length === 0
          ? html`<strong>${DAMAGED}</strong>`
          : html`<strong>This link brings code of someone else</strong>, which defines ${listed(rules)}. Read it before you run it.`
      }
      ${replaced.length > 0 && ` It takes the place of your own ${listed(replaced)}.`}
    </p>
    ${rules.map(({ source }) => html`<pre tabindex="0"><code>${seen(source)}</code></pre>`)}
    ${wrong && html`<p class="wrong" role="alert">${wrong}</p>`}
    <p class="choices">
      ${
        rules.length > 0 &&
        (running
          ? html`<button type="button" onClick=${() => python.stop()}>Stop</button>`
          : html`<button type="button" onClick=${run}>Run this code</button>`)
      }
      ${running && html`<span role="status">Python is at it …</span>`}
      <button type="button" disabled=${running} onClick=${leave}>Leave it out</button>
    </p>
  </section>`;
}

/** Signs that have no width, or turn the direction of what follows, would let code look other than it is. */
const HIDDEN = /[\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;

/** Code with its hidden signs named. @param {string} source */
export const seen = (source) =>
  source.replace(HIDDEN, (sign) => `‹U+${sign.charCodeAt(0).toString(16).toUpperCase()}›`);

/** @param {{ name: string }[]} rules */
const listed = (rules) => rules.map(({ name }) => name).join(", ");

/**
 * The rules named by values that the demo does not have.
 * @param {import("../draw/scene.js").Item} item
 * @param {Values} values
 * @param {import("./mine.js").OwnRule[]} mine
 */
function strangers({ form }, values, mine) {
  const asked = form.flatMap((spec) => (spec.offers ? [values[spec.name] ?? []].flat() : []));
  const known = new Set(form.flatMap(({ options = [] }) => options.map(({ value }) => value)));
  for (const { name } of named(form, values, mine)) known.add(name);
  return asked.filter((name) => !known.has(name));
}
