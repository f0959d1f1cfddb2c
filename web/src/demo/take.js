import { useState } from "preact/hooks";
import { html } from "../draw/html.js";

const FAILED = "The picture could not be made.";

/**
 * The panels as they are, to take along. What draws the file is fetched when it is wanted.
 * @param {{ item: import("../draw/scene.js").Item, off: boolean }} props
 */
export function Picture({ item, off }) {
  const [wrong, setWrong] = useState("");
  const take = (/** @type {"svg" | "png"} */ kind) => async (/** @type {Event} */ event) => {
    const body = /** @type {Element} */ (event.currentTarget).closest(".demo-body");
    setWrong("");
    try {
      const { pictureOf } = await import("../picture/picture.js");
      offer(
        await pictureOf(/** @type {Element} */ (body), item.title, kind),
        `${item.demo}-${item.id}.${kind}`,
      );
    } catch (error) {
      setWrong(`${FAILED} ${/** @type {Error} */ (error).message}`);
    }
  };
  return html`<details class="demo-picture">
    <summary>Picture</summary>
    <p>
      <button type="button" disabled=${off} onClick=${take("svg")}>Download SVG</button>
      <button type="button" disabled=${off} onClick=${take("png")}>Download PNG</button>
    </p>
    ${wrong && html`<p class="wrong" role="alert">${wrong}</p>`}
  </details>`;
}

/** @param {Blob} file @param {string} name */
function offer(file, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
