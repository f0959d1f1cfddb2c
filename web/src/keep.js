/**
 * Keeps the runtime in the browser from one visit to the next. The files are put in the browser's cache storage
 * once Python runs (they come out of its ordinary cache then, not over the network), and offline.js answers from
 * there. It is a favour: where there is no storage, or no room, the runtime is fetched as any file is.
 */

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

/**
 * Keeps these files, and no others of earlier releases.
 * @param {string} base
 * @param {string[]} files
 */
export async function keep(base, files) {
  try {
    const name = nameOf(base);
    const older = name.replace(/-[0-9a-f]+\/$/, "-");
    for (const other of await caches.keys()) {
      if (other.startsWith(older) && other !== name) await caches.delete(other);
    }
    const cache = await caches.open(name);
    const wanted = new Set(files.map((file) => base + file));
    for (const { url } of await cache.keys()) {
      if (!wanted.delete(url)) await cache.delete(url);
    }
    await cache.addAll([...wanted]);
    await navigator.serviceWorker.register(new URL("../offline.js", base));
  } catch {
    // No storage, no room, or not allowed: see above.
  }
}
