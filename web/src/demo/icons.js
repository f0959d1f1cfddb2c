import { html } from "../draw/html.js";

/** One set of icons, on a grid of 24, filled with the colour of the text. */
const SHAPES = {
  play: "M8 5.5v13l11-6.5z",
  pause: "M7 5.5h3.6v13H7zM13.4 5.5H17v13h-3.6z",
  back: "M6 6h2.4v12H6zM18.5 6v12L9.5 12z",
  forward: "M15.6 6H18v12h-2.4zM5.5 6v12l9-6z",
};

/** @param {{ name: keyof typeof SHAPES }} props */
export const Icon = ({ name }) =>
  html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d=${SHAPES[name]} /></svg>`;
