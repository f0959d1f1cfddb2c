import { useEffect, useState } from "preact/hooks";
import { html } from "../draw/html.js";

const PATIENCE = 5000; // milliseconds without an answer, after which the reader is asked

/**
 * While Python is at work: a line at the card's top edge, and when no answer comes, a way to stop.
 * @param {{ state: import("./state.js").State, python: import("./live.js").Python, stop: () => void }} props
 */
export function Waiting({ state: { busy, answer }, python, stop }) {
  const [{ state, progress }, setPython] = useState(python.state);
  const [long, setLong] = useState(false);
  useEffect(() => (busy ? python.on(setPython) : undefined), [busy]);
  const computing = busy && state === "ready";
  useEffect(() => {
    setLong(false);
    if (!computing) return;
    const timer = setTimeout(() => setLong(true), PATIENCE);
    return () => clearTimeout(timer);
  }, [computing, answer]);
  if (!busy) return null;
  return html`<div class=${`demo-wait ${state}`} style=${`--done:${progress}`}></div>
    ${long && html`<p class="long" role="status">Python is still computing. <button type="button" onClick=${stop}>Stop</button></p>`}`;
}
