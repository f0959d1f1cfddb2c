/**
 * What a term means, shown beside its link: under the pointer, at the focus, or at the first touch. It is read from the
 * glossary's own page when the first is wanted.
 */

/** @type {Promise<Document> | undefined} */
let glossary;
/** @type {HTMLElement | undefined} */
let shown;

/** @param {HTMLAnchorElement} link */
async function definition(link) {
  glossary ??= fetch(link.href.split("#")[0])
    .then((answer) => (answer.ok ? answer.text() : Promise.reject(answer)))
    .then((text) => new DOMParser().parseFromString(text, "text/html"));
  const book = await glossary.catch(() => {
    glossary = undefined;
  });
  const entry = book?.getElementById(decodeURIComponent(link.hash.slice(1)));
  const body = entry && nextDefinition(entry);
  if (!body) return null;
  const copy = /** @type {HTMLElement} */ (body.cloneNode(true));
  for (const inner of copy.querySelectorAll("a"))
    inner.href = new URL(inner.getAttribute("href") ?? "", link.href).href;
  return copy.childNodes;
}

/** @param {Element} entry */
function nextDefinition(entry) {
  let next = entry.nextElementSibling;
  while (next && next.localName !== "dd") next = next.nextElementSibling;
  return next;
}

/**
 * Shows what a link's term means, until the reader goes elsewhere.
 * @param {HTMLAnchorElement} link
 */
export async function explain(link) {
  const words = await definition(link);
  if (
    !words ||
    link.hasAttribute("aria-describedby") ||
    !(link.matches(":hover, :focus") || "touched" in link.dataset)
  )
    return;
  hide();
  const box = document.createElement("div");
  box.id = "term-note";
  box.className = "term-note";
  box.setAttribute("role", "tooltip");
  box.append(...words);
  link.after(box);
  link.setAttribute("aria-describedby", box.id);
  shown = box;
  place(box, link);
  addEventListener("keydown", leave);
  for (const kind of ["pointerover", "focusin", "pointerdown"]) addEventListener(kind, leave);
}

/**
 * Below the link, or above it where there is no room, and inside the window.
 * @param {HTMLElement} box
 * @param {HTMLElement} link
 */
function place(box, link) {
  const at = link.getBoundingClientRect();
  const { width, height } = box.getBoundingClientRect();
  const left = Math.max(8, Math.min(at.left, document.documentElement.clientWidth - width - 8));
  const below = at.bottom + height + 8 < innerHeight;
  const from = /** @type {HTMLElement} */ (
    box.offsetParent ?? document.body
  ).getBoundingClientRect();
  box.style.left = `${left - from.left}px`;
  box.style.top = `${(below ? at.bottom : at.top - height) - from.top}px`;
}

/** @param {Event} event */
function leave(event) {
  if (event instanceof KeyboardEvent && event.key !== "Escape") return;
  const link = shown?.previousElementSibling;
  const inside =
    event.target instanceof Node && (shown?.contains(event.target) || link?.contains(event.target));
  if (event instanceof KeyboardEvent || !inside) hide();
}

function hide() {
  const link = /** @type {HTMLElement | null | undefined} */ (shown?.previousElementSibling);
  link?.removeAttribute("aria-describedby");
  delete link?.dataset.touched;
  shown?.remove();
  shown = undefined;
  removeEventListener("keydown", leave);
  for (const kind of ["pointerover", "focusin", "pointerdown"]) removeEventListener(kind, leave);
}
