import { mount } from "./mount.js";
import { Near } from "./near.js";

/**
 * <zoo-cell data-src="…json" data-id="…"> around code and output that the build has printed. It stays as it is until it is
 * nearly in view, and loads no editor before the reader goes into the code.
 */
export class ZooCell extends Near {
  /** @param {import("./sheet.js").Sheet} sheet @param {string} id */
  wake(sheet, id) {
    return mount(/** @type {HTMLElement} */ (this.querySelector(".cell")), sheet, id);
  }
}
