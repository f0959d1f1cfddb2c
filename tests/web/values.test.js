import assert from "node:assert/strict";
import { test } from "node:test";
import {
  edit,
  inForce,
  isShown,
  queryOf,
  setCoordinates,
  valuesOf,
} from "../../web/src/demo/values.js";
import { form, item } from "./item.js";

test("an edit drops the values of the controls that follow it, and no others", () => {
  const values = edit(form, { lr: 0.3, steps: 9, start: [1, 1] }, { landscape: "bowl" });
  assert.deepEqual(values, { lr: null, start: null, steps: 9, landscape: "bowl" });
});

test("a control that follows several is dropped with any of them", () => {
  const knob = { ...form[0], name: "knob", follows: ["rule", "landscape"] };
  const values = { knob: 0.3, rule: "adam", landscape: "bowl" };
  assert.equal(edit([knob], values, { rule: "gd" }).knob, null);
  assert.equal(edit([knob], values, { landscape: "ravine" }).knob, null);
  assert.equal(edit([knob], values, { steps: 3 }).knob, 0.3);
});

test("a control without a value of the reader's shows the default that Python took", () => {
  assert.equal(inForce({ lr: null }, item.answer, "lr"), 0.1);
  assert.equal(inForce({ lr: 0.5 }, item.answer, "lr"), 0.5);
});

test("a coordinate of a point leaves the other one as it is", () => {
  const current = (name) => item.answer.values[name];
  assert.deepEqual(setCoordinates(current, { "start.x": 3 }), { start: [3, 1] });
  assert.deepEqual(setCoordinates(current, { "start.x": 3, "start.y": 4, lr: 1 }), {
    start: [3, 4],
    lr: 1,
  });
});

test("a control with a condition is there only when the condition holds", () => {
  const corrected = form.at(-1);
  assert.equal(
    isShown(corrected, () => ["adam"]),
    true,
  );
  assert.equal(
    isShown(corrected, () => ["gd", "adam"]),
    false,
  );
});

test("a link carries the values, strings bare, and gives the same values back", () => {
  const values = {
    landscape: { name: "ravine", kappa: 37 },
    rules: ["gd", "adam"],
    lr: 0.1,
    start: [-1, 2],
    steps: null,
  };
  const query = queryOf(values);
  assert.match(query, /&lr=0\.1&start=\[-1,2\]$/);
  const { steps, ...set } = values;
  assert.equal(steps, null);
  assert.deepEqual(
    valuesOf(new URL(`https://x.test/momentum/?demo=first&${query}#first`), item),
    set,
  );
});

test("words that look like numbers come back as words", () => {
  for (const value of ["4", "true", "null", "[1]", "x^2", "adam"]) {
    const address = new URL(`https://x.test/?demo=first&${queryOf({ batch_size: value })}`);
    assert.deepEqual(valuesOf(address, item), { batch_size: value });
  }
});

test("a link speaks to the demo that it names; to the one of an embedded page also without a name", () => {
  assert.equal(valuesOf(new URL("https://x.test/momentum/?demo=second&lr=1"), item), null);
  assert.equal(valuesOf(new URL("https://x.test/momentum/?lr=1"), item), null);
  assert.deepEqual(
    valuesOf(new URL("https://x.test/book/embed/descent/?lr=1&landscape=bowl"), item),
    { lr: 1, landscape: "bowl" },
  );
});
