import { useEffect, useRef, useState } from "preact/hooks";
import { html } from "../draw/html.js";
import { frames } from "../draw/scene.js";
import { Icon } from "./icons.js";

/**
 * @typedef {import("./state.js").State} State
 */

const RUN = 4; // seconds that a run takes to play
const STEP = 0.5; // seconds that a step takes at most
const JUMPS = 10; // pictures of a run where motion is unwanted
const SPEEDS = [0.25, 0.5, 1, 2, 4];

/**
 * The time bar: play, step, scrub, speed.
 * @param {{ state: State, seek: (frame: number) => void, tell: (now: boolean) => void }} props
 */
export function Player({ state, seek, tell }) {
  const { answer, frame, phase, item, runs } = state;
  const [playing, setPlaying] = useState(false);
  const [speed, setSpeed] = useState(1);
  const last = frames(answer) - 1;
  usePlayback(playing, { frame, last, speed, seek, stop: () => setPlaying(false) });

  useEffect(() => {
    if (runs) setPlaying(true);
  }, [runs]);

  const toggle = () => {
    if (!playing && frame >= last) seek(0);
    setPlaying(!playing);
  };
  /** @param {number} frame */
  const go = (frame) => {
    setPlaying(false);
    seek(frame);
  };
  /** @param {KeyboardEvent} event */
  const key = (event) => {
    const on = /** @type {HTMLElement} */ (event.target).localName;
    if (event.key === " " && on === "input") toggle();
    else if (event.key === "ArrowRight" && on === "button") go(frame + 1);
    else if (event.key === "ArrowLeft" && on === "button") go(frame - 1);
    else return;
    event.preventDefault();
  };

  const step = `${answer.unit} ${answer.timeline?.[frame] ?? 0} of ${answer.timeline?.[last] ?? 0}`;
  const off = phase === "static";
  const gone = goneBy(answer, frame);
  return html`<div class="demo-player" role="group" aria-label="Playback" onKeyDown=${key}>
    <button type="button" class="play" aria-label=${playing ? "Pause" : "Play"} disabled=${off} onClick=${toggle}>
      <${Icon} name=${playing ? "pause" : "play"} />
    </button>
    <input
      type="range"
      aria-label="Step"
      aria-valuetext=${step}
      min="0"
      max=${last}
      value=${frame}
      disabled=${off}
      style=${`--at:${last ? ((100 * frame) / last).toFixed(1) : 100}%`}
      onFocus=${(/** @type {Event} */ event) => tell(/** @type {Element} */ (event.currentTarget).matches(":focus-visible"))}
      onBlur=${() => tell(false)}
      onInput=${(/** @type {Event} */ event) => go(Number(/** @type {HTMLInputElement} */ (event.currentTarget).value))}
    />
    <span class="step">${step}${gone && html`<small>${gone}</small>`}</span>
    <span class="steps">
      <button type="button" aria-label="One step back" disabled=${off} onClick=${() => go(frame - 1)}><${Icon} name="back" /></button>
      <button type="button" aria-label="One step forward" disabled=${off} onClick=${() => go(frame + 1)}><${Icon} name="forward" /></button>
      <select aria-label="Speed" id=${`${item.id}-speed`} disabled=${off} onChange=${(/** @type {Event} */ event) => setSpeed(Number(/** @type {HTMLSelectElement} */ (event.currentTarget).value))}>
        ${SPEEDS.map((each) => html`<option value=${each} selected=${each === speed}>${each}×</option>`)}
      </select>
    </span>
  </div>`;
}

/**
 * Moves the frame forward while playing. Where the reader wants no motion, in a few jumps.
 * @param {boolean} playing
 * @param {{ frame: number, last: number, speed: number, seek: (frame: number) => void, stop: () => void }} now
 */
function usePlayback(playing, now) {
  const latest = useRef(now);
  latest.current = now;
  useEffect(() => {
    if (!playing) return;
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    let before = performance.now();
    let owed = 0; // frames, and parts of frames, that are due
    let ticket = requestAnimationFrame(function tick(time) {
      const { frame, last, speed, seek, stop } = latest.current;
      owed += (Math.max(0, time - before) * speed * last) / (Math.min(RUN, last * STEP) * 1000);
      before = time;
      const due = owed >= (still ? Math.max(1, last / JUMPS) : 1) ? Math.floor(owed) : 0;
      owed -= due;
      if (due) seek(Math.min(last, frame + due));
      if (frame + due >= last) stop();
      else ticket = requestAnimationFrame(tick);
    });
    return () => cancelAnimationFrame(ticket);
  }, [playing]);
}

/**
 * Which paths have left the picture by a frame, in words.
 * @param {import("../draw/scene.js").Answer} answer
 * @param {number} frame
 */
export function goneBy({ panels, timeline }, frame) {
  /** @type {Map<string | number, { label: string, opens: number }>} a path with a label is one, however many panels show it */
  const left = new Map();
  for (const panel of panels) {
    if (panel.kind === "table") continue;
    for (const [i, mark] of panel.marks.entries()) {
      if (mark.mark === "line" && mark.opens !== null && mark.opens <= frame)
        left.set(mark.label || i, { label: mark.label, opens: mark.opens });
    }
  }
  if (left.size > 1) return `${left.size} paths have left`;
  const [{ label, opens } = {}] = left.values();
  return opens === undefined ? "" : `${label || "the path"} left at ${timeline?.[opens] ?? opens}`;
}
