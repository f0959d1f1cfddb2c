import { frames, keepFields } from "../draw/scene.js";
import { edit, relevant } from "./values.js";

/**
 * The state of a demo, and what may happen to it. Pure: requests and timers are elsewhere.
 *
 * @typedef {import("../draw/scene.js").Item} Item
 * @typedef {import("../draw/scene.js").Answer} Answer
 * @typedef {import("../draw/scene.js").Values} Values
 * @typedef {"static" | "ready" | "loading" | "live" | "failed"} Phase
 * @typedef {{ message: string, control: string | null }} Problem
 * @typedef {object} State
 * @property {Item} item
 * @property {Phase} phase
 * @property {Values} values what the author and the reader set
 * @property {Values} asked what Python was asked for last: the values, or those of a link until Python has accepted them
 * @property {Answer} answer the last scene, with all values in force
 * @property {number} frame
 * @property {boolean} busy a request is under way
 * @property {Problem | null} problem why the last request has no scene
 * @property {string} notice what was changed for the reader, and why
 * @property {boolean} linked the values come with a link, and the reader has changed nothing since
 * @property {boolean} glides a button moved the handles: they take their time
 * @property {number} runs how often the run was to play from its beginning
 * @property {boolean} told the reader steps by the keyboard: drawings say where each line is
 *
 * @typedef {{ type: "mount" } | { type: "edit" | "link", changes: Values, glides?: boolean, notice?: string } | { type: "reset" | "again" } | { type: "reveal", still: boolean } | { type: "seek", frame: number } | { type: "tell", now: boolean } | Outcome & { last: boolean }} Action  last: nothing newer was asked
 * @typedef {{ type: "answer", answer: Answer } | { type: "refuse" | "fail", message: string } | { type: "drop" }} Outcome of a request; drop: a newer one took its place
 */

/**
 * @param {Item} item
 * @returns {State}
 */
export const start = (item) => ({
  item,
  phase: "static",
  values: item.given,
  asked: item.given,
  answer: item.answer,
  frame: frames(item.answer) - 1,
  busy: false,
  problem: null,
  notice: "",
  linked: false,
  glides: false,
  runs: 0,
  told: false,
});

/**
 * @param {State} state
 * @param {Action} action
 * @returns {State}
 */
export function reduce(state, action) {
  const { item } = state;
  switch (action.type) {
    case "mount":
      return { ...state, phase: "ready" };
    case "edit": {
      const next = ask(state, withoutRefused(state, edit(item.form, state.values, action.changes)));
      return {
        ...next,
        linked: false,
        glides: action.glides ?? false,
        notice: action.notice ?? "",
      };
    }
    case "link":
      return {
        ...ask(state, edit(item.form, item.given, action.changes), state.values),
        linked: true,
      };
    case "again":
      return ask(state, { ...state.asked }, state.values);
    case "reset":
      if (state.asked === item.given) return { ...state, frame: frames(state.answer) - 1 };
      return {
        ...ask(state, item.given),
        linked: false,
        glides: true,
        answer: keepFields(state.answer, item.answer),
        frame: frames(item.answer) - 1,
      };
    case "answer": {
      const answer = keepFields(state.answer, action.answer);
      const atEnd = state.frame >= frames(state.answer) - 1;
      const last = frames(answer) - 1;
      const frame = atEnd ? last : Math.min(state.frame, last);
      const values = action.last ? state.asked : state.values;
      return { ...state, phase: "live", values, answer, frame, busy: !action.last, problem: null };
    }
    case "drop":
      return action.last ? settled(state) : state;
    case "refuse":
      if (!action.last) return state;
      return {
        ...settled(state),
        problem: { message: action.message, control: blamed(item, action.message) },
      };
    case "fail":
      return {
        ...state,
        phase: "failed",
        busy: false,
        problem: { message: action.message, control: null },
      };
    case "reveal": {
      const authors = reduce(state, { type: "reset" });
      return action.still ? authors : { ...authors, frame: 0, runs: state.runs + 1 };
    }
    case "seek":
      return { ...state, frame: Math.max(0, Math.min(frames(state.answer) - 1, action.frame)) };
    case "tell":
      return { ...state, told: action.now };
  }
}

/**
 * @param {State} state
 * @param {Values} asked
 * @param {Values} values until there is an answer
 * @returns {State}
 */
const ask = (state, asked, values = asked) => ({
  ...state,
  values,
  asked,
  busy: true,
  problem: null,
  notice: "",
  phase: state.phase === "live" ? "live" : "loading",
});

/**
 * @param {State} state
 * @returns {State}
 */
const settled = (state) => ({
  ...state,
  busy: false,
  phase: state.phase === "loading" ? "ready" : state.phase,
});

/**
 * The control that a refusal is about: its sentence starts with the name, as in "lr must be" or "knobs: lr of adam must be".
 * @param {Item} item
 * @param {string} message
 */
const blamed = (item, message) =>
  item.form.find(({ name }) => [`${name} `, `${name}: `].some((start) => message.startsWith(start)))
    ?.name ?? null;

/**
 * The values after an edit. Knobs that were refused go with their rule when it is left out: they would come back unseen.
 * @param {State} state
 * @param {Values} values
 * @returns {Values}
 */
function withoutRefused({ item, answer, problem }, values) {
  const spec = item.form.find(({ name }) => name === problem?.control);
  if (spec?.kind !== "knobs") return values;
  return { ...values, [spec.name]: relevant(item.form, values, answer)[spec.name] };
}
