import { hydrate, render } from "preact";
import { html } from "../draw/html.js";
import { unpack } from "../draw/scene.js";
import { Card } from "./card.js";

/** What a veil leaves in reach: what the reader may set, play, copy and enlarge. */
const OPEN = ".demo-main, .demo-player, .demo-controls, .demo-small";

/** The titles of planes that stand side by side: they say what became of each. */
const TELLING =
  '[data-frame="plane"]:is(:has(~ [data-frame="plane"]), [data-frame="plane"] ~ *) > .title';

/** What tells what happens as soon as it is used. */
const TELLS = ".demo-player, .demo-data";

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
  /** @type {import("../draw/scene.js").Item | undefined} */
  #drawn;
  #address = ""; // of its scene
  /** @type {import("../predict/guess.js").Prediction | undefined} */
  #prediction;
  /** @type {Promise<import("../draw/scene.js").Item> | undefined} */
  #item;

  connectedCallback() {
    for (const kind of ["click", "input"]) this.addEventListener(kind, this);
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
      this.#drawn = undefined;
    });
  }

  async #wake() {
    this.#nearby.disconnect();
    if (this.#awake) return;
    this.#awake = true;
    ZooDemo.python?.warmIfKept();
    const item = await this.item;
    if (this.isConnected) this.#draw(item);
    else this.#awake = false;
  }

  /** The scene as the build has computed it. */
  get item() {
    this.#item ??= fetch(this.#address).then(async (response) => unpack(await response.json()));
    return this.#item;
  }

  /**
   * Keeps to itself what happens for as long as the reader is to predict it, and shows the guess.
   * @param {import("../predict/guess.js").Prediction | undefined} prediction
   */
  foretell(prediction) {
    this.#prediction = prediction;
    this.toggleAttribute("data-veil", Boolean(prediction?.veiled));
    this.#cover();
    if (this.#drawn) this.#draw(this.#drawn);
  }

  /** @param {import("../draw/scene.js").Item} item */
  #draw(item) {
    const card = (/** @type {import("../predict/guess.js").Prediction | undefined} */ prediction) =>
      html`<${Card} item=${item} python=${ZooDemo.python} onPhase=${this.#show} embedAddress=${this.#embed(item)} prediction=${prediction} />`;
    const printed = !this.#drawn && this.#card.firstElementChild;
    if (printed) hydrate(card(undefined), this.#card); // what the build has drawn knows of no veil
    if (!printed || this.#prediction) render(card(this.#prediction), this.#card);
    this.#drawn = item;
    this.#cover();
  }

  /** What is veiled can neither be reached nor be read aloud. */
  #cover() {
    const veiled = Boolean(this.#prediction?.veiled);
    for (const part of this.querySelectorAll(`.demo-body > *, figcaption, ${TELLING}`))
      part.toggleAttribute("inert", veiled && (!this.#drawn || !part.matches(OPEN)));
  }

  /** Who plays a veiled run, or opens its numbers, wants to see. @param {Event} event */
  handleEvent({ target }) {
    if (this.#prediction?.veiled && /** @type {Element} */ (target).closest(TELLS))
      this.#prediction.touched();
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
