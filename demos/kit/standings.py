"""What became of several runs from one start, as a sentence says it."""

from typing import Any, NamedTuple

from demos.kit.ending import flat_place, is_stuck
from demos.kit.loss import heights
from demos.kit.words import count, listing, number, phrases
from gdzoo import LANDSCAPES

NAMED = 5  # optimizers of which a sentence tells one by one what became of them


class Standings(NamedTuple):
    """Runs {rule: run} on a landscape, with their endings {rule: ending}, after so many steps, and the loss that counts as arrived."""

    landscape: Any
    runs: dict
    ends: dict
    steps: int
    tolerance: float

    def sentence(self) -> str:
        """Who arrived first, and what became of the others."""
        runs, ends = self.runs, self.ends
        if all(end.kind == "still" for end in ends.values()):
            return "**Nobody moves**: there is no slope at the start."
        goal = "arrives" if self.landscape.f_min is not None else "falls"
        first = sorted((rule for rule, end in ends.items() if end.kind == goal), key=lambda rule: ends[rule].step)
        behind = self.behind({rule: run for rule, run in runs.items() if rule not in first})
        if not first:
            what = f"below {number(self.tolerance)}" if goal == "arrives" else "out of the picture"
            within = f"in {count(self.steps, 'step')}"
            if len(runs) > 1:
                return f"**Nobody gets {what}** {within}. {behind}."
            [(rule, run)] = runs.items()
            verb, how = self.outcome(rule, run)
            return f"**{rule.title} does not get {what}** {within}: it {verb} {how}."
        best = [rule.title for rule in first if ends[rule].step == ends[first[0]].step]
        names = listing(best) if len(best) <= NAMED else f"{len(best)} of {len(runs)}"
        lead = f"{names} {goal if len(best) == 1 else goal.removesuffix('s')}"
        lead += " first" if len(runs) > len(best) else ""
        down = "further down" if self.landscape.name not in LANDSCAPES else "forever down"
        what = f"loss below {number(self.tolerance)}" if goal == "arrives" else f"out of the picture, and {down},"
        later = first[len(best) :]
        rest = "".join(f", {rule.title} after {ends[rule].step}" for rule in later[:NAMED])
        rest += f", the last of {len(first)} after {ends[first[-1]].step}" if len(later) > NAMED else ""
        after = f"after {count(ends[first[0]].step, 'step')}"
        return f"**{lead}**: {what} {after}{rest}." + (f" {behind}." if behind else "")

    def behind(self, runs) -> str:
        """What became of those that did not arrive: of each, or in sum where they are many."""
        ends, losses = self.ends, {rule: heights(self.landscape, run)[-1] for rule, run in runs.items()}
        order = sorted(runs, key=lambda rule: (ends[rule].kind == "escapes", losses[rule]))
        if len(order) <= NAMED:
            return phrases([(rule.title, *self.outcome(rule, runs[rule])) for rule in order])
        lost = sum(ends[rule].kind == "escapes" for rule in order)
        others = f"{len(order)} others" if len(order) < len(self.runs) else f"{len(order)}"
        if lost == len(order):
            return f"All {others} leave"
        said = f"Of {others} {order[0].title} comes lowest, to {number(losses[order[0]])}"
        return f"{said}; {lost} leave{'s' if lost == 1 else ''}" if lost else said

    def outcome(self, rule, run) -> tuple[str, str]:
        """What became of a run that did not arrive: a verb, and the rest."""
        end = self.ends[rule]
        if is_stuck(rule, run):
            return "stops", f"at step {end.step}, where the Hessian is singular"
        if end.kind == "escapes":
            return "diverges", f"after {count(end.step, 'step')}"
        loss = number(heights(self.landscape, run)[-1])
        if end.kind == "rests":
            return "rests", f"in {flat_place(self.landscape, run.x[-1])} at {loss}"
        return "ends", f"at {loss}"
