import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { csv } from "../../web/src/demo/data.js";
import { goneBy } from "../../web/src/demo/player.js";
import { currentSteps } from "../../web/src/demo/readout.js";
import { item } from "./item.js";

const script = fileURLToPath(new URL("../../web/src/ssr.js", import.meta.url));
const draw = (items) =>
  JSON.parse(
    execFileSync(process.execPath, [script], {
      input: JSON.stringify(items.map((each) => ({ ...each, arrays: [] }))),
      encoding: "utf8",
    }),
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

test("the page holds eight rows of the data, the first and the last among them", () => {
  const data = card.slice(card.indexOf("demo-data"));
  assert.equal(data.match(/<tr><td>/g).length, 8);
  assert.match(data, /<tr><td>0<\/td><td>0\.3333333<\/td>/);
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

test("a ring smaller than a cell of the grid is not drawn", () => {
  const { land } = item.answer.fields;
  const filled = (heights) => Array.from(land.z, (_, i) => heights[i] ?? 0);
  const fields = [{ 50: 120 }, { 50: 190, 51: 190, 62: 190, 63: 190 }].map((heights) => ({
    land: { ...land, z: filled(heights) },
  }));
  const cards = draw(fields.map((each) => ({ ...item, answer: { ...item.answer, fields: each } })));
  const rings = cards.map(
    (each) => each.match(/class="field">.*?<\/g>/s)[0].match(/d="M/g)?.length ?? 0,
  );
  assert.deepEqual(rings, [0, 1]);
});

test("a scene in which nothing moves has no time bar", () => {
  assert.doesNotMatch(still, /demo-player/);
});

test("a row without a line keeps its words in line with the others", () => {
  const results = card.match(/<table class="results".*?<\/table>/s)[0];
  assert.equal(results.match(/class="swatch"/g).length, 2);
});

const options = Array.from({ length: 45 }, (_, i) => ({
  value: `rule${i}`,
  label: `Rule ${i}`,
  ...(i > 0 && { group: i < 30 ? "The first" : "The others" }),
}));

test("many options fold into a menu that can be reached by the keyboard, under their headings", () => {
  const form = item.form.map((spec) => (spec.kind === "picks" ? { ...spec, options } : spec));
  const values = { ...item.answer.values, rules: ["rule1", "rule7"] };
  const [many] = draw([{ ...item, form, answer: { ...item.answer, values } }]);
  assert.match(many, /<button[^>]*popovertarget="first-rules-menu"[^>]*>2 of 45 …<\/button>/);
  assert.match(many, /<div[^>]*id="first-rules-menu"[^>]*popover="auto"/);
  assert.deepEqual(
    Array.from(many.matchAll(/<legend>(.*?)<\/legend>/g), ([, heading]) => heading),
    ["The first", "The others"],
  );
  assert.equal(many.match(/<input[^>]*type="checkbox"[^>]*name="rules"/g).length, 45);
  assert.doesNotMatch(card, /popover/);
});

test("a long choice has headings, a short one has none", () => {
  const [long, short] = [options, options.slice(0, 5)].map((each) => {
    const form = item.form.map((spec) =>
      spec.kind === "choice" ? { ...spec, options: [...spec.options, ...each] } : spec,
    );
    return draw([{ ...item, form }])[0];
  });
  assert.equal(long.match(/<optgroup/g).length, 2);
  assert.match(long, /<optgroup label="The others"><option value="rule30"/);
  assert.doesNotMatch(short, /optgroup/);
});

test("the read-out of several lines names those that have a name", () => {
  const line = item.answer.panels[0].marks[1];
  const course = { vertices: new Map(), obstacles: [] };
  const place = { box: { left: 0, right: 9, top: 0, bottom: 9 } };
  course.vertices.set(line, [
    [1, 1],
    [2, 2],
  ]);
  assert.equal(currentSteps(course, place, 1).length, 1);
  course.vertices.set({ ...line, label: "" }, [
    [3, 3],
    [4, 4],
  ]);
  assert.deepEqual(
    currentSteps(course, place, 1).map((step) => step.line.label),
    ["Momentum"],
  );
  assert.deepEqual(currentSteps(course, place, 5), []);
});

test("the player says which path has left, from the step on at which it did", () => {
  assert.equal(goneBy(item.answer, 1), "");
  assert.equal(goneBy(item.answer, 3), "the path left at 2");
});

test("the player counts paths without a name one by one, and a named one once in all panels", () => {
  const [panel] = item.answer.panels;
  const nameless = panel.marks.find(({ opens }) => opens === 2);
  const named = { ...nameless, label: "Adam" };
  const said = (...panels) =>
    goneBy({ ...item.answer, panels: panels.map((marks) => ({ ...panel, marks })) }, 3);
  assert.equal(said([nameless, nameless, named]), "3 paths have left");
  assert.equal(said([named], [named]), "Adam left at 2");
});

test("the file of data has every digit, and quotes names with a comma", () => {
  const [header, first] = csv(item.answer.data).split("\n");
  assert.equal(header, 'step,"loss, Momentum"');
  assert.equal(first, "0,0.3333333333333333");
});
