/** Our worker over Pyodide and numpy as they are published: what the start-up of the book is measured against. */

import { inflate, unpack } from "../web/src/boot.js";
import { serve } from "../web/src/serve.js";

serve(async (base, { packs: [[book]] }) => {
  const { loadPyodide } = await import(`${base}pyodide.mjs`);
  const [pyodide, pack] = await Promise.all([
    loadPyodide({ packages: ["numpy"], packageBaseUrl: base }),
    inflate(fetch(base + book), book, () => {}),
  ]);
  unpack(pyodide.FS, pack);
  pyodide.runPython("import importlib; importlib.invalidate_caches()");
  return pyodide;
});
