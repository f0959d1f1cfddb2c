import assert from "node:assert/strict";
import { test } from "node:test";
import { beats } from "../../web/src/demo/best.js";
import { withRow } from "../../web/src/demo/knobs.js";
import { reduce, start } from "../../web/src/demo/state.js";
import { relevant, valuesOf } from "../../web/src/demo/values.js";
import { item } from "./item.js";

const form = [
  { name: "landscape", kind: "choice" },
  { name: "formula", kind: "text", when: { landscape: "formula" } },
  { name: "rules", kind: "picks" },
  { name: "knobs", kind: "knobs" },
];
const answer = { values: { landscape: "bowl", formula: "x", rules: ["gd"], knobs: {} } };

test("Python is not asked about a field that is not there, nor about knobs of what is not picked", () => {
  const values = { formula: "x^^2", knobs: { gd: { lr: 1 }, adam: { lr: -1 } } };
  assert.deepEqual(relevant(form, values, answer), { formula: null, knobs: { gd: { lr: 1 } } });
  const own = { ...values, landscape: "formula", rules: ["gd", "adam"] };
  assert.deepEqual(relevant(form, own, answer), own);
});

test("a rule of which nothing is set is left out of the knobs", () => {
  const settings = { gd: { lr: 1 }, adam: { lr: 2 } };
  assert.deepEqual(withRow(settings, "adam", { lr: 3 }), { gd: { lr: 1 }, adam: { lr: 3 } });
  assert.deepEqual(withRow(settings, "adam", {}), { gd: { lr: 1 } });
});

test("a refusal stands beside the control whose name it begins with", () => {
  const knobs = { ...item, form: [...item.form, { name: "knobs", kind: "knobs" }] };
  const refused = reduce(start(knobs), {
    type: "refuse",
    message: "knobs: lr of adam",
    last: true,
  });
  assert.equal(refused.problem.control, "knobs");
});

test("a score counts if it is better and a number", () => {
  assert.ok(beats({ value: 3, better: "high" }, null));
  assert.ok(beats({ value: 3, better: "high" }, { value: 2 }));
  assert.ok(!beats({ value: 3, better: "low" }, { value: 2 }));
  assert.ok(!beats({ value: 2, better: "low" }, { value: 2 }));
  assert.ok(!beats({ value: Number.NaN, better: "low" }, null));
});

test("what comes with a link is the reader's own after the first change", () => {
  const linked = reduce(start(item), { type: "link", changes: { lr: 0.2 } });
  assert.ok(linked.linked);
  assert.ok(reduce(linked, { type: "answer", answer: item.answer, last: true }).linked);
  assert.ok(!reduce(linked, { type: "edit", changes: { lr: 0.3 } }).linked);
});

test("a demo that asks again keeps the values", () => {
  const edited = reduce(start(item), { type: "edit", changes: { lr: 0.2 } });
  const again = reduce(edited, { type: "again" });
  assert.deepEqual(again.asked, edited.asked);
  assert.notEqual(again.asked, edited.asked);
});

test("a notice lasts until the next change", () => {
  const told = reduce(start(item), { type: "edit", changes: {}, notice: "Gone." });
  assert.equal(told.notice, "Gone.");
  assert.equal(reduce(told, { type: "edit", changes: { lr: 0.2 } }).notice, "");
});

test("code in a link is no value of a control", () => {
  const address = new URL("https://book.org/page/?demo=first&lr=0.2&own=abc");
  assert.deepEqual(valuesOf(address, item), { lr: 0.2 });
});
