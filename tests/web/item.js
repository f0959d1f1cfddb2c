/** A small demo by hand, with one of every control and every mark. */

const pen = { color: "momentum", dash: "dash", width: 2.2, marker: "triangle", faint: false };
const common = { symbol: "", follows: null, more: false, when: null };
const axis = (low, high, label, scale = "linear") => ({ low, high, label, scale, ticks: null });

export const form = [
  {
    ...common,
    kind: "choice",
    name: "landscape",
    label: "Landscape",
    options: [
      { value: "bowl", label: "Bowl" },
      { value: { name: "ravine", kappa: 37 }, label: "Ravine, κ = 37" },
    ],
  },
  {
    ...common,
    kind: "picks",
    name: "rules",
    label: "Optimizers",
    options: [
      { value: "gd", label: "Gradient descent" },
      { value: "adam", label: "Adam" },
    ],
  },
  { ...common, kind: "point", name: "start", label: "Start", follows: "landscape" },
  {
    ...common,
    kind: "number",
    name: "lr",
    label: "Learning rate",
    symbol: "\\eta",
    follows: "landscape",
    low: 1e-4,
    high: 1,
    step: null,
    scale: "log",
    unit: "",
  },
  {
    ...common,
    kind: "number",
    name: "steps",
    label: "Steps",
    low: 1,
    high: 500,
    step: 1,
    scale: "linear",
    unit: "",
    more: true,
  },
  {
    ...common,
    kind: "toggle",
    name: "corrected",
    label: "Bias correction",
    when: { rules: [["adam"]] },
  },
];

const marks = [
  { mark: "field", field: "land" },
  {
    mark: "line",
    x: [-2, -1, 0, 0.5],
    y: [1, 0.5, 0.2, 0],
    pen,
    label: "Momentum",
    moves: 1,
    dots: false,
    opens: null,
  },
  {
    mark: "line",
    x: [-2, 4, -80, 900],
    y: [1, -0.5, 0.2, 0],
    pen,
    label: "",
    moves: 1,
    dots: false,
    opens: 2,
  },
  { mark: "points", x: [0.5], y: [0], count: 1, symbol: "star", pen, labels: null },
  { mark: "arrow", x0: [0, 1, 2, null], y0: 0, x1: 1, y1: 1, pen, head: true, label: "step" },
  { mark: "bars", x: [-1, 1], y: [0.5, [1, 0.5, 0, -1]], pen, width: 0.8, base: 0, hollow: false },
  { mark: "region", x: [0, 1, 1], y: [0, 0, 1], pen, label: "stable", at: [0.8, 0.2] },
  { mark: "rule", x: 1, y: null, pen, label: "2/L" },
  { mark: "text", x: 0, y: 1, text: "valley", pen },
  { mark: "handle", x: -2, y: 1, label: "drag the start", moves: ["start.x", "start.y"] },
];

const z = Array.from({ length: 12 * 9 }, (_, i) =>
  Math.round(100 * Math.hypot((i % 12) - 5.5, Math.floor(i / 12) - 4)),
);

export const item = {
  demo: "descent",
  id: "first",
  title: "Descent",
  form,
  given: { lr: 0.1 },
  answer: {
    panels: [
      {
        kind: "plot",
        name: "plane",
        title: "",
        area: "main",
        aspect: 1.4,
        frame: "plane",
        cursor: false,
        x: axis(-3, 3, "x"),
        y: axis(-2, 2, "y"),
        marks,
      },
      {
        kind: "plot",
        name: "loss",
        title: "Loss",
        area: "side",
        aspect: 1.5,
        frame: "axes",
        cursor: true,
        x: axis(0, 3, "step"),
        y: axis(1e-6, 10, "loss", "log"),
        marks: [marks[1]],
      },
      {
        kind: "table",
        name: "end",
        title: "",
        area: "side",
        columns: [
          { label: "optimizer", format: "text" },
          { label: "loss", format: "2g" },
        ],
        rows: [
          { pen, cells: ["Momentum", [8, 0.4, 0.02, 0.00031]] },
          { pen: null, cells: ["its limit", 0] },
        ],
      },
    ],
    summary: "**Arrives** after 3 steps.",
    timeline: [0, 1, 2, 3],
    unit: "step",
    note: ["3 steps", "no noise"],
    fields: { land: { extent: [-3, 3, -2, 2], shape: [9, 12], bands: 8, z } },
    controls: {
      lr: {
        ticks: [
          { value: 0.1, label: "1/L" },
          { value: 0.2, label: "2/L" },
        ],
      },
    },
    fixes: [{ label: "Set the largest stable rate", set: { lr: 0.19 } }],
    data: [
      { name: "step", values: Array.from({ length: 40 }, (_, i) => i) },
      { name: "loss, Momentum", values: Array.from({ length: 40 }, (_, i) => 1 / (i + 3)) },
    ],
    values: {
      landscape: "bowl",
      rules: ["gd"],
      start: [-2, 1],
      lr: 0.1,
      steps: 3,
      corrected: true,
    },
  },
};
