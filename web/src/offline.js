/**
 * The service worker: answers requests for the runtime's folder from the browser's storage, where keep.js has put
 * them. The folder's name is the hash of what is in it, so what is kept is never stale. It touches nothing else.
 */

const FOLDER = /^.*\/runtime-[0-9a-f]+\//;

self.addEventListener("fetch", (/** @type {any} */ event) => {
  const { origin, pathname } = new URL(event.request.url);
  const folder = origin === location.origin && FOLDER.exec(pathname);
  if (folder) event.respondWith(find(folder[0], event.request));
});

/** @param {string} folder @param {Request} request */
async function find(folder, request) {
  const found = await caches.match(request.url, { cacheName: folder });
  return found ?? fetch(request);
}
