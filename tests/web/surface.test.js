import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { bestView } from "../../web/src/surface/best.js";
import { cameraFrom, turned, zoomed } from "../../web/src/surface/camera.js";
import { legsOf, split, waysOf } from "../../web/src/surface/course.js";
import { drape, groundOf } from "../../web/src/surface/ground.js";
import {
  groundUnder,
  isHidden,
  matrixAt,
  project,
  RELIEF,
  stageOf,
} from "../../web/src/surface/stage.js";
import { item } from "./item.js";

const BANDS = 8;
const [ROWS, COLUMNS] = [31, 41];
const axis = (low, high, label) => ({ low, high, label, scale: "linear", ticks: null });

/** A field with a level at each point of the map, east and north from -1 to 1. */
const field = (level) => ({
  extent: [-4, 4, -3, 3],
  shape: [ROWS, COLUMNS],
  bands: BANDS,
  z: Array.from({ length: ROWS * COLUMNS }, (_, i) => {
    const [east, north] = [i % COLUMNS, Math.floor(i / COLUMNS)];
    return 100 * BANDS * level((2 * east) / (COLUMNS - 1) - 1, (2 * north) / (ROWS - 1) - 1);
  }),
});

const flat = field(() => 0);
const ridge = field((_, north) => Math.max(0, 1 - 4 * Math.abs(north))); // from west to east
const bowl = field((east, north) => (east ** 2 + north ** 2) / 2);

const [plane] = item.answer.panels;
const marks = plane.marks.filter(({ mark }) => ["line", "points", "handle"].includes(mark));
const panel = {
  kind: "surface",
  name: "relief",
  title: "",
  area: "main",
  aspect: 1.4,
  field: "land",
  x: axis(-4, 4, "x"),
  y: axis(-3, 3, "y"),
  marks,
};

const seenFrom = (turn, land = flat, changes = {}) => {
  const ground = groundOf(land);
  return { ground, stage: stageOf(panel, ground, 600, { ...cameraFrom(turn), ...changes }) };
};
const close = (a, b, within = 1e-6) => {
  a.forEach((value, i) => {
    assert.ok(Math.abs(value - b[i]) < within, `${a} is not ${b}`);
  });
};

test("from straight above, unturned, a surface is the plane", () => {
  const { stage } = seenFrom(0, flat, { tilt: 90 });
  const [ox, oy] = project(stage, [0, 0, 0]);
  close(project(stage, [0.5, 0, 0]), [ox + 0.5 * stage.scale, oy]);
  close(project(stage, [0, 0.5, 0]), [ox, oy - 0.5 * stage.scale]);
  close(project(stage, [0, 0, RELIEF]), [ox, oy]);
});

test("what is higher is drawn higher, what is nearer lower; the whole block is in the picture from every side", () => {
  for (let turn = -180; turn < 180; turn += 15) {
    const { stage, ground } = seenFrom(turn);
    const [x, y] = project(stage, [0.2, 0.1, 0.1]);
    const [above, up] = project(stage, [0.2, 0.1, 0.2]);
    close([x], [above]);
    assert.ok(up < y);
    const near = project(stage, [-0.1 * stage.sin, -0.1 * stage.cos, 0]);
    assert.ok(near[1] > project(stage, [0, 0, 0])[1]);
    for (const east of [-ground.wide / 2, ground.wide / 2]) {
      for (const north of [-0.5, 0.5]) {
        for (const height of [0, RELIEF]) {
          const [px, py] = project(stage, [east, north, height]);
          assert.ok(px > 0 && px < stage.width && py > 0 && py < stage.height);
        }
      }
    }
  }
});

test("each level is seen by one affine map", () => {
  const { stage } = seenFrom(50);
  const [a, b, c, d, e, f] = matrixAt(stage, 0.3);
  const [east, north] = [0.4, -0.2];
  close([a * east + c * north + e, b * east + d * north + f], project(stage, [east, north, 0.3]));
});

test("a pixel leads back to the ground that is seen there, from every side", () => {
  for (const turn of [-150, -30, 0, 75]) {
    const { stage, ground } = seenFrom(turn, bowl, { zoom: 1.7, shift: [12, -30] });
    for (const [east, north] of [
      [0.1, 0.05],
      [-0.2, 0.1],
      [0, -0.15],
    ]) {
      const found = groundUnder(
        stage,
        ground,
        project(stage, [east, north, ground.height(east, north)]),
      );
      close(found, [east, north, ground.height(east, north)], 0.01);
    }
  }
  const { stage, ground } = seenFrom(-30, bowl);
  const [east, north] = groundUnder(stage, ground, [0, 0]);
  assert.ok(Math.abs(east) <= ground.wide / 2 && Math.abs(north) <= 0.5);
});

test("the ground goes through its samples, and evenly between them", () => {
  const ground = groundOf(bowl);
  close([ground.height(ground.wide / 2, 0.5), ground.height(0, 0)], [RELIEF, 0]);
  const slope = groundOf(field((east) => (east + 1) / 2));
  close([slope.height(0.123 * slope.wide, 0.2)], [RELIEF * (0.5 + 0.123)]);
});

