import { useEffect, useRef, useState } from "preact/hooks";

/**
 * The reader's own rules in a demo: in its menus, in its values, and what happens when they change.
 *
 * @typedef {import("../own.js").OwnRule} OwnRule
 * @typedef {import("../own.js").Facts} Facts
 * @typedef {import("../draw/scene.js").Spec} Spec
 * @typedef {import("../draw/scene.js").Values} Values
 */

/**
 * The rules that work, as they are now. A demo that shows one asks again when it changes, and goes on without it when it is gone.
 * @param {import("./live.js").Python | undefined} python
 * @param {import("./state.js").State} state
 * @param {(action: import("./state.js").Action) => void} dispatch
 * @returns {OwnRule[]}
 */
export function useMine(python, state, dispatch) {
  const [mine, setMine] = useState(/** @type {OwnRule[]} */ ([]));
  const latest = useRef(state);
  latest.current = state;
  useEffect(() => {
    /** @type {OwnRule[] | undefined} */
    let before;
    return python?.own.on((all) => {
      const sound = all.filter(({ problem }) => !problem);
      const { item, answer, values, asked } = latest.current;
      const seen = { ...answer.values, ...set(asked) };
      const shown = named(item.form, seen, before ?? []);
      const gone = shown.filter(({ name }) => !sound.some((rule) => rule.name === name));
      const fresh = sound.filter(
        (rule) => !before?.some(({ name, source }) => rule.name === name && rule.source === source),
      );
      setMine(sound);
      if (gone.length) {
        const names = gone.map(({ name }) => name);
        const changes = without(item.form, { ...answer.values, ...set(values) }, names);
        dispatch({ type: "edit", changes, notice: farewell(gone[0], all) });
      } else if (before && named(item.form, seen, fresh).length) dispatch({ type: "again" });
      before = sound;
    });
  }, []);
  return mine;
}

/** @param {Values} values those of them that are set */
const set = (values) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));

/** @param {OwnRule} rule @param {OwnRule[]} all */
function farewell({ name, title }, all) {
  const problem = all.find((rule) => rule.name === name)?.problem;
  const why = problem ? `does not work any more (${problem.replace(/\.$/, "")})` : "is gone";
  return `Your rule ${title} ${why}, so this demo goes on without it.`;
}

/**
 * A control with the reader's rules among its options.
 * @param {Spec} spec
 * @param {Facts[]} mine
 * @returns {Spec}
 */
export function joined(spec, mine) {
  const { offers, options } = spec;
  if (!offers) return spec;
  const more = mine.filter(
    (rule) => rule.offers.includes(offers) && !options.some(({ value }) => value === rule.name),
  );
  const entries = more.map(({ name, title }) => ({ value: name, label: title, group: "Your own" }));
  return { ...spec, options: [...options, ...entries] };
}

/**
 * Those of the rules that the values name.
 * @template {{ name: string }} Rule
 * @param {Spec[]} form
 * @param {Values} values
 * @param {Rule[]} rules
 */
export const named = (form, values, rules) =>
  rules.filter(({ name }) =>
    form.some((spec) => spec.offers && [values[spec.name]].flat().includes(name)),
  );

/**
 * The changes after which the values name none of these; what is left with nothing goes back to its default.
 * @param {Spec[]} form
 * @param {Values} values
 * @param {string[]} names
 * @returns {Values}
 */
export function without(form, values, names) {
  /** @type {Values} */
  const changes = {};
  for (const { name, offers } of form) {
    const value = values[name];
    if (!offers || !names.some((each) => [value].flat().includes(each))) continue;
    const left = [value].flat().filter((each) => !names.includes(each));
    changes[name] = left.length ? left : null;
  }
  return changes;
}

/**
 * Python defines rules whose code is at hand, and they join the reader's own for the visit.
 * @param {import("./live.js").Python} python
 * @param {{ name: string, source: string }[]} rules
 * @returns {Promise<string | null>} what went wrong, in a sentence, or ""; null when it was stopped
 */
export async function adopt(python, rules) {
  const sources = rules.map(({ name, source }) => ({ name, source }));
  try {
    const reply = await python.task("adopt", "define", { rules: sources });
    if (!reply) return null;
    for (const facts of reply.rules) python.own.add(facts, { kept: false });
    return reply.failed
      .map(
        (/** @type {{ name: string, message: string }} */ { name, message }) =>
          `${name}: ${message}`,
      )
      .join("; ");
  } catch (error) {
    return /** @type {Error} */ (error).message;
  }
}
