import { html } from "../draw/html.js";

/**
 * What a run has added to the menus of the book, and for how long.
 * @param {{ rules: import("../own.js").Facts[], own: import("../own.js").Own }} props
 */
export function OwnRules({ rules, own }) {
  const known = own.list();
  return rules.map(({ name }) => {
    const rule = known.find((each) => each.name === name);
    if (!rule)
      return html`<p class="own-rule" key=${name}>${name} is forgotten; run the cell to have it again.</p>`;
    if (rule.problem)
      return html`<p class="own-rule" key=${name}><strong>${rule.title}</strong> ${rule.problem}</p>`;
    return html`<p class="own-rule" key=${name}>
      <span><strong>${rule.title}</strong> is now in the menus of every demo of the book${rule.kept ? ", and stays there." : ", for this visit."}</span>
      <button type="button" onClick=${() => own.keep(name, !rule.kept)}>${rule.kept ? "Only for this visit" : "Keep it"}</button>
      <button type="button" onClick=${() => own.remove(name)}>Forget it</button>
    </p>`;
  });
}
