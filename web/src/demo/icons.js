import { html } from "../draw/html.js";

/** One set of icons, on a grid of 24, filled with the colour of the text. */
const SHAPES = {
  play: "M8 5.5v13l11-6.5z",
  pause: "M7 5.5h3.6v13H7zM13.4 5.5H17v13h-3.6z",
  stop: "M7 7h10v10H7z",
  back: "M6 6h2.4v12H6zM18.5 6v12L9.5 12z",
  forward: "M15.6 6H18v12h-2.4zM5.5 6v12l9-6z",
  left: "M12 5a7 7 0 1 1-6.6 4.7l1.9.7A5 5 0 1 0 12 7v3L7.5 6 12 2z",
  right: "M12 5a7 7 0 1 0 6.6 4.700l-1.9.7A5 5 0 1 1 12 7v3l4.5-4L12 2z",
  nearer: "M11 5h2v6h6v2h-6v6h-2v-6H5v-2h6z",
  farther: "M5 11h14v2H5z",
  home: "M4 11.5 12 4l8 7.5-1.4 1.4L18 12.4V19h-5v-4h-2v4H6v-6.6l-.6.5z",
};

/** @param {{ name: keyof typeof SHAPES }} props */
export const Icon = ({ name }) =>
  html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d=${SHAPES[name]} /></svg>`;
