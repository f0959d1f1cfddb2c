/**
 * The scene as the page receives it: the shapes that demos/kit/scene.py promises, and how to read them.
 *
 * @typedef {ArrayLike<number | null>} Sequence  null and NaN are "nothing here"
 * @typedef {number | null | Sequence} Moving  a number, or one number per frame
 * @typedef {{ color: string, dash: string, width: number, marker: string | null, faint: boolean }} Pen
 * @typedef {{ value: number, label: string }} Tick
 * @typedef {{ low: number, high: number, label: string, scale: "linear" | "log", ticks: [number, string][] | null }} Axis
 * @typedef {{ extent: [number, number, number, number], shape: [number, number], z: ArrayLike<number> }} Grid
 * @typedef {Grid & { bands: number, classes?: undefined }} Bands  z in hundredths of a band
 * @typedef {Grid & { bands?: undefined, classes: string[] }} Classes  z: a place in the list of colours, or -1
 * @typedef {Bands | Classes} Field
 *
 * @typedef {{ mark: "field", field: string }} FieldMark
 * @typedef {{ mark: "line", x: Sequence, y: Sequence, pen: Pen, label: string, moves: number, dots: boolean, opens: number | null }} LineMark  moves: how many points per frame after the first point; 0 for none
 * @typedef {{ mark: "points", x: Sequence, y: Sequence, count: number, symbol: string, pen: Pen, labels: string[] | null }} PointsMark  x, y: one number for each point, or for each point at each frame
 * @typedef {{ mark: "bars", x: Sequence, y: Moving[], pen: Pen, width: number, base: number, hollow: boolean }} BarsMark
 * @typedef {{ mark: "arrow", x0: Moving, y0: Moving, x1: Moving, y1: Moving, pen: Pen, head: boolean, label: string }} ArrowMark
 * @typedef {{ mark: "region", x: Sequence, y: Sequence, pen: Pen, label: string, at: [number, number] | null }} RegionMark
 * @typedef {{ mark: "rule", x: number | null, y: number | null, pen: Pen, label: string }} RuleMark
 * @typedef {{ mark: "text", x: number, y: number, text: string, pen: Pen }} TextMark
 * @typedef {{ mark: "handle", x: number, y: number, label: string, moves: [string | null, string | null], polar?: number | null }} HandleMark  polar: the two are a distance, and an angle less so many degrees
 * @typedef {{ mark: "curve", x: Sequence, y: Sequence, pen: Pen, label: string, sets: string }} CurveMark  drawn by demo/curve.js: it follows the hand
 * @typedef {FieldMark | LineMark | PointsMark | BarsMark | ArrowMark | RegionMark | RuleMark | TextMark | HandleMark | CurveMark} Mark
 *
 * @typedef {{ kind: "plot", name: string, title: string, area: "main" | "side" | "below", aspect: number, frame: "axes" | "plane", cursor: boolean, x: Axis, y: Axis, marks: Mark[] }} PlotPanel
 * @typedef {{ kind: "surface", name: string, title: string, area: "main" | "side" | "below", aspect: number, field: string, x: Axis, y: Axis, marks: Mark[] }} SurfacePanel  marks: lines, points, texts, handles
 * @typedef {string | number | null | Sequence} Cell
 * @typedef {{ kind: "table", name: string, title: string, area: "main" | "side" | "below", columns: { label: string, format: string }[], rows: { pen: Pen | null, cells: Cell[] }[] }} TablePanel
 * @typedef {PlotPanel | SurfacePanel | TablePanel} Panel
 *
 * @typedef {{ low?: number, high?: number, scale?: "linear" | "log" | "memory", label?: string, symbol?: string, options?: Spec["options"], hidden?: boolean, ticks?: Tick[], rows?: KnobRow[] }} Override
 * @typedef {{ name: string, label: string, symbol: string, low: number, high: number, scale: "linear" | "log", step: number | null, value: number }} Knob
 * @typedef {{ rule: string, title: string, pen: Pen, knobs: Knob[] }} KnobRow
 * @typedef {{ name: string, value: number, label: string, better: "low" | "high", par: number }} Score  what a reader tries to beat
 * @typedef {{ panels: Panel[], summary: string, timeline: Sequence | null, unit: string, note: string[], fields: Record<string, Field>,
 *   controls: Record<string, Override>, fixes: { label: string, set: Values }[], data: { name: string, values: Sequence }[], values: Values, code?: string, score?: Score | null }} Answer
 * @typedef {Record<string, any>} Values  the value of each control, null for its default
 *
 * @typedef {{ kind: "number" | "toggle" | "choice" | "picks" | "point" | "text" | "knobs" | "curve", name: string, label: string, symbol: string,
 *   follows: string | string[] | null, more: boolean, hidden: boolean, when: Values | null, low: number, high: number, step: number | null,
 *   scale: "linear" | "log" | "memory", unit: string, options: { value: any, label: string, group?: string }[], offers?: string, rows?: KnobRow[],
 *   at?: number[], presets?: { label: string, value: number[] }[] }} Spec  offers: which of the reader's rules join the options
 * @typedef {{ demo: string, id: string, title: string, form: Spec[], given: Values, answer: Answer }} Item
 */

