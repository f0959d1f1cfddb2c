import { html } from "../draw/html.js";

/**
 * The sentence that says what happened, and what would mend it. A refusal of a control stands beside it, if it is there.
 * @param {{ state: import("./state.js").State, there: string[], mend: (changes: import("../draw/scene.js").Values) => void, children: any }} props
 */
export const Words = ({ state, there, mend, children }) => {
  const { answer, problem, notice, phase } = state;
  const beside = problem?.control && there.includes(problem.control);
  return html`<div class="demo-words">
    <output name="summary" aria-live="polite"><${Bold} text=${answer.summary} /></output>
    ${notice && html`<p class="notice" role="status">${notice}</p>`}
    ${problem && !beside && html`<p class="wrong" role="alert">${problem.message}</p>`}
    ${
      answer.fixes.length > 0 &&
      html`<p class="fixes">
        ${answer.fixes.map(
          ({ label, set }) =>
            html`<button type="button" disabled=${phase === "static"} onClick=${() => mend(set)}>${label}</button>`,
        )}
      </p>`
    }
    ${children}
  </div>`;
};

/**
 * Words with a **bold** part.
 * @param {{ text: string }} props
 */
export const Bold = ({ text }) =>
  text.split("**").map((part, i) => (i % 2 ? html`<strong>${part}</strong>` : part));
