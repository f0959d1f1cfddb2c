import htm from "htm";
import { h } from "preact";

/** Markup as a tagged template: html`<p class="x">${children}</p>` gives a Preact node. */
export const html = htm.bind(h);
