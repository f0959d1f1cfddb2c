import { hydrate, render } from "preact";
import { seen } from "../demo/foreign.js";
import { html } from "../draw/html.js";
import { decode } from "../share.js";
import { Bar, Notice } from "./bar.js";
import { Output } from "./output.js";
import { OwnRules } from "./rules.js";
import { isBusy, isStale, shown } from "./state.js";

/**
 * @typedef {import("./sheet.js").Sheet} Sheet
 * @typedef {import("./state.js").Cell} Cell
 */

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
  // The theme puts a button of its own beside it.
  const letters = /** @type {HTMLElement} */ (code.querySelector("code"));
  const printed = letters.innerHTML;
  /** @type {import("./editor.js").Editor | undefined} */
  let editor;
  let opening = false;
  let here = true;
  let fresh = true; // the output is still the one of the build
  let linked = false; // the code that came with the address waits for the reader

  const run = () => sheet.run(id);

  function draw() {
    const cell = sheet.cell(id);
    const busy = isBusy(cell);
    const focused = element.contains(document.activeElement);
    // What was printed makes room for what will be, and the page below stays where it is.
    if (!busy) output.style.minHeight = "";
    else if (!output.style.minHeight) output.style.minHeight = `${output.offsetHeight}px`;
    if (linked && cell.brought === null) forgetLink();
    linked = cell.brought !== null;
    // The editor shows where it went wrong, also in code that the reader has not gone into.
    if (cell.phase === "error" && element.dataset.state !== "error") open();
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
      if (code.dataset.changed) letters.innerHTML = printed;
      delete code.dataset.changed;
    } else {
      code.dataset.changed = "true";
      const safe = cell.brought === null ? text : seen(text);
      letters.replaceChildren(...safe.split("\n").map(line));
    }
  }

  /** @param {(editor: import("./editor.js").Editor) => void} [enter] */
  async function open(enter) {
    if (editor || opening) return;
    opening = true;
    sheet.python.warm();
    try {
      const { edit } = await import("./editor.js");
      if (!here) return;
      const place = document.createElement("div");
      place.className = "cell-editor";
      code.after(place);
      const focused = code === document.activeElement;
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
      if (enter) enter(editor);
      else if (focused) editor.focus();
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

/** A line of code as the build prints it. @param {string} text */
function line(text) {
  const element = document.createElement("span");
  element.className = "code-line";
  element.textContent = `${text}\n`;
  return element;
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

/** @param {{ cell: Cell, sheet: Sheet }} props */
const Under = ({ cell, sheet }) => html`
  <${Output} id=${cell.id} pieces=${cell.pieces} alive />
  <${OwnRules} rules=${sheet.rules[cell.id] ?? []} own=${sheet.python.own} />
`;
