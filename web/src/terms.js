/** Links to the glossary say what their term means before they are followed; how, is loaded when it is wanted. */

/** @param {Event} event */
function termOf({ target }) {
  return target instanceof Element
    ? /** @type {HTMLAnchorElement | null} */ (target.closest("a.term"))
    : null;
}

/** @param {HTMLAnchorElement} link */
async function explained(link) {
  const { explain } = await import("./explain.js");
  await explain(link);
}

/** Under the pointer and at the focus a term explains itself; the first touch does so too, and the second follows the link. */
export function terms() {
  for (const kind of ["pointerover", "focusin"])
    addEventListener(kind, (event) => {
      const link = termOf(event);
      if (link && /** @type {PointerEvent} */ (event).pointerType !== "touch") explained(link);
    });
  const touch = (/** @type {MouseEvent} */ event) => {
    const link = termOf(event);
    if (
      !link ||
      /** @type {PointerEvent} */ (event).pointerType !== "touch" ||
      "touched" in link.dataset
    )
      return;
    link.dataset.touched = "";
    event.preventDefault();
    event.stopPropagation(); // instant navigation would follow the link all the same
    explained(link);
  };
  addEventListener("click", touch, true);
}
