/** <zoo-predict data-key="…"> around a prediction that the build has printed. */
export class ZooPredict extends HTMLElement {
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
