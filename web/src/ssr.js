// Draws demos at build time: reads a JSON array of items on stdin, writes a JSON array of the HTML inside each card on stdout.

import { readFileSync } from "node:fs";
import { h } from "preact";
import { renderToString } from "preact-render-to-string";
import { Card } from "./demo/card.js";

const items = JSON.parse(readFileSync(0, "utf8"));
const cards = items.map((/** @type {import("./draw/scene.js").Item} */ item) =>
  renderToString(h(Card, { item })),
);
process.stdout.write(JSON.stringify(cards));
