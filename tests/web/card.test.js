import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { csv } from "../../web/src/demo/data.js";
import { goneBy } from "../../web/src/demo/player.js";
import { item } from "./item.js";

const script = fileURLToPath(new URL("../../web/src/ssr.js", import.meta.url));
const draw = (items) =>
  JSON.parse(
    execFileSync(process.execPath, [script], { input: JSON.stringify(items), encoding: "utf8" }),
  );
const [card, again, still] = draw([
  item,
  item,
  { ...item, answer: { ...item.answer, timeline: null } },
]);
const count = (pattern) => card.match(pattern)?.length ?? 0;

test("the build draws the same card from the same scene", () => {
  assert.equal(card, again);
});

test("the card keeps the contract of names that scripts rely on", () => {
  for (const name of [
    '<form class="demo-controls">',
    '<select id="first-landscape" name="landscape">',
    '<input type="checkbox" name="rules" value="adam"/?>',
    'type="number" id="first-lr" name="lr"',
    'data-for="lr"',
    'name="start.x"',
    'name="start.y"',
    'class="demo-player"',
    'class="demo-reset"',
    '<output name="summary" aria-live="polite">',
    '<details class="demo-data"',
    "<thead><tr><th",
  ]) {
    assert.match(card, new RegExp(name));
  }
  assert.doesNotMatch(card, /name="corrected"/, "a control whose condition does not hold");
});

test("the page holds twelve rows of the data, the first and the last among them", () => {
  const data = card.slice(card.indexOf("demo-data"));
  assert.equal(data.match(/<tr><td>/g).length, 12);
  assert.match(data, /<tr><td>0<\/td><td>0\.333333333<\/td>/);
  assert.match(data, /<tr><td>39<\/td>/);
});

test("the sentence leads in bold; nothing in the drawing names a colour but by a token", () => {
  assert.match(card, /<strong>Arrives<\/strong> after 3 steps\./);
  assert.doesNotMatch(card, /#[0-9a-f]{3,8}["; ]|rgb\(/i);
  assert.equal(count(/NaN|undefined|\[object/g), 0);
});

test("a field is drawn once and shown by reference; a handle can be reached and says where it is", () => {
  assert.equal(count(/id="first-field-land"/g), 1);
  assert.equal(count(/href="#first-field-land"/g), 1);
  assert.match(card, /role="slider"[^>]*aria-label="drag the start"[^>]*aria-valuetext="−2, 1"/);
});

test("a scene in which nothing moves has no time bar", () => {
  assert.doesNotMatch(still, /demo-player/);
});

test("the player says which path has left, from the step on at which it did", () => {
  assert.equal(goneBy(item.answer, 1), "");
  assert.equal(goneBy(item.answer, 3), "the path left at 2");
});

test("the file of data has every digit, and quotes names with a comma", () => {
  const [header, first] = csv(item.answer.data).split("\n");
  assert.equal(header, 'step,"loss, Momentum"');
  assert.equal(first, "0,0.3333333333333333");
});
