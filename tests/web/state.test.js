import assert from "node:assert/strict";
import { test } from "node:test";
import { reduce, start } from "../../web/src/demo/state.js";
import { frames, keepFields, revive, unpack } from "../../web/src/draw/scene.js";
import { item } from "./item.js";

const ready = reduce(start(item), { type: "mount" });
const longer = { ...item.answer, timeline: [0, 1, 2, 3, 4, 5] };

test("a demo goes from static to ready, loading and live", () => {
  const loading = reduce(ready, { type: "edit", changes: { lr: 0.2 } });
  const live = reduce(loading, { type: "answer", answer: longer, last: true });
  const later = reduce(live, { type: "edit", changes: { lr: 0.3 } });
  assert.deepEqual(
    [start(item), ready, loading, live, later].map(({ phase }) => phase),
    ["static", "ready", "loading", "live", "live"],
  );
  assert.deepEqual(
    [ready, loading, live, later].map(({ busy }) => busy),
    [false, true, false, true],
  );
});

test("an older answer is shown, but the demo goes on waiting for the newest", () => {
  const loading = reduce(ready, { type: "edit", changes: { lr: 0.2 } });
  assert.equal(reduce(loading, { type: "answer", answer: longer, last: false }).busy, true);
});

test("a refusal keeps the last scene and stands beside the control that it names", () => {
  const loading = reduce(ready, { type: "edit", changes: { lr: 7 } });
  const refused = reduce(loading, {
    type: "refuse",
    message: "lr must be a number from 0.0001 to 1, got 7",
    last: true,
  });
  assert.deepEqual([refused.phase, refused.busy, refused.problem.control], ["ready", false, "lr"]);
  assert.equal(refused.answer, item.answer);
});

test("when Python cannot start, playback goes on", () => {
  const failed = reduce(reduce(ready, { type: "edit", changes: { lr: 0.2 } }), {
    type: "fail",
    message: "No Python.",
    last: true,
  });
  assert.equal(failed.phase, "failed");
  assert.equal(reduce(failed, { type: "seek", frame: 1 }).frame, 1);
});

test("a new scene is shown at its end if the last one was, else at the same frame", () => {
  assert.equal(reduce(ready, { type: "answer", answer: longer, last: true }).frame, 5);
  const early = reduce(ready, { type: "seek", frame: 2 });
  assert.equal(reduce(early, { type: "answer", answer: longer, last: true }).frame, 2);
});

test("a reset of a demo that nobody touched asks Python for nothing", () => {
  assert.equal(reduce(ready, { type: "reset" }).busy, false);
  assert.equal(
    reduce(reduce(ready, { type: "edit", changes: { lr: 1 } }), { type: "reset" }).values,
    item.given,
  );
});

test("handles glide when a button moved them, not under the reader's hand", () => {
  const dragged = reduce(ready, { type: "edit", changes: { lr: 1 } });
  const mended = reduce(dragged, { type: "edit", changes: { lr: 0.1 }, glides: true });
  const back = reduce(dragged, { type: "reset" });
  assert.deepEqual([dragged.glides, mended.glides, back.glides], [false, true, true]);
});

test("a field that did not change is the same object, so that it is not drawn again", () => {
  const next = structuredClone(item.answer);
  assert.equal(keepFields(item.answer, next).fields.land, item.answer.fields.land);
  next.fields.land.z[3] += 1;
  assert.equal(keepFields(item.answer, next).fields.land, next.fields.land);
});

test("a file tells whole numbers by their differences", () => {
  const file = { ...item, answer: { timeline: { $: 0 }, data: [{ $: 1 }, { $: 0 }] } };
  const arrays = [{ steps: [0, 1, 2, -3] }, [0.5, null]];
  const { answer, id } = unpack({ ...file, arrays });
  assert.deepEqual(answer, {
    timeline: [0, 1, 3, 0],
    data: [
      [0.5, null],
      [0, 1, 3, 0],
    ],
  });
  assert.equal(id, item.id);
});

test("arrays come back where the text points at them", () => {
  const arrays = [new Float64Array([1, 2]), new Float64Array([3])];
  const answer = revive(
    '{"timeline": {"$": 1}, "data": [{"name": "a", "values": {"$": 0}}]}',
    arrays,
  );
  assert.equal(answer.timeline, arrays[1]);
  assert.equal(answer.data[0].values, arrays[0]);
  assert.equal(frames(answer), 1);
});
