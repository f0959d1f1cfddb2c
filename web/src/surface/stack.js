import { shade } from "../draw/field.js";
import { html } from "../draw/html.js";
import { matrixAt, PLINTH, RELIEF } from "./stage.js";

/**
 * The ground as a stack of slabs, each cut along a contour line of the field: seen from above, a higher slab hides what lies
 * behind it, so that painting them from low to high is all there is to it. They are the plane's own bands, placed again.
 */

const THIN = 3; // pixels between two copies of a slab, which together are its wall

/**
 * @param {import("../draw/scene.js").Bands} field
 * @param {string} id of the drawn field
 * @param {import("./stage.js").Stage} stage
 */
export function drawStack(field, id, stage) {
  const { bands, shape } = field;
  const unit = RELIEF / bands;
  return html`<g class="stack">
    ${Array.from({ length: bands }, (_, band) => {
      const top = (band + 0.5) * unit;
      const low = band ? top - unit : -PLINTH;
      const copies = Math.max(1, Math.round(((top - low) * stage.up * stage.scale) / THIN));
      const paint = shade(band / (bands - 1));
      const wall = `color:${paint};--slab:color-mix(in oklab,${paint} 72%,var(--zoo-relief-wall));--slab-line:none`;
      const place = (/** @type {number} */ height) => matrix(stage, shape, height);
      return html`<g style=${wall}>
          ${Array.from({ length: copies }, (_, i) => html`<use href=${`#${id}-${band}`} transform=${place(low + ((top - low) * i) / copies)} />`)}
        </g>
        <use href=${`#${id}-${band}`} transform=${place(top)} />`;
    })}
  </g>`;
}

/**
 * From the units of a drawn field, ten to a sample, to pixels.
 * @param {import("./stage.js").Stage} stage
 * @param {[number, number]} shape
 * @param {number} height
 */
function matrix(stage, [rows, columns], height) {
  const [a, b, c, d, e, f] = matrixAt(stage, height);
  const [dx, dy] = [stage.wide / (columns - 1) / 10, 1 / (rows - 1) / 10];
  // The first sample is at (5, 5), and at the west and south end of the map.
  const [east, north] = [-stage.wide / 2 - 5 * dx, -0.5 - 5 * dy];
  const entries = [a * dx, b * dx, c * dy, d * dy].map((entry) => entry.toFixed(4));
  const move = [a * east + c * north + e, b * east + d * north + f].map((entry) =>
    entry.toFixed(1),
  );
  return `matrix(${[...entries, ...move].map(Number).join(" ")})`;
}
