/**
 * Keeps the runtime in the browser from one visit to the next: the page puts what the worker has fetched in the browser's
 * storage, and offline.js answers from there. It is a favour: where there is no storage, or no room, the runtime is
 * fetched as any file is. The worker has no storage of its own, since reader's code runs there (sandbox.js).
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
 * Keeps these files, and none of earlier releases. Scripts, of which there are no copies, come out of the browser's ordinary cache.
 * @param {string} base
 * @param {string[]} files
 * @param {import("./serve.js").Copy[]} copies
 */
export async function keep(base, files, copies) {
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
    for (const { url, type, body } of copies) {
      const headers = { "Content-Type": type };
      if (missing.delete(url)) await cache.put(url, new Response(body, { headers }));
    }
    await cache.addAll([...missing]);
  } catch {
    // No storage, no room, or not allowed: see above.
  }
}
