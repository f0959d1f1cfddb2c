"""Writes records.json: the best setting that the contest's tuning finds for every rule that may take part.

`python -m tests.demos.make_records`, after a rule, a landscape or the contest itself has changed; it takes some minutes.
"""

import json
from pathlib import Path

import gdzoo
from demos.kit.contest import tuned

FILE = Path(__file__).parent / "records.json"


def entrants() -> list[str]:
    """Rules that walk on a plane, and need not be told the lowest value."""
    return [name for name, rule in gdzoo.RULES.items() if "matrix" not in rule.traits and "f_min" not in rule.knobs]


def main() -> None:
    records = {}
    for name in entrants():
        knobs, score = tuned(gdzoo.RULES[name])
        records[name] = {"knobs": knobs, "score": round(score, 3)}
        print(name, round(score, 3), flush=True)
    lines = ",\n".join(f"  {json.dumps(name)}: {json.dumps(record)}" for name, record in records.items())
    FILE.write_text(f"{{\n{lines}\n}}\n")


if __name__ == "__main__":
    main()
