// Typesets formulas at build time: reads [{tex, display}] on stdin, writes [{html} | {error}] on stdout.
// KaTeX output carries MathML for screen readers; the page needs its style sheet and no script.

import { readFileSync } from "node:fs";
import katex from "katex";

const MACROS = {
  "\\R": "\\mathbb{R}",
  "\\E": "\\operatorname{\\mathbb{E}}",
  "\\norm": "\\left\\lVert #1 \\right\\rVert",
};

/** @param {{tex: string, display: boolean}} formula */
function typeset({ tex, display }) {
  try {
    const html = katex.renderToString(tex, {
      displayMode: display,
      strict: "error",
      macros: { ...MACROS },
    });
    return { html };
  } catch (error) {
    if (!(error instanceof katex.ParseError)) throw error;
    // KaTeX underlines the place with combining signs, which a terminal garbles.
    return { error: error.message.replace(/^KaTeX parse error: |\u0332/g, "") };
  }
}

const formulas = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(formulas.map(typeset)));
