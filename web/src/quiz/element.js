import { judge } from "./judge.js";
import { Question } from "./question.js";

/** <zoo-quiz data-key="…"> around a quick check: it can be answered as often as the reader likes. */
export class ZooQuiz extends Question {
  changed() {
    this.#show("open", [], []);
    this.say("", "");
  }

  draw() {
    const { answer } = this;
    if (answer?.given === undefined) this.#show("open", [], []);
    else {
      const { right, told, hint } = judge(this.key, answer.given);
      const lone = !this.choices.length;
      this.#show(right ? "right" : "wrong", told, lone && !right && !told.length ? [0] : []);
      this.say(right ? "Right." : "Not quite.", hint);
    }
    this.score();
  }

  /** @param {string} state @param {number[]} told @param {number[]} offered */
  #show(state, told, offered) {
    this.find("form").dataset.state = state;
    this.find(".question-again").hidden = state === "open";
    this.tell(told, offered);
  }
}
