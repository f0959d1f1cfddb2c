import { hydrate, render } from "preact";
import { Icon } from "../demo/icons.js";
import { html } from "../draw/html.js";
import { decode, encode } from "../share.js";
import { Output } from "./output.js";
import { OwnRules } from "./rules.js";
import { isBusy, isStale, shown } from "./state.js";

/**
 * @typedef {import("./sheet.js").Sheet} Sheet
 * @typedef {import("./state.js").Cell} Cell
 */

const MAC = /mac|iphone|ipad/i.test(navigator.platform);
const SAID = 2500; // milliseconds for which a button says what it did

/**
 * Brings one cell to life: its buttons, its output, and an editor in the place of the code once the reader goes there.
 * @param {HTMLElement} element .cell as the build has made it
 * @param {Sheet} sheet
 * @param {string} id
 * @returns {() => void} leaves it as it was before
 */
export function mount(element, sheet, id) {
  const find = (/** @type {string} */ name) =>
    /** @type {HTMLElement} */ (element.querySelector(`:scope > .${name}`));
  const [code, bar, output] = ["cell-code", "cell-bar", "cell-output"].map(find);
  const notice = document.createElement("div");
  notice.className = "cell-notice";
  element.prepend(notice);
  const printed = code.innerHTML;
  /** @type {import("./editor.js").Editor | undefined} */
  let editor;
  let opening = false;
  let here = true;
  let fresh = true; // the output is still the one of the build
  let linked = false; // the code that came with the address waits for the reader

  /** The reader sees where it went wrong, also in code that they have not gone into. */
  async function run() {
    await sheet.run(id);
    if (here && sheet.cell(id).phase === "error") open();
  }

  function draw() {
    const cell = sheet.cell(id);
    const busy = isBusy(cell);
    const focused = element.contains(document.activeElement);
    // What was printed makes room for what will be, and the page below stays where it is.
    if (!busy) output.style.minHeight = "";
    else if (!output.style.minHeight) output.style.minHeight = `${output.offsetHeight}px`;
    if (linked && cell.brought === null) forgetLink();
    linked = cell.brought !== null;
    element.dataset.state = cell.phase;
    element.toggleAttribute("data-stale", isStale(sheet.state, cell));
    render(html`<${Notice} cell=${cell} sheet=${sheet} run=${run} />`, notice);
    render(html`<${Bar} cell=${cell} sheet=${sheet} run=${run} />`, bar);
    const under = html`<${Under} cell=${cell} sheet=${sheet} />`;
    if (fresh && output.firstChild) hydrate(under, output);
    else render(under, output);
    fresh = false;
    showCode(cell);
    if (focused) keepFocus();
  }

  /** A button that has done its work leaves the keyboard beside it. */
  function keepFocus() {
    const { activeElement } = document;
    const lost = activeElement === document.body || activeElement?.closest("[hidden]");
    if (lost) /** @type {HTMLElement} */ (bar.querySelector("button:not([hidden])")).focus();
  }

  /** @param {Cell} cell */
  function showCode(cell) {
    const text = shown(cell);
    if (editor) {
      editor.show(text);
      const error = cell.pieces.find((piece) => piece.kind === "error");
      editor.mark(error && !isStale(sheet.state, cell) ? error : null);
    } else if (text === cell.starter) {
      if (code.dataset.changed) code.innerHTML = printed;
      delete code.dataset.changed;
    } else {
      code.dataset.changed = "true";
      /** @type {HTMLElement} */ (code.firstElementChild).textContent = text;
    }
  }

  /** @param {(editor: import("./editor.js").Editor) => void} [then] */
  async function open(then = () => {}) {
    if (editor || opening) return;
    opening = true;
    sheet.python.warm();
    try {
      const { edit } = await import("./editor.js");
      if (!here) return;
      const place = document.createElement("div");
      place.className = "cell-editor";
      code.after(place);
      code.hidden = true;
      editor = edit(place, {
        text: shown(sheet.cell(id)),
        label: "Code",
        change: (source) => {
          if (source !== shown(sheet.cell(id))) sheet.dispatch({ type: "edit", id, source });
        },
        run,
        complete: (offset) => sheet.complete(id, offset),
      });
      showCode(sheet.cell(id));
      then(editor);
    } finally {
      opening = false;
    }
  }

  /** @param {KeyboardEvent} event */
  const key = (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    if (event.ctrlKey || event.metaKey || event.shiftKey) run();
    else open((editor) => editor.focus());
  };
  /** @param {MouseEvent} event */
  const click = ({ clientX: x, clientY: y }) => {
    if (getSelection()?.isCollapsed) open((editor) => editor.focus({ x, y }));
  };
  code.tabIndex = 0;
  code.setAttribute("role", "group");
  code.setAttribute("aria-label", "Code. Press Enter to change it.");
  code.addEventListener("click", click);
  code.addEventListener("keydown", key);
  const ends = [sheet.on(draw), sheet.python.own.on(draw), sheet.python.on(draw)];
  draw();
  bringLinked(sheet, id);

  return () => {
    here = false;
    for (const end of ends) end();
    code.removeEventListener("click", click);
    code.removeEventListener("keydown", key);
    element.querySelector(":scope > .cell-editor")?.remove();
    editor?.destroy();
    code.hidden = false;
    for (const part of [notice, bar, output]) render(null, part);
    notice.remove();
  };
}

/** Code that came with the address is shown, and waits for the reader. @param {Sheet} sheet @param {string} id */
async function bringLinked(sheet, id) {
  const query = new URL(location.href).searchParams;
  if (query.get("cell") !== id || !query.has("code")) return;
  const source = await decode(query.get("code") ?? "");
  if (typeof source === "string" && source !== sheet.cell(id).source)
    sheet.dispatch({ type: "bring", id, source });
}

/** The reader has decided; the address does not bring it again. */
function forgetLink() {
  const address = new URL(location.href);
  address.searchParams.delete("cell");
  address.searchParams.delete("code");
  history.replaceState(history.state, "", address);
}

/** @typedef {{ cell: Cell, sheet: Sheet, run: () => void }} Props */

/** What the reader should know of the code before they run it. @param {Props} props */
function Notice({ cell, sheet, run }) {
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
function Bar({ cell, sheet, run }) {
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

/** @param {{ cell: Cell, sheet: Sheet }} props */
const Under = ({ cell, sheet }) => html`
  <${Output} id=${cell.id} pieces=${cell.pieces} run=${cell.made} alive />
  <${OwnRules} rules=${sheet.rules[cell.id] ?? []} own=${sheet.python.own} />
`;
