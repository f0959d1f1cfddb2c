/**
 * Where the panels of a card lie in its picture: as on the screen, without what stands between them there.
 *
 * @typedef {{ panel: Element, corner: { left: number, top: number } }} Placed  corner: of the picture, as this panel sees it
 */

const MARGIN = 16; // pixels beside a table, as in demo.css

/**
 * @param {Element} body of a card
 * @returns {{ width: number, height: number, panels: Placed[] }}
 */
export function placed(body) {
  const areas = [...body.querySelectorAll(".demo-main, .demo-side, .demo-below")]
    .map((area) => ({ area, box: area.getBoundingClientRect() }))
    .sort((a, b) => a.box.top - b.box.top);
  const left = Math.min(...areas.map(({ box }) => box.left));
  // Of a table that is wider than its panel, all.
  const tables = [...body.querySelectorAll(".panel > table")].map(
    (table) => table.getBoundingClientRect().right + MARGIN,
  );
  const width = Math.max(...areas.map(({ box }) => box.right), ...tables) - left;
  let [top, end] = [areas[0].box.top, areas[0].box.top];
  /** @type {Placed[]} */
  const panels = [];
  for (const { area, box } of areas) {
    if (box.top > end) top += box.top - end;
    end = Math.max(end, box.bottom);
    for (const panel of area.querySelectorAll(".panel"))
      panels.push({ panel, corner: { left: left - panel.scrollLeft, top } });
  }
  return { width: Math.ceil(width), height: Math.ceil(end - top), panels };
}
