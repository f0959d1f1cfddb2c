/**
 * The part of the text that an error is about: its expression, or its whole line.
 * @param {Pick<import("@codemirror/state").Text, "lines" | "line">} text
 * @param {Pick<import("./output.js").ErrorPiece, "line" | "column" | "end_line" | "end_column">} error
 */
export function rangeOf(text, { line, column, end_line, end_column }) {
  if (!line || line > text.lines) return null;
  const first = text.line(line);
  const last = text.line(Math.min(end_line ?? line, text.lines));
  const from = Math.min(first.from + (column ?? first.text.search(/\S|$/)), first.to);
  const to =
    end_column === null || column === null ? first.to : Math.min(last.from + end_column, last.to);
  return from < to
    ? { from, to }
    : first.from < first.to
      ? { from: first.from, to: first.to }
      : null;
}
