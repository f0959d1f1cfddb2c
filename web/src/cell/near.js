import { borrow } from "./sheet.js";

/**
 * An element that shares a sheet of cells with others of its page: it borrows it when it is nearly in view, and gives it
 * back when it leaves. It may be moved, removed and put back at any time.
 */
export class Near extends HTMLElement {
  /** @type {import("../python.js").Python | undefined} the page's one client, set where the elements are defined */
  static python;

  #nearby = new IntersectionObserver(
    (entries) => entries.some((entry) => entry.isIntersecting) && this.#come(),
    { rootMargin: "600px" },
  );
  #awake = false;
  #address = ""; // of what the build says of the page's code
  /** @type {(() => void) | undefined} */
  #sleep;

  connectedCallback() {
    if (this.#awake) return;
    // Relative to the page that brought it: the window's address may be another one when it wakes.
    this.#address ||= new URL(this.dataset.src ?? "", document.baseURI).href;
    this.#nearby.observe(this);
    const { searchParams } = new URL(location.href);
    if (searchParams.get("cell") === this.dataset.id)
      this.closest("details")?.setAttribute("open", "");
  }

  disconnectedCallback() {
    this.#nearby.disconnect();
    // An element that was only moved is connected again by now.
    queueMicrotask(() => {
      if (this.isConnected) return;
      this.#sleep?.();
      this.#sleep = undefined;
      this.#awake = false;
    });
  }

  async #come() {
    this.#nearby.disconnect();
    const { python } = Near;
    if (this.#awake || !python) return;
    this.#awake = true;
    python.warmIfKept();
    const { id = "" } = this.dataset;
    const lent = await borrow(python, this.#address, id).catch(() => null);
    if (!lent) return; // the page stays as it is printed
    const { sheet, give } = lent;
    const end = this.isConnected ? this.wake(sheet, id) : () => {};
    this.#sleep = () => {
      end();
      give();
    };
    if (!this.isConnected) this.disconnectedCallback();
  }

  /**
   * @param {import("./sheet.js").Sheet} _sheet
   * @param {string} _id
   * @returns {() => void} puts it back to sleep
   */
  wake(_sheet, _id) {
    return () => {};
  }
}
