import { html } from "../draw/html.js";

const LETTERS =
  "α alpha β beta γ gamma δ delta ε epsilon ε varepsilon ζ zeta η eta θ theta κ kappa λ lambda μ mu ν nu ξ xi π pi ρ rho σ sigma τ tau φ phi χ chi ψ psi ω omega";

/** @type {Record<string, string | undefined>} */
const GREEK = Object.fromEntries(
  LETTERS.split(" ").flatMap((word, i, all) => (i % 2 ? [[word, all[i - 1]]] : [])),
);

/**
 * The letter of a control in the text's mathematics: `\beta_1` is β with a lower 1.
 * @param {{ tex: string }} props
 */
function Letter({ tex }) {
  const [base, lower] = tex.replace(/\\([a-z]+)/gi, (_, name) => GREEK[name] ?? name).split("_");
  return html`<i class="symbol">${base}${lower && html`<sub>${lower.replace(/[{}]/g, "")}</sub>`}</i>`;
}

/**
 * What a control is called, with its letter.
 * @param {{ spec: import("../draw/scene.js").Spec }} props
 */
export const Name = ({ spec }) =>
  html`${spec.label}${spec.symbol && html` <${Letter} tex=${spec.symbol} />`}`;
