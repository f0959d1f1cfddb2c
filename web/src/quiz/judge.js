/**
 * What is right, and what an answer is told. Pure: the page and what it keeps are elsewhere.
 *
 * @typedef {{ right: boolean[] }} Choices which of them are right
 * @typedef {{ value: number, within: number, wrong: number[] }} Amount  wrong: what typical errors lead to
 * @typedef {number | number[]} Given a number, or the places of the choices that were made
 * @typedef {{ right: boolean, told: number[], hint: string }} Verdict  told: the places of the explanations that answer it
 */

/**
 * @param {Choices | Amount} key
 * @param {Given} given
 * @returns {Verdict}
 */
export const judge = (key, given) =>
  "right" in key
    ? judgeChoices(key, /** @type {number[]} */ (given))
    : judgeNumber(key, /** @type {number} */ (given));

/** Whether this can be an answer at all. @param {Choices | Amount} key @param {Given} given */
export const isAnswer = (key, given) =>
  "right" in key
    ? Array.isArray(given) && given.every((i) => i in key.right)
    : typeof given === "number";

/** @param {Choices} key @param {number[]} given @returns {Verdict} */
function judgeChoices({ right }, given) {
  const all = right.every((is, i) => is === given.includes(i));
  if (all) return { right: true, told: right.map((_, i) => i), hint: "" };
  const missing = given.every((i) => right[i]);
  return { right: false, told: given, hint: missing ? "There is another one." : "" };
}

/** @param {Amount} key @param {number} given @returns {Verdict} */
function judgeNumber({ value, within, wrong }, given) {
  const near = (/** @type {number} */ other) => Math.abs(given - other) <= within * (1 + 1e-9);
  if (near(value)) return { right: true, told: [0], hint: "" };
  const error = wrong.findIndex(near);
  if (error >= 0) return { right: false, told: [error + 1], hint: "" };
  return { right: false, told: [], hint: given < value ? "It is more." : "It is less." };
}

/**
 * The number that a reader typed, with a comma or a true minus if they like; NaN where there is none.
 * @param {string} text
 */
export function numberIn(text) {
  const plain = text
    .trim()
    .replace(/[−–]/g, "-")
    .replace(",", ".")
    .replace(/\s*[×x*·]\s*10\^?/, "e");
  return plain ? Number(plain) : NaN;
}

/**
 * "3 of 5 right": of the answers that are right or wrong.
 * @param {({ right?: boolean } | null)[]} answers
 */
export function count(answers) {
  const settled = answers.filter((answer) => typeof answer?.right === "boolean");
  return { right: settled.filter((answer) => answer?.right).length, of: settled.length };
}

/**
 * The score of a page and of the book in words; where they are the same, once.
 * @param {string} name of what is counted
 * @param {{ right: number, of: number }} page
 * @param {{ right: number, of: number }} book
 */
export function inWords(name, page, book) {
  const said = (/** @type {{ right: number, of: number }} */ { right, of }) =>
    `${right} of ${of} right`;
  if (page.of === book.of) return `${name}: ${said(page)}`;
  return `${name}: ${said(page)} on this page, ${said(book)} in the book`;
}
