// Draws small pictures at build time: reads {id, width, fields, panels} on stdin, writes a JSON array on stdout: the shared
// fields as one hidden drawing, then each panel without axes, for a wall of many.

import { readFileSync } from "node:fs";
import { renderToString } from "preact-render-to-string";
import { drawField } from "./draw/field.js";
import { placePlot } from "./draw/frame.js";
import { html } from "./draw/html.js";
import { courseOf, drawPlot } from "./draw/plot.js";
import { unpack } from "./draw/scene.js";

const { id, width, fields, panels } = /** @type {any} */ (
  unpack(JSON.parse(readFileSync(0, "utf8")))
);
const fieldId = (/** @type {string} */ name) => `${id}-${name}`;

const shared = html`<svg class="demo-fields" aria-hidden="true"><defs>
  ${Object.entries(fields).map(([name, field]) => drawField(/** @type {any} */ (field), fieldId(name)))}
</defs></svg>`;

/** @param {import("./draw/scene.js").PlotPanel} panel */
function picture(panel) {
  const place = placePlot(panel, width);
  const last = Math.max(
    0,
    ...panel.marks.map((mark) =>
      "x" in mark && mark.x && typeof mark.x !== "number" ? mark.x.length - 1 : 0,
    ),
  );
  const context = { frame: last, step: last, id: `${id}-${panel.name}`, fields, fieldId };
  return html`<svg viewBox=${`0 0 ${place.width} ${place.height}`} aria-hidden="true" focusable="false">
    ${drawPlot(panel, place, courseOf(panel, place), context)}
  </svg>`;
}

process.stdout.write(
  JSON.stringify([shared, ...panels.map(picture)].map((drawing) => renderToString(drawing))),
);
