/**
 * A chapter on paper: answers to its questions stand at its end, and everything out of sight is laid out.
 */

/** What asks, in the order of the page, and how it is named on paper. */
const ASKING = ".exercise, .quiz, .predict";
const ANSWERS = "details.hint, details.solution, details.because";

/** @param {Element} one */
const nameOf = (one) => one.querySelector(".exercise-number, .kicker")?.textContent ?? "";

/** The section of all answers, each below the name of what it answers; null where nothing is asked. */
function answers() {
  /** @type {Record<string, number>} */
  const counts = {};
  const groups = [...document.querySelectorAll(ASKING)].map((one) => {
    const name = nameOf(one);
    counts[name] = (counts[name] ?? 0) + 1;
    const numbered = one.matches(".exercise") ? name : `${name} ${counts[name]}`;
    one.querySelector(".kicker")?.setAttribute("data-number", String(counts[name]));
    const group = document.createElement("div");
    const title = document.createElement("h3");
    title.textContent = numbered;
    group.append(title, ...[...one.querySelectorAll(ANSWERS)].map(copied));
    return group;
  });
  if (!groups.length) return null;
  const section = document.createElement("section");
  const title = document.createElement("h2");
  title.textContent = "Answers";
  section.className = "answers";
  section.append(title, ...groups);
  return section;
}

/**
 * An answer on paper: open, after the choice that it explains, and without ids, which are the page's.
 * @param {Element} answer
 */
function copied(answer) {
  const copy = document.createElement("div");
  const choice = answer.closest("li")?.querySelector("label span");
  if (choice) copy.append(...choice.cloneNode(true).childNodes, " ");
  else if (!answer.matches(".because")) {
    const said = document.createElement("b");
    said.textContent = `${answer.querySelector("summary")?.textContent}. `;
    copy.append(said);
  }
  const [, ...rest] = [...answer.children].map(
    (child) => /** @type {Element} */ (child.cloneNode(true)),
  );
  for (const part of rest) copy.append(...(part.matches("p") ? part.childNodes : [part]));
  for (const part of copy.querySelectorAll("[id]")) part.removeAttribute("id");
  return copy;
}

/** Lets the page print itself well, by its button and by the browser's own menu. */
export function printable() {
  /** @type {Element | null} */
  let made = null;
  addEventListener("click", ({ target }) => {
    if (target instanceof Element && target.closest(".offers-print")) print();
  });
  addEventListener("beforeprint", () => {
    document.documentElement.classList.add("settled");
    made ??= answers();
    if (made) document.querySelector(".offers")?.before(made);
    document.documentElement.classList.toggle("answers-apart", Boolean(made?.isConnected));
  });
  addEventListener("afterprint", () => {
    made?.remove();
    made = null;
    document.documentElement.classList.remove("answers-apart");
  });
}
