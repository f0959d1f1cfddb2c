import assert from "node:assert/strict";
import { test } from "node:test";
import { painted } from "../../web/src/demo/curve.js";
import { coordinate, queryOf, setCoordinates, valuesOf } from "../../web/src/demo/values.js";
import { item } from "./item.js";

const xs = [0, 10, 20, 30, 40];

test("a press sets the nearest knot", () => {
  assert.deepEqual([...painted(xs, [14, 7], [14, 7])], [[1, 7]]);
  assert.deepEqual([...painted(xs, [-9, 7], [-9, 7])], [[0, 7]]);
});

test("a quick stroke sets every knot that it passes, at the height at which it does, in both directions", () => {
  const there = painted(xs, [5, 0], [35, 30]);
  assert.deepEqual(
    [...there].toSorted(([a], [b]) => a - b),
    [
      [1, 5],
      [2, 15],
      [3, 30],
    ],
  );
  assert.deepEqual(
    [...painted(xs, [40, 8], [0, 0])].toSorted(([a], [b]) => a - b),
    [
      [0, 0],
      [1, 2],
      [2, 4],
      [3, 6],
      [4, 8],
    ],
  );
});

test("a knot of a curve is set by its number, and the others stay", () => {
  const current = () => [1, 2, 3];
  assert.deepEqual(setCoordinates(current, { "rates.0": 5, "rates.2": 7 }), { rates: [5, 2, 7] });
  assert.equal(coordinate({ rates: [1, 2, 3] }, "rates.1"), 2);
});

test("a link carries a curve", () => {
  const query = queryOf({ rates: [0.1, 0.002] });
  assert.equal(query, "rates=[0.1,0.002]");
  const address = new URL(`https://book/embed/${item.demo}/?${query}`);
  assert.deepEqual(valuesOf(address, item), { rates: [0.1, 0.002] });
});
