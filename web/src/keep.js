/**
 * Keeps the runtime in the browser from one visit to the next: the worker puts what it has fetched in the browser's
 * storage, and offline.js answers from there. It is a favour: where there is no storage, or no room, the runtime is
 * fetched as any file is.
 */

/** Milliseconds after the start at which nobody waits for the machine any more. */
const QUIET = 3000;

/** What the storage is called: the address of the folder, since several books may share an origin. @param {string} base */
const nameOf = (base) => new URL(base).pathname;

/**
 * Whether all files of the runtime are here already.
 * @param {string} base
 * @param {string[]} files
 */
export async function kept(base, files) {
  try {
    if (!(await caches.has(nameOf(base)))) return false;
    const cache = await caches.open(nameOf(base));
    const found = await Promise.all(files.map((file) => cache.match(base + file)));
    return found.every(Boolean);
  } catch {
    return false;
  }
}

/** Has the runtime's folder answered from the storage, from the next page on. @param {string} base */
export function answerFromStorage(base) {
  navigator.serviceWorker?.register(new URL("../offline.js", base)).catch(() => {});
}

/**
 * Copies of all that the worker fetches from now on, so that nothing is fetched twice.
 * @returns {Response[]}
 */
export function collect() {
  /** @type {Response[]} */
  const copies = [];
  const { fetch } = self;
  self.fetch = async (...request) => {
    const response = await fetch(...request);
    if (response.ok) copies.push(response.clone());
    return response;
  };
  return copies;
}

/**
 * Keeps these files, and none of earlier releases. Scripts, which no code fetches, come out of the browser's ordinary cache.
 * @param {string} base
 * @param {string[]} files
 * @param {Response[]} copies
 */
export async function keep(base, files, copies) {
  const { caches } = self;
  await new Promise((resolve) => setTimeout(resolve, QUIET));
  try {
    const name = nameOf(base);
    const any = name.replace(/[0-9a-f]+\/$/, "");
    for (const other of await caches.keys()) {
      if (other.startsWith(any) && other !== name) await caches.delete(other);
    }
    const cache = await caches.open(name);
    const missing = new Set(files.map((file) => base + file));
    for (const { url } of await cache.keys()) {
      if (!missing.delete(url)) await cache.delete(url);
    }
    for (const copy of copies) {
      if (missing.delete(copy.url)) await cache.put(copy.url, copy);
    }
    await cache.addAll([...missing]);
  } catch {
    // No storage, no room, or not allowed: see above.
  }
}
