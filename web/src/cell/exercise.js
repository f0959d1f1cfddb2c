import { render } from "preact";
import { html } from "../draw/html.js";
import { mount } from "./mount.js";
import { Near } from "./near.js";
import { isBusy } from "./state.js";

/** <zoo-exercise data-src="…json" data-id="…"> around a task that the build has printed: checks what the reader writes. */
export class ZooExercise extends Near {
  /** @param {import("./sheet.js").Sheet} sheet @param {string} id */
  wake(sheet, id) {
    const find = (/** @type {string} */ name) =>
      /** @type {HTMLElement} */ (this.querySelector(name));
    const [section, cell] = [find("section.exercise"), find(".cell")];
    const [button, list] = [find(".exercise-check"), find(".exercise-results")];
    const check = () => sheet.check(id);
    const draw = () => {
      const { verdict, solved } = sheet;
      const cell = sheet.cell(id);
      section.dataset.state = verdict && !verdict.ok ? "failed" : solved ? "passed" : "open";
      button.setAttribute("aria-disabled", String(isBusy(cell)));
      list.toggleAttribute("data-stale", verdict !== null && verdict.source !== cell.source);
      render(
        html`<${Results} results=${verdict?.results ?? []} solved=${solved && !verdict} />`,
        list,
      );
    };
    list.setAttribute("aria-live", "polite");
    button.addEventListener("click", check);
    const ends = [sheet.on(draw), mount(cell, sheet, id)];
    draw();
    return () => {
      button.removeEventListener("click", check);
      for (const end of ends) end();
      render(null, list);
    };
  }
}

/** @param {{ results: import("./sheet.js").Result[], solved: boolean }} props */
function Results({ results, solved }) {
  if (!results.length)
    return solved
      ? html`<li class="verdict" data-passed="true">Solved on an earlier try.</li>`
      : null;
  const all = results.every(({ passed }) => passed);
  return html`
    ${results.map(
      ({ name, passed, message }) => html`<li key=${name} data-passed=${String(passed)}>
        <span class="check-name"><span class="visually-hidden">${passed ? "Holds: " : "Does not hold: "}</span>${name}</span>
        ${message && html`<p>${message}</p>`}
      </li>`,
    )}
    ${all && html`<li class="verdict" data-passed="true">All checks hold.</li>`}
  `;
}
