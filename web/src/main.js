/** Everything that the pages of the book run: demos, and the one Python behind them. */

import { ZooDemo } from "./demo/element.js";
import { Python } from "./python.js";

// Scripts lie in assets/, one folder below the root of the site.
const python = new Python(RUNTIME, new URL("..", import.meta.url));

ZooDemo.python = python;
customElements.define("zoo-demo", ZooDemo);
