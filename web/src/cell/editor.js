/** The editor of a cell: CodeMirror, loaded when a reader first goes into code. */

import { autocompletion, closeBrackets, closeBracketsKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import {
  bracketMatching,
  indentService,
  indentUnit,
  LRLanguage,
  syntaxHighlighting,
} from "@codemirror/language";
import { EditorState, Prec, StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, highlightSpecialChars, keymap } from "@codemirror/view";
import { tagHighlighter, tags } from "@lezer/highlight";
import { parser } from "@lezer/python";
import { rangeOf } from "./range.js";

const INDENT = 4;
const LEAVES = 2000; // milliseconds for which Tab leaves the editor after Escape

/** The classes that the build's highlighter uses, so that code looks the same before and after. */
const CLASSES = tagHighlighter([
  {
    tag: [tags.keyword, tags.operatorKeyword, tags.controlKeyword, tags.bool, tags.null],
    class: "k",
  },
  { tag: tags.comment, class: "c1" },
  { tag: tags.string, class: "s1" },
  { tag: tags.number, class: "mi" },
]);

const python = LRLanguage.define({
  name: "python",
  parser,
  languageData: {
    commentTokens: { line: "#" },
    closeBrackets: { brackets: ["(", "[", "{", "'", '"'] },
  },
});

/** A new line begins under the one above; after a colon deeper, after what leaves a block less deep. */
const indentation = indentService.of((context, at) => {
  const { text } = context.lineAt(at, -1);
  const before = /^ */.exec(text)?.[0].length ?? 0;
  const code = text.replace(/#.*$/, "").trim();
  if (/[:([{]$/.test(code)) return before + INDENT;
  return /^(return|pass|break|continue|raise)\b/.test(code) ? Math.max(0, before - INDENT) : before;
});

/** @type {import("@codemirror/state").StateEffectType<{ from: number, to: number } | null>} */
const setWrong = StateEffect.define();
/** Where the reader's expression went wrong, until they change something. */
const wrong = StateField.define({
  create: () => Decoration.none,
  update(marks, transaction) {
    for (const effect of transaction.effects) {
      if (!effect.is(setWrong)) continue;
      const { value } = effect;
      return value
        ? Decoration.set(Decoration.mark({ class: "wrong-here" }).range(value.from, value.to))
        : Decoration.none;
    }
    return transaction.docChanged ? Decoration.none : marks;
  },
  provide: (field) => EditorView.decorations.from(field),
});

/**
 * @typedef {import("./output.js").ErrorPiece} ErrorPiece
 * @typedef {{ from: number, options: { label: string, type: string, detail?: string, info?: string }[] } | null} Completions
 * @typedef {object} Editor
 * @property {() => string} text
 * @property {(text: string) => void} show
 * @property {(error: ErrorPiece | null) => void} mark
 * @property {(point?: { x: number, y: number }) => void} focus at the letter nearest to a point of the window
 * @property {() => void} destroy
 *
 * @param {HTMLElement} parent
 * @param {object} options
 * @param {string} options.text
 * @param {string} options.label
 * @param {(text: string) => void} options.change
 * @param {() => void} options.run
 * @param {(offset: number) => Promise<Completions>} options.complete
 * @returns {Editor}
 */
export function edit(parent, { text, label, change, run, complete }) {
  const ran = () => {
    run();
    return true;
  };
  /** @param {EditorView} view */
  const leave = (view) => {
    view.setTabFocusMode(LEAVES);
    return false;
  };
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: text,
      extensions: [
        Prec.highest(keymap.of([{ key: "Escape", run: leave }])), // also when it closes a menu
        keymap.of([
          { key: "Mod-Enter", run: ran },
          { key: "Shift-Enter", run: ran },
          ...closeBracketsKeymap,
          ...defaultKeymap,
          ...historyKeymap,
          indentWithTab,
        ]),
        history(),
        highlightSpecialChars(),
        python,
        syntaxHighlighting(CLASSES),
        indentation,
        indentUnit.of(" ".repeat(INDENT)),
        bracketMatching(),
        closeBrackets(),
        autocompletion({ override: [({ pos, explicit }) => suggest(pos, explicit)], icons: false }),
        wrong,
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({
          "aria-label": `${label}. Escape, then Tab, leaves the editor.`,
          autocapitalize: "off",
          autocorrect: "off",
          spellcheck: "false",
        }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) change(update.state.doc.toString());
        }),
      ],
    }),
  });

  /** @param {number} at @param {boolean} explicit */
  async function suggest(at, explicit) {
    const word = /[\w.]*$/.exec(view.state.sliceDoc(Math.max(0, at - 80), at))?.[0] ?? "";
    const quoted = /["'(,]\s*\w*$/.test(view.state.sliceDoc(Math.max(0, at - 80), at));
    if (!explicit && !word && !quoted) return null;
    const found = await complete(at);
    return found?.options.length ? { ...found, validFor: /^\w*$/ } : null;
  }

  return {
    text: () => view.state.doc.toString(),
    show(text) {
      if (text === view.state.doc.toString()) return;
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
    },
    mark(error) {
      view.dispatch({ effects: setWrong.of(error && rangeOf(view.state.doc, error)) });
    },
    focus(point) {
      if (point) view.dispatch({ selection: { anchor: view.posAtCoords(point, false) } });
      view.focus();
    },
    destroy: () => view.destroy(),
  };
}
