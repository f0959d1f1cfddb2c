import assert from "node:assert/strict";
import { test } from "node:test";
import { clipLine, inside, pathOf } from "../../web/src/draw/clip.js";
import { drawField } from "../../web/src/draw/field.js";
import { placePlot } from "../../web/src/draw/frame.js";
import { placeLabels } from "../../web/src/draw/labels.js";
import { drawnPart } from "../../web/src/draw/lines.js";
import { drawBars, drawPoints, isMoving, pointsOf } from "../../web/src/draw/marks.js";
import { exact, number, power } from "../../web/src/draw/numbers.js";
import { axisLabel, scaleOf, ticksOf } from "../../web/src/draw/scales.js";
import { item } from "./item.js";

const box = { left: 0, right: 100, top: 0, bottom: 60 };
const axis = { low: 0, high: 80, label: "step", scale: "linear", ticks: null };
const labels = (changes, count = 4) => {
  const changed = { ...axis, ...changes };
  return ticksOf(changed, scaleOf(changed, [0, 300]), count).map(({ label }) => label);
};

test("numbers are short, with a true minus and the same rounding as the sentences", () => {
  const cases = [
    [0.0631, "0.063"],
    [65, "65"],
    [2.8e-4, "2.8e−4"],
    [12345, "12000"],
    [-0.5, "−0.5"],
    [0, "0"],
    [Infinity, "∞"],
    [1e5, "1e5"],
  ];
  for (const [value, text] of cases) assert.equal(number(value), text);
  assert.equal(exact(1 / 3), "0.3333333");
  assert.equal(power(-12), "10⁻¹²");
});

test("ticks are few and round; steps are whole; a long logarithmic axis shows powers of ten and says so", () => {
  assert.deepEqual(labels({}), ["0", "20", "40", "60", "80"]);
  assert.deepEqual(labels({ high: 2 }), ["0", "1", "2"]);
  assert.deepEqual(labels({ scale: "log", low: 1e-8, high: 1e4 }), [
    "10⁻⁸",
    "10⁻⁵",
    "10⁻²",
    "10¹",
    "10⁴",
  ]);
  assert.deepEqual(labels({ scale: "log", low: 0.5, high: 20 }), [
    "0.5",
    "1",
    "2",
    "5",
    "10",
    "20",
  ]);
  assert.deepEqual(labels({ ticks: [[40, "2/L"]] }), ["2/L"]);
  assert.equal(axisLabel({ ...axis, label: "loss", scale: "log" }), "loss (log)");
});

test("a path is cut at the frame, and comes back where it returns", () => {
  const pieces = clipLine(
    [
      [50, 30],
      [150, 30],
      [150, 50],
      [50, 50],
    ],
    box,
  );
  assert.deepEqual(pieces, [
    [
      [50, 30],
      [100, 30],
    ],
    [
      [100, 50],
      [50, 50],
    ],
  ]);
  assert.equal(pathOf(pieces), "M50 30l50 0M100 50l-50 0");
});

test("a point that is not there interrupts a path, and an enormous one does no harm", () => {
  assert.equal(
    clipLine(
      [
        [1, 1],
        [2, 2],
        [NaN, 3],
        [4, 4],
        [5, 5],
      ],
      box,
    ).length,
    2,
  );
  const [[, end]] = clipLine(
    [
      [50, 30],
      [1e300, 30],
    ],
    box,
  );
  assert.deepEqual(end, [100, 30]);
});

test("words stay inside the frame, off the paths and off each other", () => {
  const path = Array.from({ length: 100 }, (_, i) => [i, 30]);
  const wide = { left: 0, right: 300, top: 0, bottom: 200 };
  const words = [
    { text: "Momentum", points: [[99, 30]], colour: "" },
    { text: "Adam", points: [[99, 30]], colour: "" },
    { text: "RMSprop", points: [[298, 2]], colour: "" },
  ];
  const placed = placeLabels(words, path, wide);
  for (const { left, top, width } of placed) {
    assert.ok(inside([left, top], wide) && inside([left + width, top + 17], wide));
    assert.ok(!path.some(([x, y]) => x > left && x < left + width && y > top && y < top + 17));
  }
  const [a, b] = placed;
  assert.ok(
    a.left + a.width <= b.left || b.left + b.width <= a.left || Math.abs(a.top - b.top) >= 17,
  );
});

test("words that are pinned stay where they are, or make way for others", () => {
  const here = { left: 0, right: 300, top: 0, bottom: 200 };
  const pinned = { text: "ripples", points: [[100, 100]], colour: "", pinned: true };
  const [alone] = placeLabels([pinned], [[100, 100]], here);
  assert.ok(
    Math.abs(alone.left + alone.width / 2 - 100) < 1 && Math.abs(alone.top + 8.5 - 100) < 1,
  );
  const best = { text: "best", points: [[95, 100]], colour: "", over: true };
  assert.deepEqual(
    placeLabels([best, pinned], [], here).map(({ text }) => text),
    ["best"],
  );
});

