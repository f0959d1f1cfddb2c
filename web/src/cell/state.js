/**
 * The state of cells that share a namespace, and what may happen to them. Pure: Python and storage are elsewhere (sheet.js).
 *
 * @typedef {Record<string, string>} Sources code by the id of its cell
 * @typedef {import("./output.js").Piece} Piece
 * @typedef {"idle" | "loading" | "running" | "done" | "error"} Phase loading: Python itself is on its way
 * @typedef {object} Cell
 * @property {string} id
 * @property {string} starter the author's code
 * @property {string} source the reader's
 * @property {string | null} brought code that came with a link, shown in place of the reader's until they decide
 * @property {boolean} news the author changed the starter after the reader had changed their copy
 * @property {string[]} needs the cells that it builds on, as far as is known
 * @property {Piece[]} pieces its output
 * @property {Sources | null} made the code of all cells from which the output was made
 * @property {Phase} phase
 * @property {number} seconds that its last run took
 * @typedef {{ cells: Cell[], asked: Record<string, Sources> }} State asked: the code that Python was given with each request, by the cell that the request is for
 *
 * @typedef {{ type: "edit" | "bring", id: string, source: string }
 *   | { type: "reset" | "accept" | "refuse" | "settle", id: string }
 *   | { type: "ask", id: string, loading: boolean }
 *   | { type: "hear", id: string, piece: Piece & { cell: string } }
 *   | { type: "know", needs: Record<string, string[]> }
 *   | { type: "stop", id: string, piece: Piece | null }} Action hear: the request for the cell id is told; stop: it has ended
 */

/** What a cell shows: what came with a link, or the reader's own. @param {Cell} cell */
export const shown = ({ brought, source }) => brought ?? source;

/** The code that runs: what came with a link only where the reader has accepted it. @param {State} state @returns {Sources} */
export const sources = ({ cells }) =>
  Object.fromEntries(cells.map(({ id, source }) => [id, source]));

/** Whether the output is that of other code. @param {State} state @param {Cell} cell */
export function isStale(state, { id, needs, made }) {
  const now = sources(state);
  return made !== null && [id, ...needs].some((name) => made[name] !== now[name]);
}

/**
 * @param {State} state
 * @param {Action} action
 * @returns {State}
 */
export function reduce(state, action) {
  /** @type {(id: string, change: (cell: Cell) => Partial<Cell>) => State} */
  const change = (id, how) => ({
    ...state,
    cells: state.cells.map((cell) => (cell.id === id ? { ...cell, ...how(cell) } : cell)),
  });
  switch (action.type) {
    case "edit":
      return change(action.id, () => ({ source: action.source, brought: null }));
    case "bring":
      return change(action.id, () => ({ brought: action.source }));
    case "accept":
      return change(action.id, ({ brought, source }) => ({
        source: brought ?? source,
        brought: null,
      }));
    case "refuse":
      return change(action.id, () => ({ brought: null }));
    case "reset":
      return change(action.id, ({ starter }) => ({ source: starter, brought: null, news: false }));
    case "settle":
      return change(action.id, () => ({ news: false }));
    case "ask":
      return {
        ...change(action.id, () => ({ phase: action.loading ? "loading" : "running" })),
        asked: { ...state.asked, [action.id]: sources(state) },
      };
    case "hear":
      return change(action.piece.cell, (cell) => heard(cell, action.piece, state.asked[action.id]));
    case "know":
      return {
        ...state,
        cells: state.cells.map((cell) => ({ ...cell, needs: action.needs[cell.id] ?? cell.needs })),
      };
    case "stop": {
      const { [action.id]: _, ...asked } = state.asked;
      const over = (/** @type {Cell} */ cell) => isBusy(cell) && !(cell.id in asked);
      return {
        asked,
        cells: state.cells.map((cell) => (over(cell) ? ended(cell, action.piece) : cell)),
      };
    }
  }
}

/** @param {Cell} cell */
export const isBusy = ({ phase }) => phase === "loading" || phase === "running";

/**
 * A cell that Python did not finish.
 * @param {Cell} cell
 * @param {Piece | null} piece what there is to say of it
 * @returns {Cell}
 */
const ended = (cell, piece) => ({
  ...cell,
  phase: piece?.kind === "error" ? "error" : "idle",
  pieces: piece ? [...cell.pieces, piece] : cell.pieces,
});

/**
 * @param {Cell} cell
 * @param {Piece} piece
 * @param {Sources} asked
 * @returns {Partial<Cell>}
 */
function heard(cell, piece, asked) {
  if (piece.kind === "start") return { pieces: [], phase: "running", made: asked };
  if (piece.kind === "end") return { phase: piece.ok ? "done" : "error", seconds: piece.seconds };
  return { pieces: joined(cell.pieces, piece) };
}

/**
 * The pieces with one more; text that one stream prints in parts is one.
 * @param {Piece[]} pieces
 * @param {Piece} piece
 * @returns {Piece[]}
 */
export function joined(pieces, piece) {
  const last = pieces.at(-1);
  if (piece.kind !== "text" || last?.kind !== "text" || last.stream !== piece.stream)
    return [...pieces, piece];
  return [...pieces.slice(0, -1), { ...last, text: last.text + piece.text }];
}
