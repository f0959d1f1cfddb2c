/** <zoo-quiz data-key="…"> around a quick check that the build has printed. */
export class ZooQuiz extends HTMLElement {
  connectedCallback() {
    this.addEventListener("submit", this);
  }

  disconnectedCallback() {
    this.removeEventListener("submit", this);
  }

  /** @param {Event} event */
  handleEvent(event) {
    event.preventDefault();
  }
}