test("what lies behind a ridge is hidden, until it is seen from the other side", () => {
  const spot = [0.1, 0.2, 0];
  const front = seenFrom(0, ridge, { tilt: 30 });
  const back = seenFrom(180, ridge, { tilt: 30 });
  assert.equal(isHidden(front.stage, front.ground, spot), true);
  assert.equal(isHidden(back.stage, back.ground, spot), false);
  assert.equal(isHidden(front.stage, front.ground, [0.1, 0, RELIEF]), false);
});

test("a step goes over the ground, and stops at the edge of the map", () => {
  const ground = groundOf(ridge);
  const way = drape(ground, [0, -0.4], [0, 0.4]);
  assert.ok(Math.max(...way.map(([, , height]) => height)) > 0.97 * RELIEF);
  const out = drape(ground, [0, 0.4], [0, 5]);
  close(out.at(-1).slice(0, 2), [0, 0.5]);
  assert.deepEqual(drape(ground, [0, 2], [0, 3]), []);
  assert.deepEqual(drape(ground, [0, 0], [NaN, 0]), []);
});

test("a line that climbs over a ridge is in view, then hidden, then in view", () => {
  const { stage, ground } = seenFrom(0, ridge, { tilt: 30 });
  const line = { x: [0, 0, 0], y: [-2.4, 2.4, 2.9], opens: null };
  const { seen, behind } = split(legsOf(waysOf(line, stage, ground), stage, ground));
  assert.ok(seen.length >= 1 && behind.length === 1);
  close(behind[0][0], seen[0].at(-1));
});

test("a line that leaves the map and returns is drawn in two parts", () => {
  const { stage, ground } = seenFrom(-30);
  const line = { x: [0, 9, 9, 1], y: [0, 0, 1, 1], moves: 1, opens: null };
  const ways = waysOf(line, stage, ground);
  assert.deepEqual(
    ways.map(({ joined }) => joined),
    [false, true, false, false],
  );
  assert.equal(split(legsOf(ways, stage, ground)).seen.length, 2);
  assert.equal(waysOf({ ...line, opens: 1 }, stage, ground).length, 2);
});

test("a valley is seen along its floor, not over its wall", () => {
  const across = field((_, north) => north ** 2);
  const along = field((east) => east ** 2);
  const still = { ...panel, marks: [] };
  const turn = (land) => Math.abs(bestView(still, groundOf(land)).turn) % 180;
  assert.ok(turn(across) >= 60 && turn(across) <= 120);
  assert.ok(turn(along) <= 30 || turn(along) >= 150);
});

test("turning goes round, tilting ends before the horizon, and zooming keeps the place under the pointer", () => {
  const camera = cameraFrom(170);
  assert.equal(turned(camera, 20, 0).turn, -170);
  assert.ok(turned(camera, 0, 500).tilt < 90 && turned(camera, 0, -500).tilt > 0);
  const near = zoomed(camera, 2, [40, 10]);
  assert.deepEqual(near.shift, [-40, -10]);
  assert.deepEqual(zoomed(near, 0.1, [3, 3]).shift, [0, 0]);
});

const script = fileURLToPath(new URL("../../web/src/ssr.js", import.meta.url));
const draw = (answer) =>
  JSON.parse(
    execFileSync(process.execPath, [script], {
      input: JSON.stringify([{ ...item, arrays: [], answer: { ...item.answer, ...answer } }]),
      encoding: "utf8",
    }),
  )[0];
const [low, high, slope] = [field(() => 0), field(() => 1), field((east) => (east + 1) / 2)];

test("the drawn surface is made of the bands of the field, from low to high, and names no colour but by a token", () => {
  const card = draw({ panels: [panel], fields: { land: slope } });
  const stack = card.match(/<g class="stack">.*<\/g><g class="drawing"/s)[0];
  const bands = [...stack.matchAll(/href="#first-field-land-(\d)"/g)].map(([, band]) =>
    Number(band),
  );
  assert.deepEqual(
    bands,
    bands.toSorted((a, b) => a - b),
  );
  assert.deepEqual([...new Set(bands)], [0, 1, 2, 3, 4, 5, 6, 7]);
  assert.doesNotMatch(card, /#[0-9a-f]{3,8}["; ]|rgb\(|NaN|undefined|\[object/i);
  assert.ok(card.length < 60_000);
});

test("a surface has a name, a head on its run, and a handle that can be reached", () => {
  const card = draw({ panels: [panel], fields: { land: slope } });
  assert.match(card, /aria-label="relief\. Arrives after 3 steps\. Seen from the \w+\."/);
  assert.equal(card.match(/class="head"/g).length, 1, "of two lines one has left the map");
  assert.match(card, /role="slider"[^>]*aria-label="drag the start"/);
});

test("even ground is drawn too, at the bottom and at the top", () => {
  for (const land of [low, high]) {
    assert.doesNotMatch(draw({ panels: [panel], fields: { land } }), /NaN/);
  }
});
