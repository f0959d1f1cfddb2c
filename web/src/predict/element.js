import { judge } from "../quiz/judge.js";
import { Question } from "../quiz/question.js";
import { endOf, gapOf } from "./guess.js";

/**
 * <zoo-predict data-key="…" data-demo="…"> around a prediction. The demo that follows keeps what happens to itself until the
 * reader has committed, has changed it, or just wants to see.
 *
 * @typedef {import("./guess.js").Spot} Spot
 * @typedef {import("../demo/element.js").ZooDemo} ZooDemo
 */
export class ZooPredict extends Question {
  kind = "predict";
  counted = "Predictions";
  #turn = 0;
  #touched = false;
  /** @type {Spot | undefined} */
  #spot;
  /** Where the path ends, and how far that is from the guess. @type {{ end: Spot, gap: number } | undefined} */
  #outcome;
  #chip = document.createElement("p");

  disconnectedCallback() {
    super.disconnectedCallback();
    queueMicrotask(() => {
      if (this.isConnected) return;
      this.#chip.remove();
      this.#demo?.foretell(undefined);
    });
  }

  /** @param {import("../quiz/question.js").Answer | null} answer */
  remembered(answer) {
    if (!this.dataset.panel || answer?.given === undefined) return super.remembered(answer);
    return Array.isArray(answer.given) && answer.given.length === 2 ? answer : null;
  }

  /** @param {Event} event */
  handleEvent(event) {
    super.handleEvent(event);
    const on = /** @type {Element} */ (event.target);
    if (event.type === "click" && on.closest(".question-show")) this.#settle({});
  }

  async commit() {
    const { panel, within } = this.dataset;
    if (this.answer) return;
    if (!panel) {
      const given = this.given();
      if (given === null) super.commit();
      else this.#settle({ given, right: judge(this.key, given).right });
    } else if (this.#spot) {
      await this.#measure(this.#spot);
      if (this.#outcome)
        this.#settle({ given: this.#spot, right: this.#outcome.gap <= Number(within) });
    } else this.say("", "Click in the picture first.");
  }

  /** @param {import("../quiz/question.js").Answer} answer */
  #settle(answer) {
    this.#turn++;
    this.keep(answer);
    this.find(".question-again").focus({ preventScroll: true });
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const plane = this.#demo?.querySelector(".demo-main");
    plane?.scrollIntoView({ block: "nearest", behavior: still ? "auto" : "smooth" });
  }

  again() {
    this.#turn++;
    this.#touched = false;
    this.#spot = this.#outcome = undefined;
    this.find("fieldset").disabled = false;
    super.again();
  }

  /** Where the path ends is known to the demo alone. @param {Spot} spot */
  async #measure(spot) {
    const { panel = "", path } = this.dataset;
    const item = await this.#demo?.item;
    const end = item && endOf(item, panel, path);
    if (item && end) this.#outcome = { end, gap: gapOf(item, panel, spot, end) };
  }

  draw() {
    const { answer } = this;
    const { panel } = this.dataset;
    const shown = answer ? answer.right === undefined : this.#touched;
    const state = shown ? "shown" : answer ? (answer.right ? "right" : "wrong") : "open";
    this.find(".predict").dataset.state = state;
    const open = state === "open";
    this.find("fieldset").disabled = !open;
    this.find(".question-commit").hidden = this.find(".question-show").hidden = !open;
    this.find(".question-again").hidden = open;
    if (panel && answer?.given) {
      this.#spot = /** @type {Spot} */ (answer.given);
      if (!this.#outcome) this.#measure(this.#spot).then(() => this.#outcome && this.draw());
    }
    this.tell(open ? [] : this.#told());
    if (answer?.right !== undefined)
      this.say(answer.right ? "You were right." : "It went another way.", this.#far());
    else
      this.say(
        "",
        this.#touched && shown ? "You have used the demo, so it shows what happens." : "",
      );
    this.score();
    this.#label();
    this.#foretell(open);
  }

  /** The explanations of what was guessed and of what happened. */
  #told() {
    const given = this.answer?.given;
    if (!this.choices.length) return [0];
    const right = this.choices.findIndex(({ dataset }) => "right" in dataset);
    return Array.isArray(given) ? [...given, right] : [right];
  }

  #far() {
    if (!this.#outcome) return "";
    const { gap } = this.#outcome;
    const share = gap < 0.005 ? "less than 1%" : `${Math.round(100 * gap)}%`;
    return `Your mark is ${share} of the picture's width away from where the path ends.`;
  }

  /** What stays with the demo: the guess, and what happened. */
  #label() {
    const { answer } = this;
    this.#chip.remove();
    const figure = this.#demo?.querySelector("figure.demo");
    if (answer?.right === undefined || !figure) return;
    this.#chip.className = "predicted";
    this.#chip.dataset.state = answer.right ? "right" : "wrong";
    this.#chip.replaceChildren(...this.#guess());
    figure.querySelector(".demo-card")?.after(this.#chip);
  }

  /** @returns {(string | Node)[]} */
  #guess() {
    const { given, right } = /** @type {Required<import("../quiz/question.js").Answer>} */ (
      this.answer
    );
    if (this.dataset.panel) return [this.#far()];
    if (!this.choices.length) {
      const [unit, truth] = [".amount span", ".because strong"].map((part) =>
        words(this.find(part)),
      );
      return [
        "You predicted ",
        `${given}`,
        ...(unit[0] ? [" ", ...unit] : []),
        ". It is ",
        ...truth,
      ];
    }
    const text = (/** @type {HTMLElement} */ choice) => words(choice.querySelector("label > span"));
    const isRight = (/** @type {HTMLElement} */ { dataset }) => "right" in dataset;
    const [mine] = this.choices
      .filter((_, i) => /** @type {number[]} */ (given).includes(i))
      .map(text);
    const [truth] = this.choices.filter(isRight).map(text);
    return ["You predicted: ", ...mine, ...(right ? [] : [" What happens: ", ...truth])];
  }

  /** @param {boolean} veiled */
  #foretell(veiled) {
    this.#demo?.foretell({
      veiled,
      turn: this.#turn,
      panel: this.dataset.panel,
      spot: this.#spot,
      end: veiled ? undefined : this.#outcome?.end,
      place: (spot) => {
        this.#spot = spot;
        this.say("", "");
        this.#foretell(true);
      },
      commit: () => this.commit(),
      touched: () => {
        if (this.answer || this.#touched) return;
        this.#touched = true;
        this.draw();
      },
    });
  }

  /** @returns {ZooDemo | null} */
  get #demo() {
    const figure = document.getElementById(this.dataset.demo ?? "");
    const demo = /** @type {ZooDemo | null} */ (figure?.closest("zoo-demo") ?? null);
    if (demo) customElements.upgrade(demo); // a page may be put together in any order
    return demo;
  }
}

/** A copy of what stands in an element. @param {Element | null} element */
const words = (element) => [...(element?.cloneNode(true).childNodes ?? [])];
