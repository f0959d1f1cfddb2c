import { useEffect, useLayoutEffect, useReducer, useRef } from "preact/hooks";
import { revive } from "../draw/scene.js";
import { reduce, start } from "./state.js";
import { relevant } from "./values.js";

/**
 * @typedef {import("./state.js").State} State
 * @typedef {import("./state.js").Action} Action
 * @typedef {{ json: string, arrays: ArrayLike<number>[] }} Reply
 * @typedef {object} Python the part of the Python client that a demo needs
 * @property {(key: string, demo: string, values: import("../draw/scene.js").Values) => Promise<Reply | null>} scene null when a newer request took its place
 * @property {(key: string) => void} cancel
 * @property {(rehearsal: { demo: string, values: import("../draw/scene.js").Values }) => void} warm starts it, for this demo
 * @property {() => void} warmIfKept starts it in an idle moment, if that costs no download
 * @property {() => void} stop ends what it is doing
 * @property {(key: string, task: string, payload: object) => Promise<any>} task of the lab; null when it was stopped
 * @property {import("../own.js").Own} own the rules that the reader has written
 * @property {import("../python.js").State} state
 * @property {(listener: (state: import("../python.js").State) => void) => () => void} on calls at every change of its state
 */

let mounted = 0;

/**
 * The state of a demo, kept in step with Python: each change of the values asks for their scene, at most once per
 * animation frame, and only the newest answer counts.
 * @param {import("../draw/scene.js").Item} item
 * @param {Python | undefined} python there is none where the page is built
 * @returns {[State, (action: Action) => void]}
 */
export function useLive(item, python) {
  const [state, dispatch] = useReducer(reduce, item, start);
  const key = useRef("");
  const here = useRef(true);

  useEffect(() => {
    key.current = `${item.id} ${++mounted}`;
    dispatch({ type: "mount" });
    return () => {
      here.current = false;
      python?.cancel(key.current);
    };
  }, []);

  // Every edit, link and reset makes a new object of values; the first one is the scene that is already there.
  const asked = useRef(state.asked);
  const wanted = useRef(state.asked);
  const shown = useRef(state.answer);
  shown.current = state.answer;
  useLayoutEffect(() => {
    const waiting = asked.current !== wanted.current;
    wanted.current = state.asked;
    if (!python || waiting || asked.current === wanted.current) return;
    requestAnimationFrame(async () => {
      const values = wanted.current;
      asked.current = values;
      if (!here.current) return;
      const outcome = await outcomeOf(
        python,
        key.current,
        item.demo,
        relevant(item.form, values, shown.current),
      );
      // While the reader drags, the answer to an older request is still news.
      if (here.current) dispatch({ ...outcome, last: asked.current === values });
    });
  }, [state.asked]);

  return [state, dispatch];
}

/**
 * @param {Python} python
 * @param {string} key
 * @param {string} demo
 * @param {import("../draw/scene.js").Values} values
 * @returns {Promise<import("./state.js").Outcome>}
 */
async function outcomeOf(python, key, demo, values) {
  try {
    const reply = await python.scene(key, demo, values);
    if (!reply) return { type: "drop" };
    return { type: "answer", answer: revive(reply.json, reply.arrays) };
  } catch (error) {
    const { name, message } = /** @type {Error} */ (error);
    return { type: name === "RuntimeFailure" ? "fail" : "refuse", message };
  }
}
