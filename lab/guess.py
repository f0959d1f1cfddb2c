"""What an expression stands for, as far as it can be told without running anything of the reader's.

Objects that exist are looked into by their dictionaries alone; of what does not exist yet, a return annotation tells the type.
"""

import ast
import sys
from collections.abc import Iterator, Mapping
from types import BuiltinFunctionType, FunctionType, MemberDescriptorType, MethodType, ModuleType
from typing import Any, NamedTuple

import numpy as np

import gdzoo
from gdzoo.registry import Registry
from gdzoo.rules import Rule
from gdzoo.variants import Variants

LAZY = (gdzoo, np)  # parts of them are imported when they are asked for
DISPATCHED = type(np.linspace)  # most of numpy's functions
DEEP = 12  # steps from a name to what it means


class Known(NamedTuple):
    """An object, or only its type."""

    value: Any = None
    type: Any = None

    @property
    def kind(self) -> Any:
        return self.type or type(self.value)


class Scope:
    """Names that are bound: live ones, and those that the text of the cells will bind."""

    def __init__(self, live: Mapping[str, Any], texts: list[str]):
        self.live = live
        self.bound: dict[str, ast.AST | Known] = {}
        for text in texts:
            for statement in head(text):
                self.bind(statement)

    def bind(self, statement: ast.stmt) -> None:
        if isinstance(statement, ast.Import | ast.ImportFrom):
            for alias in statement.names:
                name = alias.asname or alias.name.partition(".")[0]
                module = getattr(statement, "module", None) or (alias.name if alias.asname else name)
                found = sys.modules.get(module)
                if isinstance(statement, ast.ImportFrom):
                    found = attribute(Known(found), alias.name) if found else None
                else:
                    found = Known(found) if found else None
                if found:
                    self.bound[name] = found
        elif isinstance(statement, ast.Assign):
            self.bound |= {target.id: statement.value for target in statement.targets if isinstance(target, ast.Name)}

    def known(self, node: ast.AST | None, deep: int = DEEP) -> Known | None:
        """What an expression stands for, or None."""
        if deep == 0 or node is None:
            return None
        match node:
            case ast.Name(id=name):
                if name in self.live:
                    return Known(self.live[name])
                bound = self.bound.get(name)
                return bound if isinstance(bound, Known) else self.known(bound, deep - 1)
            case ast.Constant(value=value):
                return Known(value)
            case ast.List() | ast.ListComp():
                return Known(type=list)
            case ast.Dict() | ast.DictComp():
                return Known(type=dict)
            case ast.Attribute(value=inner, attr=name):
                base = self.known(inner, deep - 1)
                return attribute(base, name) if base else None
            case ast.Subscript(value=inner, slice=key):
                base = self.known(inner, deep - 1)
                return entry(base, key) if base else None
            case ast.Call(func=function):
                called = self.known(function, deep - 1)
                return result(called.value) if called else None
            case ast.BinOp(left=left, right=right):
                sides = self.known(left, deep - 1), self.known(right, deep - 1)
                return next((Known(type=np.ndarray) for side in sides if side and side.kind is np.ndarray), None)
        return None


def head(text: str) -> list[ast.stmt]:
    """The statements of a text down to its first mistake."""
    lines = text.split("\n")
    while lines:
        try:
            return ast.parse("\n".join(lines)).body
        except SyntaxError as error:
            lines = lines[: max(0, min(len(lines), error.lineno or 0) - 1)]
        except (ValueError, RecursionError, MemoryError):
            return []
    return []


def is_a(value: Any, *types: type) -> bool:
    """isinstance, which would ask the object for its __class__."""
    return issubclass(type(value), types)


