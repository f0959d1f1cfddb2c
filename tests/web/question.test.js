import assert from "node:assert/strict";
import { test } from "node:test";
import { reduce, start } from "../../web/src/demo/state.js";
import { endOf, gapOf } from "../../web/src/predict/guess.js";
import { count, inWords, isAnswer, judge, numberIn } from "../../web/src/quiz/judge.js";
import { item } from "./item.js";

const one = { right: [false, true, false] };
const several = { right: [true, true, false] };
const amount = { value: 8, within: 0.5, wrong: [4, -8] };

test("a wrong choice is explained, and after the right one all of them are", () => {
  assert.deepEqual(judge(one, [0]), { right: false, told: [0], hint: "" });
  assert.deepEqual(judge(one, [1]), { right: true, told: [0, 1, 2], hint: "" });
});

test("of several right choices all are wanted and nothing else", () => {
  assert.equal(judge(several, [0, 1]).right, true);
  assert.deepEqual(judge(several, [0]), { right: false, told: [0], hint: "There is another one." });
  assert.deepEqual(judge(several, [0, 1, 2]), { right: false, told: [0, 1, 2], hint: "" });
});

test("a number is right within its tolerance, and a typical error has its own explanation", () => {
  assert.equal(judge(amount, 8.5).right, true);
  assert.deepEqual(judge(amount, 8.51), { right: false, told: [], hint: "It is less." });
  assert.deepEqual(judge(amount, 7), { right: false, told: [], hint: "It is more." });
  assert.deepEqual(judge(amount, 4.2), { right: false, told: [1], hint: "" });
  assert.deepEqual(judge(amount, -8), { right: false, told: [2], hint: "" });
});

test("numbers are read as people type them", () => {
  const typed = { 0.5: 0.5, " 3,2 ": 3.2, "−4": -4, "1e-3": 1e-3, "2 × 10^−3": 2e-3, "1/3": NaN };
  for (const [text, value] of Object.entries(typed)) assert.equal(numberIn(text), value, text);
  for (const nothing of ["", " ", "five"]) assert.ok(Number.isNaN(numberIn(nothing)));
});

test("what is no answer to the question as it stands now is not taken for one", () => {
  assert.ok(isAnswer(one, [2]));
  assert.ok(!isAnswer(one, [3]));
  assert.ok(!isAnswer(one, 8));
  assert.ok(isAnswer(amount, 8));
  assert.ok(!isAnswer(amount, [0]));
});

test("the score counts what was answered, not what was only shown", () => {
  const page = count([{ right: true }, { right: false }, {}, null]);
  assert.deepEqual(page, { right: 1, of: 2 });
  assert.equal(inWords("Predictions", page, page), "Predictions: 1 of 2 right");
  const book = { right: 4, of: 6 };
  assert.equal(
    inWords("Predictions", page, book),
    "Predictions: 1 of 2 right on this page, 4 of 6 right in the book",
  );
});

test("where a path ends is the last point of its line", () => {
  assert.deepEqual(endOf(item, "plane"), [0.5, 0]);
  assert.deepEqual(endOf(item, "plane", "Momentum"), [0.5, 0]);
  assert.equal(endOf(item, "plane", "Adam"), undefined);
  assert.equal(endOf(item, "nowhere"), undefined);
});

test("how far a guess is off is measured as it looks, on logarithmic axes too", () => {
  assert.equal(gapOf(item, "plane", [-3, 0], [3, 0]), 1);
  assert.ok(Math.abs(gapOf(item, "plane", [0, -2], [0, 2]) - 1 / 1.4) < 1e-12);
  assert.ok(Math.abs(gapOf(item, "loss", [0, 1e-6], [0, 10]) - 1 / 1.5) < 1e-12);
});

test("an answered prediction plays from the beginning, in the state of the author", () => {
  const ready = reduce(start(item), { type: "mount" });
  const shown = reduce(ready, { type: "reveal", still: false });
  assert.deepEqual([shown.frame, shown.runs, shown.busy], [0, 1, false]);
  const moved = reduce(ready, { type: "edit", changes: { lr: 0.7 } });
  const back = reduce(moved, { type: "reveal", still: false });
  assert.deepEqual([back.frame, back.runs, back.asked], [0, 1, item.given]);
});

test("where no motion is wanted it shows the end", () => {
  const shown = reduce(reduce(start(item), { type: "mount" }), { type: "reveal", still: true });
  assert.deepEqual([shown.frame, shown.runs], [3, 0]);
});
