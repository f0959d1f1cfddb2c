// Draws at build time: reads a JSON array of demos and of outputs of cells on stdin, writes a JSON array of the HTML inside each on stdout.

import { readFileSync } from "node:fs";
import { h } from "preact";
import { renderToString } from "preact-render-to-string";
import { Output } from "./cell/output.js";
import { Card } from "./demo/card.js";
import { unpack } from "./draw/scene.js";

const files = JSON.parse(readFileSync(0, "utf8"));
const drawn = files.map((/** @type {any} */ file) => {
  const item = /** @type {any} */ (unpack(file));
  return item.pieces ? renderToString(h(Output, item)) : renderToString(h(Card, { item }));
});
process.stdout.write(JSON.stringify(drawn));