/**
 * The answer of Python with its arrays put back where the text says {"$": i}.
 * @param {string} json
 * @param {ArrayLike<number>[]} arrays
 * @returns {Answer}
 */
export const revive = (json, arrays) => filled(JSON.parse(json), arrays);

/**
 * A demo as its file describes it (demos/kit/wire.py).
 * @param {Omit<Item, "answer"> & { answer: object, arrays: ((number | null)[] | { steps: number[] })[] }} file
 * @returns {Item}
 */
export function unpack({ arrays, ...item }) {
  const sequences = arrays.map((array) => (Array.isArray(array) ? array : sums(array.steps)));
  return filled(item, sequences);
}

/**
 * @param {any} value
 * @param {ArrayLike<number | null>[]} arrays
 * @returns {any}
 */
function filled(value, arrays) {
  if (Array.isArray(value)) return value.map((entry) => filled(entry, arrays));
  if (!value || typeof value !== "object") return value;
  if (typeof value.$ === "number") return arrays[value.$];
  return Object.fromEntries(
    Object.entries(value).map(([name, entry]) => [name, filled(entry, arrays)]),
  );
}

/** @param {number[]} steps */
function sums(steps) {
  let sum = 0;
  return steps.map((step) => {
    sum += step;
    return sum;
  });
}

/**
 * The number that `moving` has at a frame; NaN where there is none.
 * @param {Moving} moving
 * @param {number} frame
 */
export function at(moving, frame) {
  if (moving === null || typeof moving === "number") return moving ?? NaN;
  return moving[Math.min(frame, moving.length - 1)] ?? NaN;
}

/**
 * The number of frames of a scene: 1 when nothing moves.
 * @param {Answer} answer
 */
export const frames = (answer) => answer.timeline?.length || 1;

/**
 * The next answer, with every field that did not change taken from the last one, so that it need not be drawn again.
 * @param {Answer} last
 * @param {Answer} next
 * @returns {Answer}
 */
export function keepFields(last, next) {
  const fields = Object.entries(next.fields).map(([name, field]) => {
    const before = last.fields[name];
    return [name, before && same(before, field) ? before : field];
  });
  return { ...next, fields: Object.fromEntries(fields) };
}

/**
 * @param {Field} a
 * @param {Field} b
 */
function same(a, b) {
  if (a.bands !== b.bands || String(a.classes) !== String(b.classes)) return false;
  if (a.z.length !== b.z.length) return false;
  if (String(a.shape) !== String(b.shape) || String(a.extent) !== String(b.extent)) return false;
  for (let i = 0; i < a.z.length; i++) if (a.z[i] !== b.z[i]) return false;
  return true;
}
