import { useEffect, useMemo, useState } from "preact/hooks";
import { html } from "../draw/html.js";
import { exact } from "../draw/numbers.js";

/**
 * @typedef {import("../draw/scene.js").Answer["data"]} Columns
 */

const SAMPLE = 8; // rows in the page before it is awake

/**
 * Everything drawn, as a table and as a file.
 * @param {{ columns: Columns, name: string, awake: boolean }} props
 */
export function Data({ columns, name, awake }) {
  const [open, setOpen] = useState(false);
  // A closed table waits for an idle moment, so that dragging stays quick.
  const [listed, setListed] = useState({ columns, all: false });
  const stale = awake && (listed.columns !== columns || !listed.all);
  useEffect(() => {
    if (!stale) return;
    const show = () => setListed({ columns, all: true });
    if (open) return show();
    return whenIdle(show);
  }, [columns, open, awake]);
  const shown = stale && open ? { columns, all: true } : listed;
  const table = useMemo(() => drawTable(shown), [shown.columns, shown.all]);
  /** @param {Event} event */
  const toggle = ({ currentTarget }) =>
    setOpen(/** @type {HTMLDetailsElement} */ (currentTarget).open);
  return html`<details class="demo-data" aria-busy=${stale ? "true" : undefined} onToggle=${toggle}>
    <summary>Data</summary>
    <p><a href=${awake ? "#" : undefined} download=${`${name}.csv`} onClick=${(/** @type {Event} */ event) => offer(event, columns)}>Download as CSV</a></p>
    <div class="scroll" tabindex="0" role="region" aria-label="Data of this demo">${table}</div>
  </details>`;
}

/** @typedef {{ columns: Columns, all: boolean }} Listed  all rows, or a few that are evenly spaced */

/** @param {Listed} listed */
const drawTable = (listed) => html`<table class="rows">
  <thead><tr>${listed.columns.map(({ name }) => html`<th scope="col">${name}</th>`)}</tr></thead>
  <tbody>${rowsOf(listed).map((row) => html`<tr>${listed.columns.map(({ values }) => html`<td>${exact(values[row])}</td>`)}</tr>`)}</tbody>
</table>`;

/** @param {Listed} listed */
function rowsOf({ columns, all }) {
  const length = Math.max(0, ...columns.map(({ values }) => values.length));
  const count = all ? length : Math.min(SAMPLE, length);
  return Array.from({ length: count }, (_, i) =>
    count === 1 ? 0 : Math.round((i * (length - 1)) / (count - 1)),
  );
}

/** @param {() => void} task */
function whenIdle(task) {
  if (!globalThis.requestIdleCallback) {
    const timer = setTimeout(task, 200);
    return () => clearTimeout(timer);
  }
  const ticket = requestIdleCallback(task, { timeout: 500 });
  return () => cancelIdleCallback(ticket);
}

/**
 * Gives the link its file just before the browser follows it.
 * @param {Event} event
 * @param {Columns} columns
 */
function offer({ currentTarget }, columns) {
  const link = /** @type {HTMLAnchorElement} */ (currentTarget);
  const address = URL.createObjectURL(new Blob([csv(columns)], { type: "text/csv" }));
  link.href = address;
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/**
 * A CSV file with every digit.
 * @param {Columns} columns
 */
export function csv(columns) {
  const rows = rowsOf({ columns, all: true }).map((row) =>
    columns.map(({ values }) => values[row] ?? "").join(","),
  );
  const header = columns.map(({ name }) =>
    /[",\n]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name,
  );
  return `${[header.join(","), ...rows].join("\n")}\n`;
}
