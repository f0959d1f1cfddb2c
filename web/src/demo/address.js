/**
 * Calls when a link, or the browser's way back, leads from one state of the page to another. Such a link is taken from the
 * theme, which would change the address, load nothing, and at the second such link go back.
 * @param {(to: URL, from: URL) => void} listener
 * @returns {() => void} an end to it
 */
export function whenMoved(listener) {
  let here = new URL(location.href);
  /** @param {URL} to */
  const move = (to) => {
    const from = here;
    here = to;
    listener(to, from);
  };
  const clicked = (/** @type {MouseEvent} */ event) => {
    const to = stateIn(event);
    if (!to) return;
    if (event.defaultPrevented) return move(to); // another demo of the page has seen to it
    event.preventDefault();
    event.stopPropagation();
    history.pushState(null, "", to.pathname + to.search);
    move(to);
    if (to.hash) location.replace(to); // within the page: the browser scrolls there, and knows its target
  };
  const back = () => {
    const to = new URL(location.href);
    if (to.pathname === here.pathname && to.search !== here.search) move(to);
  };
  addEventListener("click", clicked, true);
  addEventListener("popstate", back);
  return () => {
    removeEventListener("click", clicked, true);
    removeEventListener("popstate", back);
  };
}

/**
 * The address of the link that was clicked, if it is a state of a demo in this page, wanted in this window.
 * @param {MouseEvent} event
 */
function stateIn({ target, button, ctrlKey, metaKey, shiftKey }) {
  const link = /** @type {Element} */ (target).closest?.("a[href]:not([download], [target])");
  if (!link || button || ctrlKey || metaKey || shiftKey) return null;
  const to = new URL(/** @type {HTMLAnchorElement} */ (link).href);
  const inside = to.origin + to.pathname === location.origin + location.pathname;
  return inside && to.searchParams.has("demo") ? to : null;
}
