// Draws demos at build time: reads a JSON array of items on stdin, writes a JSON array of the HTML inside each card on stdout.

import { readFileSync } from "node:fs";
import { h } from "preact";
import { renderToString } from "preact-render-to-string";
import { Card } from "./demo/card.js";
import { unpack } from "./draw/scene.js";

const files = JSON.parse(readFileSync(0, "utf8"));
const cards = files.map((/** @type {Parameters<typeof unpack>[0]} */ file) =>
  renderToString(h(Card, { item: unpack(file) })),
);
process.stdout.write(JSON.stringify(cards));
