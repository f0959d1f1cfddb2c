"""How PyTorch, optax, Keras and the papers write the rules of this package, with every number translated.

``CONVENTIONS["adam"]["keras"]`` is a `Form`: what to type there for our knobs, what that does with the path, and where
theirs is not ours, a step that runs it. Nothing here is imported with ``gdzoo``.
"""

from . import adams, others, squares, velocities
from .form import Form as Form

WRITERS = {
    "torch": "PyTorch 2.13",
    "optax": "optax 0.2.8",
    "keras": "Keras 3",
    "paper": "its paper",
    "form": "another form",
}
"""Who writes rules in other ways. PyTorch and optax stand for packages built on them too."""

CONVENTIONS: dict[str, dict[str, Form]] = {
    **velocities.FORMS,
    **squares.FORMS,
    **adams.FORMS,
    **others.FORMS,
}
"""For each rule, whoever writes it, and how."""
