import assert from "node:assert/strict";
import { test } from "node:test";
import { coordinatesAt, handlePoint } from "../../web/src/demo/handle.js";
import { tickLabels, typed } from "../../web/src/demo/number.js";
import { shareOf, tickNear, tidy, valueAt } from "../../web/src/demo/scale.js";
import { placePlot } from "../../web/src/draw/frame.js";
import { item } from "./item.js";

const rate = { low: 1e-4, high: 1, step: null, scale: "log" };
const steps = { low: 1, high: 500, step: 1, scale: "linear" };
const beta = { low: 0, high: 0.99, step: null, scale: "memory" };
const limit = [
  { value: 0.1, label: "1/L" },
  { value: 0.2, label: "2/L" },
];

test("a slider of rates is logarithmic, and its values are round", () => {
  assert.equal(valueAt(rate, 0.5), 0.01);
  assert.equal(shareOf(rate, 0.01), 0.5);
  assert.equal(valueAt(rate, 0.123), 0.0003105);
});

test("a small number stands in its field as one types it", () => {
  assert.deepEqual([1e-6, 2.5e-5, 0.0001, 0.05, 0, -3, 400].map(typed), [
    "1e-6",
    "2.5e-5",
    "0.0001",
    "0.05",
    "0",
    "-3",
    "400",
  ]);
});

test("a slider of betas is wide where memories are long, and its values are round", () => {
  assert.equal(valueAt(beta, 0.5), 0.9);
  assert.equal(shareOf(beta, 0.9).toFixed(12), "0.500000000000");
  assert.equal(valueAt(beta, 0), 0);
  assert.equal(valueAt(beta, 1), 0.99);
  assert.equal(tidy(beta, 0.95), 0.95);
  assert.equal(valueAt({ ...beta, low: 0.5 }, 0.5), 0.92929);
});

test("every position of a slider has a value of its own", () => {
  for (const track of [
    rate,
    { ...rate, low: 0.1, high: 10 },
    { ...steps, high: 1000 },
    { low: -3, high: 3, step: null, scale: "linear" },
    beta,
  ]) {
    const values = Array.from({ length: 1000 }, (_, i) => valueAt(track, i / 999));
    assert.equal(new Set(values).size, 1000);
  }
});

test("values lie on the control's steps and within its bounds", () => {
  assert.equal(tidy(steps, 12.6), 13);
  assert.equal(tidy(steps, 9000), 500);
  assert.equal(tidy({ low: 0, high: 0.99, step: 0.01, scale: "linear" }, 0.3333), 0.33);
});

test("a tick pulls only when it is near", () => {
  assert.equal(tickNear(rate, limit, shareOf(rate, 0.103))?.label, "1/L");
  assert.equal(tickNear(rate, limit, shareOf(rate, 0.14)), undefined);
});

test("the labels of ticks do not touch: a second one goes lower, an end gives way", () => {
  const placed = tickLabels(rate, limit);
  assert.deepEqual(
    placed.map(({ label, row }) => [label, row]),
    [
      ["1/L", 0],
      ["2/L", 1],
      ["1e−4", 0],
      ["1", 0],
    ],
  );
  assert.deepEqual(
    tickLabels(rate, [{ value: 1, label: "largest" }]).map(({ label }) => label),
    ["largest", "1e−4"],
  );
});

test("a handle sets what it moves, inside the frame and inside the bounds of its controls", () => {
  const [plane] = item.answer.panels;
  const place = placePlot(plane, 600);
  const handle = { moves: ["start.x", "lr"] };
  const bounds = (input) => (input === "lr" ? { low: 0, high: 1, step: null } : undefined);
  assert.deepEqual(coordinatesAt(handle, [9999, -50], place, plane, bounds), {
    "start.x": 3,
    lr: 1,
  });
  assert.deepEqual(coordinatesAt({ moves: ["start.x", null] }, [300, 10], place, plane, bounds), {
    "start.x": 0,
  });
});

test("a polar handle sets a distance and an angle, within the full turn of its control", () => {
  const [plane] = item.answer.panels;
  const place = placePlot(plane, 600);
  const bounds = (input) =>
    input === "second" ? { low: 0.2, high: 1.5, step: 0.01 } : { low: -180, high: 180, step: 1 };
  const handle = { moves: ["second", "angle"], polar: 90, x: 0, y: 1 };
  const sets = (x, y) => coordinatesAt(handle, [place.x(x), place.y(y)], place, plane, bounds);
  assert.deepEqual(sets(0, 1), { second: 1, angle: 0 });
  assert.deepEqual(sets(1, 0), { second: 1, angle: -90 });
  assert.deepEqual(sets(-0.3, -0.3), { second: 0.42, angle: 135 });
  assert.deepEqual(sets(2, 0), { second: 1.5, angle: -90 });
  const there = handlePoint(handle, { second: 0.5, angle: 90 });
  assert.ok(Math.hypot(there[0] + 0.5, there[1]) < 1e-12);
  const longer = handlePoint(handle, { second: 0.5 });
  assert.ok(Math.hypot(longer[0], longer[1] - 0.5) < 1e-12);
});
