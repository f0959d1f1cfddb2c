/**
 * <zoo-tree> around the family tree that the build has drawn: pointing at a name lights its line, upwards and downwards, and
 * says what was added; arrow keys walk from parent to child and from sibling to sibling.
 */
export class ZooTree extends HTMLElement {
  constructor() {
    super();
    this.addEventListener("pointerover", (event) => this.#show(nameAt(event)));
    this.addEventListener("pointerleave", () =>
      this.#show(nameAt({ target: document.activeElement })),
    );
    this.addEventListener("focusin", (event) => this.#show(nameAt(event)));
    this.addEventListener("focusout", () => this.#show(null));
    this.addEventListener("keydown", (event) => this.#walk(event));
  }

  /** @returns {SVGPathElement[]} */
  get #edges() {
    return [...this.querySelectorAll("path")];
  }

  /** @param {string} rule */
  #name(rule) {
    return /** @type {HTMLElement | null} */ (this.querySelector(`a[data-rule="${rule}"]`));
  }

  /** @param {HTMLElement | null} name */
  #show(name) {
    for (const lit of this.querySelectorAll(".lit")) lit.classList.remove("lit");
    const words = this.querySelector(".tree-words");
    if (words) words.textContent = name?.dataset.words ?? "";
    const rule = name?.dataset.rule;
    if (!rule) return;
    name.classList.add("lit");
    this.#light(rule, "to", "from");
    this.#light(rule, "from", "to");
  }

  /**
   * Lights every line that leaves a rule in one direction.
   * @param {string} rule
   * @param {"from" | "to"} here the end at which the rule is
   * @param {"from" | "to"} there
   */
  #light(rule, here, there) {
    for (const edge of this.#edges) {
      if (edge.dataset[here] !== rule || edge.classList.contains("lit")) continue;
      edge.classList.add("lit");
      const next = edge.dataset[there] ?? "";
      this.#name(next)?.classList.add("lit");
      this.#light(next, here, there);
    }
  }

  /** @param {KeyboardEvent} event */
  #walk(event) {
    const rule = nameAt(event)?.dataset.rule;
    const steps = {
      ArrowLeft: this.#parent,
      ArrowRight: this.#child,
      ArrowUp: this.#sibling(-1),
      ArrowDown: this.#sibling(1),
    };
    const step = steps[/** @type {keyof typeof steps} */ (event.key)];
    const next = rule && step?.call(this, rule);
    if (!next) return;
    event.preventDefault();
    this.#name(next)?.focus();
  }

  /** @param {string} rule */
  #parent(rule) {
    return this.#edges.find((edge) => edge.dataset.to === rule)?.dataset.from;
  }

  /** @param {string} rule */
  #child(rule) {
    return this.#children(rule)[0];
  }

  /** @param {string} rule whose first parent they have, from top to bottom */
  #children(rule) {
    const rules = this.#edges.flatMap((edge) =>
      edge.dataset.from === rule && !edge.classList.contains("more") ? [edge.dataset.to ?? ""] : [],
    );
    const top = (/** @type {string} */ name) => this.#name(name)?.offsetTop ?? 0;
    return rules.toSorted((a, b) => top(a) - top(b));
  }

  /** @param {number} way */
  #sibling(way) {
    return (/** @type {string} */ rule) => {
      const siblings = this.#children(this.#parent(rule) ?? "");
      return siblings[siblings.indexOf(rule) + way];
    };
  }
}

/**
 * The name of a rule that an event happened on.
 * @param {{ target: EventTarget | null }} event
 */
const nameAt = ({ target }) =>
  target instanceof Element
    ? /** @type {HTMLElement | null} */ (target.closest("a[data-rule]"))
    : null;