test("words that may stand at either end take the free one", () => {
  const ends = [
    [290, 100],
    [10, 100],
  ];
  const busy = Array.from({ length: 60 }, (_, i) => [230 + i, 70 + i]);
  const wide = { left: 0, right: 300, top: 0, bottom: 200 };
  const [placed] = placeLabels([{ text: "0.001", points: ends, colour: "" }], busy, wide);
  assert.ok(placed.left < 100);
});

test("a chart with short names has room for them beside its lines; none is too low to read", () => {
  const loss = item.answer.panels[1];
  const right = (label) =>
    placePlot({ ...loss, marks: [{ ...loss.marks[0], label }] }, 400).box.right;
  assert.equal(right(""), 390);
  assert.ok(right("m̂") < 390);
  assert.equal(right("Nesterov, look-ahead form"), 390);
  assert.equal(placePlot({ ...loss, aspect: 4 }, 300).height, 170);
});

test("a plot keeps its aspect at every width; a plane fills its panel", () => {
  const [plane, loss] = item.answer.panels;
  for (const width of [320, 600, 900]) {
    assert.equal(placePlot(plane, width).height, Math.round(width / 1.4));
    assert.deepEqual(placePlot(plane, width).box, {
      left: 0,
      right: width,
      top: 0,
      bottom: Math.round(width / 1.4),
    });
    assert.ok(placePlot(loss, width).box.left > 20);
  }
});

test("a grid of classes is one path for each colour, a stroke for every run of equal cells; -1 is left out", () => {
  const z = [0, 0, 1, 0, 1, 1, -1, 1];
  const field = { extent: [0, 1, 0, 1], shape: [2, 4], classes: ["adam", "signs", "plain"], z };
  const drawn = drawField(field, "ends");
  const paths = [drawn.props.children].flat(2).filter(Boolean);
  assert.deepEqual(
    paths.map(({ props }) => props.d),
    ["M0 5h20m10 0h10", "M20 5h10M0 15h20m10 0h10"],
  );
  assert.match(paths[0].props.stroke, /--zoo-adam/);
  assert.equal(drawn.props["stroke-width"], 10);
});

test("points move frame by frame, in one coordinate or in both, and stay where they end; many are one path", () => {
  const plot = { ...item.answer.panels[1], x: { ...axis, high: 10 }, y: { ...axis, high: 10 } };
  const place = placePlot({ ...plot, marks: [] }, 400);
  const { pen } = item.answer.panels[0].marks[1];
  const mark = {
    mark: "points",
    x: [1, 2, 3, 4, 5, null],
    y: [7, 8],
    count: 2,
    symbol: "speck",
    pen,
  };
  const at = (frame) => pointsOf(mark, place, frame);
  assert.deepEqual(at(1), [
    [place.x(3), place.y(7)],
    [place.x(4), place.y(8)],
  ]);
  assert.deepEqual(at(9), at(2));
  assert.ok(!Number.isFinite(at(2)[1][0]));
  const specks = (frame) => drawPoints(mark, place, frame).props.children.props.d.match(/h0/g);
  assert.equal(specks(0).length, 2);
  assert.equal(specks(2).length, 1);
  assert.ok(isMoving(mark) && !isMoving({ ...mark, x: [1, 2] }));
});

test("a line with several points per frame is drawn up to the last of them, and leaves with a frame", () => {
  const points = Array.from({ length: 13 }, (_, i) => [i, i]);
  const line = { moves: 4, opens: null };
  assert.deepEqual(
    [0, 1, 3].map((frame) => drawnPart(line, points, frame).length),
    [1, 5, 13],
  );
  assert.equal(drawnPart({ moves: 0, opens: null }, points, 0).length, 13);
  assert.equal(drawnPart({ moves: 4, opens: 2 }, points, 3).length, 9);
});

test("bars stand on their base, move with the frames and end at the edge of the picture; what is nowhere has none", () => {
  const place = { box, x: (x) => 10 * x, y: (y) => 50 - 40 * y };
  const pen = { color: "plain", dash: "solid", width: 2, marker: null, faint: false };
  const y = [[1, 0.5], -9, [null, 0.25]];
  const bars = { x: [1, 3, 5], y, pen, width: 1, base: 0, hollow: false };
  const d = (frame) => drawBars(bars, place, frame).props.d;
  assert.equal(d(0), "M5.0,50.0V10.0H15.0V50.0M25.0,50.0V60.0H35.0V50.0");
  assert.equal(d(1), "M5.0,50.0V30.0H15.0V50.0M25.0,50.0V60.0H35.0V50.0M45.0,50.0V40.0H55.0V50.0");
  assert.match(drawBars(bars, place, 0).props.fill, /--zoo-plain/);
  const outline = drawBars({ ...bars, hollow: true }, place, 0).props;
  assert.equal(outline.fill, "none");
  assert.match(outline.stroke, /--zoo-plain/);
});
