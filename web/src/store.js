/**
 * What the browser keeps for this book: JSON under names that begin with the address of its root, since several books may
 * share an origin. Where nothing can be kept, or nothing is there, reading gives null and writing does nothing.
 */

const ROOT = new URL("..", import.meta.url).pathname;

/**
 * @param {string} key
 * @param {"localStorage" | "sessionStorage"} [storage] sessionStorage lasts for the visit
 * @returns {any}
 */
export function read(key, storage = "localStorage") {
  try {
    return JSON.parse(globalThis[storage].getItem(ROOT + key) ?? "null");
  } catch {
    return null;
  }
}

/**
 * The keys that begin like this.
 * @param {string} start
 * @returns {string[]}
 */
export function keys(start) {
  try {
    const found = Object.keys(localStorage).filter((key) => key.startsWith(ROOT + start));
    return found.map((key) => key.slice(ROOT.length));
  } catch {
    return [];
  }
}

/** @param {string} key @param {unknown} value null removes it @param {"localStorage" | "sessionStorage"} [storage] */
export function write(key, value, storage = "localStorage") {
  try {
    if (value === null) globalThis[storage].removeItem(ROOT + key);
    else globalThis[storage].setItem(ROOT + key, JSON.stringify(value));
  } catch {
    // Storage is full or not allowed: the page works without.
  }
}
