/** The Python worker: one for each visit, bundled into the runtime's own folder. */

import { boot } from "./boot.js";
import { collect, keep } from "./keep.js";
import { serve } from "./serve.js";

const copies = collect();

serve(async (base, config, options) => {
  const pyodide = await boot(base, config, options);
  keep(base, config.files, copies);
  return pyodide;
});
