import assert from "node:assert/strict";
import { test } from "node:test";
import { rangeOf } from "../../web/src/cell/range.js";
import { isStale, joined, reduce, shown, sources } from "../../web/src/cell/state.js";

/** The second of these builds on the first; the third stands alone. */
const page = {
  asked: {},
  cells: [
    ["a", "x = 1", []],
    ["b", "x + 1", ["a"]],
    ["c", "3", []],
  ].map(([id, starter, needs]) => ({
    id,
    starter,
    source: starter,
    brought: null,
    news: false,
    needs,
    pieces: [],
    made: { a: "x = 1", b: "x + 1", c: "3" },
    phase: "idle",
    seconds: 0,
  })),
};
const after = (...actions) => actions.reduce(reduce, page);
const stale = (state) => state.cells.filter((cell) => isStale(state, cell)).map(({ id }) => id);
const phases = ({ cells }) => cells.map(({ phase }) => phase).join(" ");
const edit = { type: "edit", id: "a", source: "x = 2" };
const ask = (id) => ({ type: "ask", id, loading: false });
const hear = (id, cell, piece) => ({ type: "hear", id, piece: { cell, ...piece } });
const start = (id, cell) => hear(id, cell, { kind: "start" });
const end = (id, cell, ok = true) => hear(id, cell, { kind: "end", ok, seconds: 0.5 });
const text = (text, stream = "out") => ({ kind: "text", stream, text });

test("a change dates the output of the cell and of those that build on it", () => {
  assert.deepEqual(stale(page), []);
  assert.deepEqual(stale(after(edit)), ["a", "b"]);
  assert.deepEqual(stale(after(edit, { type: "reset", id: "a" })), []);
  assert.deepEqual(stale(after(edit, { ...edit, source: "x = 1" })), []);
});

test("output is that of the code which Python was given, not of what was typed since", () => {
  const given = [edit, ask("b"), start("b", "a"), end("b", "a"), start("b", "b"), end("b", "b")];
  const done = { type: "stop", id: "b", piece: null };
  assert.deepEqual(stale(after(...given, done)), []);
  assert.deepEqual(stale(after(edit, ask("b"), { ...edit, source: "x = 3" }, ...given.slice(2))), [
    "a",
    "b",
  ]);
});

test("what a run turns out to need is known from then on", () => {
  const known = after({ type: "know", needs: { c: ["a"] } }, edit);
  assert.deepEqual(stale(known), ["a", "b", "c"]);
});

test("a cell waits for Python, runs, and is done", () => {
  const seen = [
    after({ type: "ask", id: "c", loading: true }),
    after(ask("c")),
    after(ask("c"), start("c", "c")),
    after(ask("c"), start("c", "c"), end("c", "c")),
    after(ask("c"), start("c", "c"), end("c", "c", false)),
  ];
  assert.deepEqual(
    seen.map(({ cells }) => cells[2].phase),
    ["loading", "running", "running", "done", "error"],
  );
});

test("when a run is stopped, all that it has not finished ends, and nothing else", () => {
  const note = { type: "stop", id: "b", piece: { kind: "note", text: "Stopped." } };
  const stopped = after(ask("c"), ask("b"), start("b", "a"), end("b", "a"), start("b", "b"), note);
  assert.equal(phases(stopped), "done idle running");
  assert.deepEqual(stopped.cells[1].pieces, [note.piece]);
  assert.equal(phases(after(ask("b"), start("b", "a"), note)), "idle idle idle");
});

test("code that came with a link is shown and does not run before it is accepted", () => {
  const brought = after({ type: "bring", id: "a", source: "evil()" });
  assert.equal(shown(brought.cells[0]), "evil()");
  assert.equal(sources(brought).a, "x = 1");
  assert.deepEqual(stale(brought), []);
  assert.equal(sources(reduce(brought, { type: "accept", id: "a" })).a, "evil()");
  assert.equal(shown(reduce(brought, { type: "refuse", id: "a" }).cells[0]), "x = 1");
  assert.equal(sources(reduce(brought, { ...edit, source: "good()" })).a, "good()");
});

test("news of a changed starter ends when the reader has chosen", () => {
  const told = {
    ...page,
    cells: page.cells.map((cell) => ({ ...cell, news: true, source: "me" })),
  };
  const chosen = [
    { type: "settle", id: "a" },
    { type: "reset", id: "a" },
  ].map((action) => reduce(told, action).cells[0]);
  assert.deepEqual(
    chosen.map(({ news, source }) => [news, source]),
    [
      [false, "me"],
      [false, "x = 1"],
    ],
  );
});

test("what one stream prints in parts is one text", () => {
  const pieces = [text("a"), text("b"), text("c", "err"), text("d")].reduce(joined, []);
  assert.deepEqual(pieces, [text("ab"), text("c", "err"), text("d")]);
});

test("an error is marked at its expression, or at its line", () => {
  const lines = ["x = 1", "  print(x[0])", ""];
  const starts = [0, 6, 20];
  const code = {
    lines: 3,
    line: (at) => ({
      from: starts[at - 1],
      to: starts[at - 1] + lines[at - 1].length,
      text: lines[at - 1],
    }),
  };
  const none = { line: null, column: null, end_line: null, end_column: null };
  const at = (place) => rangeOf(code, { ...none, ...place });
  assert.deepEqual(at({ line: 2, column: 8, end_line: 2, end_column: 12 }), { from: 14, to: 18 });
  assert.deepEqual(at({ line: 1, column: 4, end_line: 2, end_column: 7 }), { from: 4, to: 13 });
  assert.deepEqual(at({ line: 2 }), { from: 8, to: 19 });
  assert.deepEqual(at({ line: 2, column: 90, end_line: 2, end_column: 99 }), { from: 6, to: 19 });
  assert.equal(at({}), null);
  assert.equal(at({ line: 3 }), null);
  assert.equal(at({ line: 7 }), null);
});
