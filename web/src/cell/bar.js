import { Icon } from "../demo/icons.js";
import { html } from "../draw/html.js";
import { encode } from "../share.js";
import { isBusy, isStale } from "./state.js";

/**
 * @typedef {import("./sheet.js").Sheet} Sheet
 * @typedef {import("./state.js").Cell} Cell
 * @typedef {{ cell: Cell, sheet: Sheet, run: () => void }} Props
 */

const MAC = /mac|iphone|ipad/i.test(navigator.platform);
const SAID = 2500; // milliseconds for which a button says what it did

/** What the reader should know of the code before they run it. @param {Props} props */
export function Notice({ cell, sheet, run }) {
  const { id } = cell;
  if (cell.brought !== null)
    return html`<p class="notice brought" role="status">
      <span>This code came with the link: someone else wrote it. Read it before you run it.${cell.source !== cell.starter && " It would take the place of yours."}</span>
      <button type="button" onClick=${run}>Run it</button>
      <button type="button" onClick=${() => sheet.dispatch({ type: "refuse", id })}>Leave it</button>
    </p>`;
  if (cell.news)
    return html`<p class="notice" role="status">
      <span>The book has changed this code since you changed yours.</span>
      <button type="button" onClick=${() => sheet.dispatch({ type: "settle", id })}>Keep mine</button>
      <button type="button" onClick=${() => sheet.dispatch({ type: "reset", id })}>Take the book’s</button>
    </p>`;
  return null;
}

/** @param {Props} props */
export function Bar({ cell, sheet, run }) {
  const { id, phase, source, starter } = cell;
  const busy = isBusy(cell);
  const reset = () => sheet.dispatch({ type: "reset", id });
  return html`
    <button type="button" class="cell-run" hidden=${busy} title=${MAC ? "⌘ Enter" : "Ctrl Enter"} onClick=${run}><${Icon} name="play" />Run</button>
    <button type="button" class="cell-stop" hidden=${!busy} onClick=${() => sheet.stop()}><${Icon} name="stop" />Stop</button>
    <span class="cell-status" role="status">${words(cell, sheet)}</span>
    <button type="button" class="cell-reset quiet" hidden=${source === starter} disabled=${busy} onClick=${reset}>Reset</button>
    <button type="button" class="cell-share quiet" onClick=${(/** @type {Event} */ event) => share(event, cell)}>Share</button>
    ${phase === "loading" && html`<span class="cell-wait" style=${`--done:${sheet.python.state.progress}`}></span>`}
  `;
}

/** @param {Cell} cell @param {Sheet} sheet */
function words(cell, sheet) {
  if (cell.phase === "loading" && sheet.python.state.state === "loading")
    return "Python is on its way";
  if (isBusy(cell)) return "running";
  if (isStale(sheet.state, cell))
    return cell.made?.[cell.id] === cell.source
      ? "the output is from before a cell above was changed"
      : "the output is from before the change";
  if (cell.phase === "done" && cell.seconds >= 0.1) return `${cell.seconds.toFixed(1)} s`;
  return "";
}

/** Copies the address of the page with this code in it. @param {Event} event @param {Cell} cell */
async function share({ currentTarget }, { id, source }) {
  const button = /** @type {HTMLElement} */ (currentTarget);
  const address = new URL(location.href);
  address.search = `?cell=${encodeURIComponent(id)}&code=${await encode(source)}`;
  address.hash = id;
  try {
    await navigator.clipboard.writeText(address.href);
    button.textContent = "Link copied";
  } catch {
    history.replaceState(history.state, "", address);
    button.textContent = "The address has it";
  }
  setTimeout(() => {
    button.textContent = "Share";
  }, SAID);
}
