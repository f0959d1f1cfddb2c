"""The table of budgets, printed row by row as the numbers arrive."""

WIDTH = 64


class Table:
    """Rows of what is measured, its budget, and whether it keeps it."""

    def __init__(self):
        self.missed: list[str] = []
        print(f"{'':{WIDTH}} {'budget':>10} {'measured':>10}", flush=True)

    def row(self, what: str, budget: float, measured: float, unit: str) -> None:
        ok = measured <= budget
        if not ok:
            self.missed.append(what)
        numbers = (f"{f'{number:.3g}' if number < 100 else f'{number:.0f}'} {unit}" for number in (budget, measured))
        print(
            f"{what:{WIDTH}} {' '.join(f'{number:>10}' for number in numbers)}  {'ok' if ok else 'MISSED'}", flush=True
        )

    def note(self, words: str) -> None:
        """A line about the row above."""
        print(f"    {words}", flush=True)

    def close(self) -> None:
        print(f"\nMissed: {'; '.join(self.missed)}." if self.missed else "\nEvery budget is kept.", flush=True)
