"""Packages that a reader may expect and that are not here: importing one says so in a sentence."""

import sys
from contextlib import contextmanager
from importlib.abc import MetaPathFinder

PLOT = "gdzoo.plot draws curves, paths and landscapes."
ZOO = "gdzoo has its optimizers: print(gdzoo.RULES)."
TABLES = "a list of dicts is shown as a table."
NETWORK = "the page's Python has no network, on purpose."
MISSING = {
    "matplotlib": f"it would be 10 MB. {PLOT}",
    "pylab": f"it would be 10 MB. {PLOT}",
    "seaborn": f"it needs matplotlib. {PLOT}",
    "plotly": PLOT,
    "bokeh": PLOT,
    "altair": PLOT,
    "torch": ZOO,
    "torchvision": ZOO,
    "tensorflow": ZOO,
    "keras": ZOO,
    "jax": f"{ZOO} gdzoo.differentiable gives exact gradients.",
    "autograd": "gdzoo.differentiable gives exact gradients.",
    "optax": ZOO,
    "flax": ZOO,
    "scipy": f"numpy.linalg and {ZOO}",
    "sklearn": "gdzoo.PROBLEMS has regressions and classifications.",
    "pandas": TABLES,
    "polars": TABLES,
    "sympy": "gdzoo.formula differentiates a formula exactly.",
    "numba": "write loops as numpy operations on whole arrays.",
    "cupy": "numpy does the same on the processor.",
    "tqdm": "print says how far a loop is.",
    "PIL": "an array is shown as numbers.",
    "cv2": "an array is shown as numbers.",
    "ipywidgets": "the demos of the book have sliders.",
    "IPython": "the last line of a cell is shown by itself.",
    "requests": NETWORK,
    "httpx": NETWORK,
    "aiohttp": NETWORK,
    "micropip": NETWORK,
}


class Missing(MetaPathFinder):
    """Answers for the packages in the table, before anybody looks for them."""

    def find_spec(self, fullname, path=None, target=None):
        if (reason := MISSING.get(fullname)) is not None:
            raise ModuleNotFoundError(f"{fullname} is not in this page: {reason}", name=fullname)
        return None


FINDER = Missing()


@contextmanager
def explained():
    """Within, an import of a package that is not here says why."""
    sys.meta_path.insert(0, FINDER)
    try:
        yield
    finally:
        if FINDER in sys.meta_path:
            sys.meta_path.remove(FINDER)
