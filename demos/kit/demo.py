"""Demo: controls in, scene out. And the way to find one by name."""

import importlib
import pkgutil
from pathlib import Path

from demos.kit.controls import Choice, Control, ControlError
from demos.kit.failures import failure
from gdzoo.registry import nearest


class Demo:
    """An interactive demo: controls as class attributes, and one method that returns a scene.

    The first line of the docstring is its title in lists and in the window of an embedded demo;
    the rest says what to look for. `Demo(lr=0.1)` checks the values and names what is wrong.
    """

    name = ""

    def __init__(self, **given):
        controls = self.controls()
        for name in given:
            if name not in controls:
                raise ControlError(f"unknown option {name!r}; {nearest(name, controls)}")
        self.given = {name: controls[name].check(value) for name, value in given.items() if value is not None}

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        cls.name = cls.__module__.rpartition(".")[2].replace("_", "-")

    @classmethod
    def controls(cls) -> dict[str, Control]:
        """The controls by name, in the order in which the class lists them."""
        return {n: c for base in reversed(cls.__mro__) for n, c in vars(base).items() if isinstance(c, Control)}

    def scene(self) -> dict:
        """What there is to see for these values: see `demos.kit.scene`."""
        raise NotImplementedError

    def answer(self) -> dict:
        """The scene together with the values in force, as the page receives it."""
        try:
            values = {name: control.value(self) for name, control in self.controls().items()}
            return self.scene() | {"values": values}
        except ControlError:
            raise
        except Exception as error:
            if said := failure(error):
                raise ControlError(said) from error
            raise

    def form(self, hide=()) -> list[dict]:
        """What the page needs to draw the controls; a value with parameters is an option too.

        hide: controls that the page does not show; a handle may move them all the same.
        """
        specs = []
        for name, control in self.controls().items():
            spec, value = control.spec(), control.value(self)
            spec["hidden"] = name in hide
            if isinstance(control, Choice) and isinstance(value, dict):
                spec["options"].insert(0, {"value": value, "label": control.describe(value)})
            specs.append(spec)
        return specs


def demo_names() -> list[str]:
    """The names of all demos, as directives write them: `three-rates` for `three_rates.py`."""
    folder = Path(__file__).parent.parent
    return sorted(m.name.replace("_", "-") for m in pkgutil.iter_modules([str(folder)]) if not m.ispkg)


def load(name: str) -> type[Demo]:
    """The demo called `name`. Imported only now: the browser pays for what a page shows."""
    names = demo_names()
    if name not in names:
        raise ControlError(f"unknown demo {name!r}; {nearest(name, names)}")
    module = importlib.import_module("demos." + name.replace("-", "_"))
    return next(
        d
        for d in vars(module).values()
        if isinstance(d, type) and d.__module__ == module.__name__ and issubclass(d, Demo)
    )
