"""Classes that are registered as one object at their default parameters, and make variants when that object is called."""

from typing import Any, ClassVar, Self

from .knobs import Knob, checked
from .registry import Registry


class Variants:
    """What landscapes and problems share: a registry, parameters with defaults, and a call that changes them.

    A subclass that has a name is registered, as one object at its default parameters.

    Attributes
    ----------
    registry : where subclasses are entered.
    name, title : registry name and printed name.
    parameters : dict of name -> `Knob`; their values are attributes, and all of them ``values``.

    >>> import gdzoo
    >>> gdzoo.LANDSCAPES["ravine"](kappa=37).values
    {'kappa': 37, 'angle': 0.5235987755982988}
    """

    registry: ClassVar[Registry]
    name: ClassVar[str]
    title: ClassVar[str]
    parameters: ClassVar[dict[str, Knob]] = {}

    def __init__(self, **parameters: Any):
        self.values = checked(self.name, self.parameters, parameters)
        for name, value in self.values.items():
            setattr(self, name, value)

    def __init_subclass__(cls) -> None:
        if "name" in vars(cls):
            cls.registry.add(cls.name, cls(), cls.__module__)

    def __call__(self, **parameters: Any) -> Self:
        """The same with other parameters; those that are not given have their defaults."""
        return type(self)(**parameters)

    def __repr__(self) -> str:
        values = ", ".join(f"{name}={value!r}" for name, value in self.values.items())
        return f"<{self.registry.kind} {self.name}{'(' + values + ')' if values else ''}>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Variants) and self._facts() == other._facts()

    def __hash__(self) -> int:
        return hash(self._facts())

    def _facts(self) -> tuple[Any, ...]:
        """What two that are the same have in common; numbers only, so that it may be the key of a table."""
        return type(self), self.name, tuple(self.values.items())

    @property
    def home(self) -> str:
        """The module that holds the class."""
        return type(self).__module__
