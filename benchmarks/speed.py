"""What the loop of `minimize` adds to the arithmetic of a rule, and what importing gdzoo adds to numpy's import."""

import subprocess
import sys
import time
from collections.abc import Callable

import numpy as np

import gdzoo
from benchmarks.table import Table

STARTS, STEPS = 10_000, 200
GROUND = gdzoo.LANDSCAPES["valley"]  # whose gradient costs next to nothing


def measure(table: Table) -> None:
    table.row(f"{STARTS:,} starts x {STEPS} steps of adam, beside the bare numpy operations", 3, ratio(), "x")
    table.row("import of gdzoo, beyond numpy's", 50, importing(), "ms")


def ratio(rounds: int = 5) -> float:
    """The time of one call of `minimize` over that of the same operations in a plain loop; they take turns, and the best of each counts."""
    starts = np.stack(np.meshgrid(np.linspace(-3, 3, 100), np.linspace(-2, 2, 100))).reshape(2, STARTS)
    end = gdzoo.minimize("adam", GROUND, starts, STEPS, every=STEPS, lr=0.01).x[-1]
    assert np.array_equal(end, bare(starts)), "the two do not do the same"
    ours, plain = [], []
    for _ in range(rounds):
        ours.append(spent(lambda: gdzoo.minimize("adam", GROUND, starts, STEPS, every=STEPS, lr=0.01)))
        plain.append(spent(lambda: bare(starts)))
    return min(ours) / min(plain)


def bare(x: np.ndarray, lr=0.01, beta1=0.9, beta2=0.999, eps=1e-8) -> np.ndarray:
    """The operations of adam, and nothing else."""
    m, v = np.zeros_like(x), np.zeros_like(x)
    for t in range(1, STEPS + 1):
        g = GROUND.grad(x)
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        m_hat = m / (1 - beta1**t)
        v_hat = v / (1 - beta2**t)
        x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return x


def importing(rounds: int = 7) -> float:
    """Milliseconds that a Python that has imported numpy takes to import gdzoo too; the best of some."""
    code = "import numpy, time; begin = time.perf_counter(); import gdzoo; print(time.perf_counter() - begin)"
    done = [subprocess.run([sys.executable, "-c", code], check=True, capture_output=True) for _ in range(rounds)]
    return 1000 * min(float(each.stdout) for each in done)


def spent(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin
