/** The Python worker: one for each visit, bundled into the runtime's own folder. */

import { boot } from "./boot.js";
import { serve } from "./serve.js";

serve(boot);
