import assert from "node:assert/strict";
import { test } from "node:test";
import { seen } from "../../web/src/demo/foreign.js";
import { joined, named, without } from "../../web/src/demo/mine.js";
import { decode, encode } from "../../web/src/share.js";

const rules = [{ name: "half_step", source: "import gdzoo\n# η ← ½\n".repeat(40) }];

test("code travels in an address and comes back as it was", async () => {
  const text = await encode(rules);
  assert.match(text, /^[\w-]+$/);
  assert.ok(text.length < JSON.stringify(rules).length / 4);
  assert.deepEqual(await decode(text), rules);
});

test("what is damaged, cut short or far too large is not read", async () => {
  const text = await encode(rules);
  for (const bad of ["", "%%%", "abc", text.slice(0, -9), `A${text}`])
    assert.equal(await decode(bad), null);
  assert.equal(await decode(await encode("x".repeat(300_000))), null);
});

test("signs that cannot be seen are named in code of someone else", () => {
  assert.equal(seen("a\u202eb\u200b = 1  # η\n"), "a‹U+202E›b‹U+200B› = 1  # η\n");
});

const mine = [
  { name: "half_step", title: "Half step", offers: ["rules", "walkers"] },
  { name: "blocks", title: "Blocks", offers: ["rules"] },
];
const form = [
  { name: "rules", kind: "picks", offers: "walkers", options: [{ value: "gd", label: "GD" }] },
  { name: "rival", kind: "choice", offers: "walkers", options: [{ value: "gd", label: "GD" }] },
  { name: "place", kind: "choice", offers: "", options: [{ value: "half_step", label: "?" }] },
];

test("a rule of the reader's own joins the menus that can take it", () => {
  const own = { value: "half_step", label: "Half step", group: "Your own" };
  assert.deepEqual(joined(form[0], mine).options, [form[0].options[0], own]);
  assert.equal(joined(form[2], mine), form[2]);
  assert.equal(joined({ ...form[0], options: [own] }, mine).options.length, 1);
});

test("values that name a rule are found, and go on without it", () => {
  const values = { rules: ["gd", "half_step"], rival: "half_step", place: "half_step" };
  assert.deepEqual(named(form, values, mine), [mine[0]]);
  assert.deepEqual(without(form, values, ["half_step"]), { rules: ["gd"], rival: null });
  assert.deepEqual(without(form, { rules: ["half_step"] }, ["half_step"]), { rules: null });
  assert.deepEqual(without(form, { rules: ["gd"], rival: "gd" }, ["half_step"]), {});
});
