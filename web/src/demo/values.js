/**
 * The values of a demo's controls: what an edit changes, what a control shows, what a link says.
 *
 * @typedef {import("../draw/scene.js").Values} Values
 * @typedef {import("../draw/scene.js").Spec} Spec
 * @typedef {import("../draw/scene.js").Answer} Answer
 * @typedef {import("../draw/scene.js").Item} Item
 */

/**
 * The values after some controls were set; those that follow them go back to their defaults.
 * @param {Spec[]} form
 * @param {Values} values
 * @param {Values} changes
 * @returns {Values}
 */
export function edit(form, values, changes) {
  const followers = form.filter(({ follows }) =>
    [follows ?? []].flat().some((name) => name in changes),
  );
  const defaults = Object.fromEntries(followers.map(({ name }) => [name, null]));
  return { ...values, ...defaults, ...changes };
}

/**
 * The value that a control shows: the reader's, or the one that Python took by default.
 * @param {Values} values
 * @param {Answer} answer
 * @param {string} name
 */
export const inForce = (values, answer, name) => values[name] ?? answer.values[name];

/**
 * One coordinate or number, by the name of its input: "lr", "start.x", "rates.3".
 * @param {Values} values
 * @param {string | null} input
 * @returns {number | undefined}
 */
export function coordinate(values, input) {
  if (!input) return undefined;
  const [name, part] = input.split(".");
  const value = values[name];
  return part ? value?.[placeOf(part)] : (value ?? undefined);
}

/** Where a part of a value stands in it: "x", "y", or its number. @param {string} part */
const placeOf = (part) => ("xy".includes(part) ? "xy".indexOf(part) : Number(part));

/**
 * The changes that set coordinates: {"start.x": 1} with start at (0, 2) gives {start: [1, 2]}.
 * @param {(name: string) => any} current the value in force of a control
 * @param {Record<string, number>} coordinates
 * @returns {Values}
 */
export function setCoordinates(current, coordinates) {
  /** @type {Values} */
  const changes = {};
  for (const [input, number] of Object.entries(coordinates)) {
    const [name, part] = input.split(".");
    if (part) {
      changes[name] = [...(changes[name] ?? current(name))];
      changes[name][placeOf(part)] = number;
    } else changes[name] = number;
  }
  return changes;
}

/**
 * @param {any} a
 * @param {any} b
 */
export const equal = (a, b) => JSON.stringify(a) === JSON.stringify(b);

/**
 * Whether a control is there at all: some are only with a certain value of another one, or with one of several.
 * @param {Spec} spec
 * @param {(name: string) => any} current
 */
export const isShown = ({ hidden, when }, current) =>
  !hidden &&
  (!when ||
    Object.entries(when).every(([name, value]) =>
      [value].flat().some((one) => equal(current(name), one)),
    ));

/**
 * What Python is asked for: without what stands in fields that are not there now, which would be refused for nothing.
 * @param {Spec[]} form
 * @param {Values} values
 * @param {Answer} answer
 * @returns {Values}
 */
export function relevant(form, values, answer) {
  const current = (/** @type {string} */ name) => inForce(values, answer, name);
  const named = new Set(
    form.flatMap(({ kind, name }) => (CHOOSING.includes(kind) ? current(name) : [])),
  );
  /** @type {(spec: Spec, value: any) => any} */
  const kept = (spec, value) => {
    if (spec.kind === "text" && !isShown(spec, current)) return null;
    if (spec.kind !== "knobs" || !value) return value;
    return Object.fromEntries(Object.entries(value).filter(([rule]) => named.has(rule)));
  };
  const specs = form.filter(({ name }) => name in values);
  return {
    ...values,
    ...Object.fromEntries(specs.map((spec) => [spec.name, kept(spec, values[spec.name])])),
  };
}

const CHOOSING = ["choice", "picks"];

/**
 * The query of a link to these values: lr=0.1&start=[-1,2].
 * @param {Values} values
 */
export function queryOf(values) {
  const set = Object.entries(values).filter(([, value]) => value !== null);
  return set.map(([name, value]) => `${name}=${encode(value)}`).join("&");
}

/** Words as they are, unless they would be read as something else: the choice "4" is no number. @param {any} value */
function encode(value) {
  const text = typeof value === "string" && parse(value) === value ? value : JSON.stringify(value);
  return encodeURIComponent(text).replace(/%(2C|3A|5B|5D)/g, decodeURIComponent);
}

/** What an address says that is no value: which demo it is about, and code (foreign.js). */
const OUTSIDE = ["demo", "own"];

/**
 * The values that an address gives to a demo, or null. A page names the demo; the page of an embedded one need not.
 * @param {URL} address
 * @param {Item} item
 * @returns {Values | null}
 */
export function valuesOf(address, item) {
  const embedded = address.pathname.includes(`/embed/${item.demo}/`);
  const named = address.searchParams.get("demo");
  if (named === null ? !embedded : named !== item.id) return null;
  const given = [...address.searchParams].filter(([name]) => !OUTSIDE.includes(name));
  return given.length ? Object.fromEntries(given.map(([name, text]) => [name, parse(text)])) : null;
}

/** @param {string} text */
function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
