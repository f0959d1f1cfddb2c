import { copy, escaped, linkOf, lookOf, START, tag, written } from "./copy.js";
import { faces } from "./fonts.js";
import { plain } from "./paint.js";
import { placed } from "./place.js";
import { drawText, nested } from "./words.js";

/**
 * The panels of a demo as a file of their own, laid out, lit and coloured as they are shown.
 */

const FINE = 2; // pixels of a PNG to one of the page

/**
 * @param {Element} body of the demo's card
 * @param {string} title
 * @param {"svg" | "png"} kind
 * @returns {Promise<Blob>}
 */
export async function pictureOf(body, title, kind) {
  const { text, width, height } = await drawing(body, title);
  return kind === "png"
    ? painted(text, width, height)
    : new Blob([text], { type: "image/svg+xml" });
}

/** @param {Element} body @param {string} title */
async function drawing(body, title) {
  const { width, height, panels } = placed(body);
  const families = new Set(
    [body, ...body.querySelectorAll("text, th, td, .title")].map(
      (each) => getComputedStyle(each).fontFamily,
    ),
  );
  const shapes = [...body.querySelectorAll(".demo-fields > defs > *")].map(field).join("");
  const parts = panels.map(({ panel, corner }) => drawPanel(panel, corner)).join("");
  const ground = plain(
    getComputedStyle(/** @type {Element} */ (body.parentElement)).backgroundColor,
  );
  const size = [String(width), String(height)];
  const text = tag(
    "svg",
    [
      ["xmlns", "http://www.w3.org/2000/svg"],
      ["width", size[0]],
      ["height", size[1]],
      ["viewBox", `0 0 ${size.join(" ")}`],
    ],
    [
      `<title>${escaped(title)}</title>`,
      `<style>${await faces(families)}</style>`,
      `<defs>${shapes}</defs>`,
      tag("rect", [
        ["width", size[0]],
        ["height", size[1]],
        ["fill", ground.paint],
      ]),
      parts,
    ].join(""),
  );
  return { text, width, height };
}

/**
 * A field. Its bands are shapes without a colour, for who shows them to paint: the field itself, or the slabs of a relief.
 * @param {Element} group
 */
function field(group) {
  const bands = [...group.children];
  if (!bands.some(({ id }) => id)) return copy(group, START, () => false);
  const bare = bands.map((band) => {
    const geometry = written(band, ["id", "d", "width", "height"]);
    return tag(band.localName, [...geometry, ["vector-effect", "non-scaling-stroke"]]);
  });
  const shown = bands.map((band) => tag("use", [["href", `#${band.id}`], ...paintOf(band)]));
  return `${bare.join("")}${tag("g", [["id", group.id]], shown.join(""))}`;
}

/** @param {Element} element */
const paintOf = (element) =>
  Object.entries(lookOf(getComputedStyle(element))).filter(
    ([name, value]) => /^(fill|stroke)/.test(name) && value !== START[name],
  );

/** @param {Element} panel @param {import("./words.js").Corner} corner */
function drawPanel(panel, corner) {
  const sheet = panel.querySelector(".sheet > svg");
  const words = [...panel.querySelectorAll(".title, table")].map((each) => drawText(each, corner));
  if (!sheet) return words.join("");
  // What tells the reader to drag is not for a picture.
  const calls = [...sheet.querySelectorAll(".handle")].map((each) =>
    each.getAttribute("aria-label"),
  );
  const leaves = (/** @type {Element} */ each) =>
    each.localName === "text" && calls.includes(each.textContent);
  const put = slabs(sheet);
  const drawn = nested(sheet, corner, leaves);
  put();
  return [drawn, ...words].join("");
}

/**
 * Paints the slabs of a relief where they lie: each is shown with colours that its shape takes from around it. Returns what
 * takes the paint off again.
 * @param {Element} sheet
 */
function slabs(sheet) {
  const uses = [...sheet.querySelectorAll(".stack use")];
  const probes = uses.map((use) => {
    const shape = document.getElementById(linkOf(use).slice(1));
    const probe = /** @type {Element} */ (shape?.cloneNode(false));
    probe.removeAttribute("d");
    probe.removeAttribute("id");
    use.before(probe);
    return probe;
  });
  const looks = probes.map((probe) => lookOf(getComputedStyle(probe)));
  for (const probe of probes) probe.remove();
  const before = uses.map((use) => use.getAttribute("style"));
  uses.forEach((use, i) => {
    const { fill, stroke, "stroke-width": width } = looks[i];
    const opacity = looks[i]["stroke-opacity"];
    use.setAttribute(
      "style",
      `fill:${fill};stroke:${stroke};stroke-width:${width};stroke-opacity:${opacity}`,
    );
  });
  return () =>
    uses.forEach((use, i) => {
      if (before[i] === null) use.removeAttribute("style");
      else use.setAttribute("style", before[i]);
    });
}

/**
 * A drawing as pixels. It is handed over as an address of its own, the only one that the book allows pictures to have.
 * @param {string} text
 * @param {number} width
 * @param {number} height
 * @returns {Promise<Blob>}
 */
async function painted(text, width, height) {
  const image = new Image();
  image.src = `data:image/svg+xml,${encodeURIComponent(text)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = FINE * width;
  canvas.height = FINE * height;
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    const take = (/** @type {Blob | null} */ blob) =>
      blob ? resolve(blob) : reject(new Error("It is too large."));
    canvas.toBlob(take, "image/png");
  });
}