def attribute(base: Known, name: str) -> Known | None:
    if is_a(base.value, ModuleType):
        if any(base.value is lazy for lazy in LAZY) and name in dir(base.value):
            return Known(getattr(base.value, name))
        return Known(vars(base.value)[name]) if name in vars(base.value) else None
    own = contents(base.value)
    if base.type is None and name in own:
        return Known(own[name])
    classes = base.value.__mro__ if is_a(base.value, type) else base.kind.__mro__
    for each in classes:
        if name in vars(each):
            found = vars(each)[name]
            if is_a(found, MemberDescriptorType) and base.type is None:
                try:
                    return Known(found.__get__(base.value))
                except AttributeError:  # a slot that nothing fills
                    return None
            if is_a(found, property):
                return annotated(found.fget)
            if not is_a(found, MemberDescriptorType):
                return Known(found)
        if isinstance(hint := vars(each).get("__annotations__", {}).get(name), type):
            return Known(type=hint)
    return None


def contents(value: Any) -> dict[str, Any]:
    """An object's own dictionary; none of its methods is asked."""
    try:
        found = object.__getattribute__(value, "__dict__")
    except (AttributeError, TypeError):
        return {}
    return found if type(found) is dict else {}


def entry(base: Known, key: ast.AST) -> Known | None:
    if base.kind is np.ndarray:
        return Known(type=np.ndarray)
    if isinstance(key, ast.Constant) and type(base.value) in (Registry, dict) and key.value in base.value:
        return Known(base.value[key.value])
    return None


def result(function: Any) -> Known | None:
    """What a call gives."""
    if is_a(function, type):
        return Known(type=function)
    if is_a(function, Variants):
        return Known(function)
    home = function.__module__ if is_a(function, BuiltinFunctionType) else ""
    if is_a(function, np.ufunc, DISPATCHED) or (home or "").partition(".")[0] == "numpy":
        return Known(type=np.ndarray)
    return annotated(function)


def annotated(function: Any) -> Known | None:
    found = function.__annotations__.get("return") if is_a(function, FunctionType) else None
    return Known(type=found) if is_a(found, type) else None


def members(base: Known) -> Iterator[tuple[str, Any]]:
    """Public attributes with what is known of them, an object's own before those of its classes."""
    if is_a(base.value, ModuleType):
        module = base.value
        names = [*vars(module).get("__all__", ()), *vars(module), *(dir(gdzoo) if module is gdzoo else ())]
    else:
        classes = base.value.__mro__ if is_a(base.value, type) else base.kind.__mro__
        names = [] if base.type else list(contents(base.value))
        for each in classes:
            names += [*vars(each).get("__annotations__", {}), *vars(each)]
    for name in dict.fromkeys(name for name in names if not name.startswith("_")):
        value = known.value if (known := attribute(base, name)) else None
        if not is_a(base.value, ModuleType) or (known and belongs(value, base.value)):
            yield name, value


def belongs(value: Any, module: ModuleType) -> bool:
    """Whether a module would call something its own, rather than something it has imported for itself."""
    if is_a(value, ModuleType):
        return value.__name__.startswith(module.__name__.partition(".")[0] + ".")
    homes = module.__name__.partition(".")[0], "builtins"
    home = value.__module__ if is_a(value, FunctionType, type) else homes[0]
    return (home or "").partition(".")[0] in homes


def parameters(function: Any) -> dict[str, Any]:
    """The names by which a call can give arguments, each with a default, a `Knob`, or ... where it has none."""
    if is_a(function, Rule):
        return {**dict.fromkeys(("f", "x", "s", "t"), ...), **function.knobs}
    if is_a(function, Variants):
        return dict(function.parameters)
    if isinstance(knobs := contents(function).get("knobs"), dict):  # a schedule
        return {"base": ..., **knobs}
    if is_a(function, type):
        function = vars(function).get("__init__") or vars(function).get("__new__")
        return dict(list(parameters(function).items())[1:])
    if is_a(function, MethodType):
        return dict(list(parameters(function.__func__).items())[1:])
    if is_a(function, DISPATCHED):
        function = function._implementation
    if not is_a(function, FunctionType):
        return {}
    code = function.__code__
    names = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
    defaults = function.__defaults__ or ()
    known = dict(zip(names[code.co_argcount - len(defaults) : code.co_argcount], defaults, strict=True))
    known |= function.__kwdefaults__ or {}
    return {name: known.get(name, ...) for name in names}
