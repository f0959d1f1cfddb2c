import { hydrate, render } from "preact";
import { html } from "../draw/html.js";
import { unpack } from "../draw/scene.js";
import { Card } from "./card.js";

/**
 * <zoo-demo data-src="…json"> around a figure that the build has drawn. It stays as it is until it is nearly in view;
 * then its scene is fetched and the drawing answers the reader. It may be moved, removed and put back at any time.
 */
export class ZooDemo extends HTMLElement {
  /** @type {import("./live.js").Python | undefined} the page's one client, set where the element is defined */
  static python;

  #nearby = new IntersectionObserver(
    (entries) => entries.some((entry) => entry.isIntersecting) && this.#wake(),
    {
      rootMargin: "600px",
    },
  );
  #awake = false;
  #address = ""; // of its scene
  /** @type {Promise<import("../draw/scene.js").Item> | undefined} */
  #item;

  connectedCallback() {
    // Relative to the page that brought it: the window's address may be another one when it wakes.
    this.#address ||= new URL(this.dataset.src ?? "", document.baseURI).href;
    if (!this.#awake) this.#nearby.observe(this);
  }

  disconnectedCallback() {
    this.#nearby.disconnect();
    // An element that was only moved is connected again by now.
    queueMicrotask(() => {
      if (this.isConnected || !this.#awake) return;
      render(null, this.#card);
      this.#awake = false;
    });
  }

  async #wake() {
    this.#nearby.disconnect();
    if (this.#awake) return;
    this.#awake = true;
    ZooDemo.python?.warmIfKept();
    this.#item ??= fetch(this.#address).then(async (response) => unpack(await response.json()));
    const item = await this.#item;
    if (!this.isConnected) {
      this.#awake = false;
      return;
    }
    const card = html`<${Card} item=${item} python=${ZooDemo.python} onPhase=${this.#show} embedAddress=${this.#embed(item)} />`;
    if (this.#card.firstElementChild) hydrate(card, this.#card);
    else render(card, this.#card);
  }

  get #figure() {
    return /** @type {HTMLElement} */ (this.querySelector("figure.demo"));
  }

  get #card() {
    return /** @type {HTMLElement} */ (this.querySelector(".demo-card"));
  }

  /** @param {import("./state.js").Phase} phase @param {boolean} busy */
  #show = (phase, busy) => {
    this.#figure.dataset.state = phase;
    this.#figure.toggleAttribute("aria-busy", busy);
    if (busy) this.#figure.setAttribute("aria-busy", "true");
  };

  /** @param {import("../draw/scene.js").Item} item */
  #embed(item) {
    // Scenes lie in assets/scenes/, two folders below the root of the site.
    const page = new URL(`../../embed/${item.demo}/`, this.#address);
    return (/** @type {string} */ query) => `${page}${query && `?${query}`}`;
  }
}
