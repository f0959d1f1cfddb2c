/** Everything that the pages of the book run: demos, the one Python behind them, and the family tree. */

import { ZooCell } from "./cell/element.js";
import { ZooExercise } from "./cell/exercise.js";
import { Near } from "./cell/near.js";
import { ZooDemo } from "./demo/element.js";
import { ZooPredict } from "./predict/element.js";
import { printable } from "./print.js";
import { Python } from "./python.js";
import { ZooQuiz } from "./quiz/element.js";
import { terms } from "./terms.js";
import { ZooTree } from "./tree.js";

// Scripts lie in assets/, one folder below the root of the site.
const python = new Python(JSON.parse(RUNTIME), new URL("..", import.meta.url));

ZooDemo.python = python;
Near.python = python;
customElements.define("zoo-demo", ZooDemo);
customElements.define("zoo-cell", ZooCell);
customElements.define("zoo-exercise", ZooExercise);
customElements.define("zoo-tree", ZooTree);
customElements.define("zoo-predict", ZooPredict);
customElements.define("zoo-quiz", ZooQuiz);

printable();
terms();

// From now on drawings out of sight are laid out too (demo.css).
const settle = () => setTimeout(() => document.documentElement.classList.add("settled"));
if (document.readyState === "complete") settle();
else addEventListener("load", settle);
