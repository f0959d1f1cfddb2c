"""What may be written at a place of a cell: names, attributes, arguments and knobs, names of the zoo within quotes."""

import ast
import builtins
import keyword
import re
from collections.abc import Iterable, Iterator, Mapping
from types import BuiltinFunctionType, FunctionType, MethodDescriptorType, ModuleType
from typing import Any, NamedTuple

import numpy as np

import gdzoo
from gdzoo.knobs import REQUIRED, Knob
from gdzoo.registry import Registry
from gdzoo.rules import Rule
from gdzoo.variants import Variants
from lab.guess import DISPATCHED, Known, Scope, is_a, members, parameters
from lab.names import names_of

TOKENS = re.compile(r"""#[^\n]*|(?:'{3}|"{3})|['"]|[()\[\]{},]|\\.|.""", re.DOTALL)
WORD = re.compile(r"(?:[^\W\d]\w*)?\Z")
PRIMARY = re.compile(r"[\w.]+\Z")
FUNCTIONS = (FunctionType, BuiltinFunctionType, MethodDescriptorType, np.ufunc, DISPATCHED)
CLOSED = {")": "(", "]": "[", "}": "{"}
MOST = 400


class Open(NamedTuple):
    """A bracket that is open at the place: where, and where its arguments so far begin."""

    bracket: str
    start: int
    arguments: tuple[int, ...]


class Place(NamedTuple):
    """Where in the text it is: open brackets, innermost last; the start of an open string, or -1; whether in a comment."""

    opened: list[Open]
    string: int
    comment: bool


def complete(source: str, offset: int, live: Mapping[str, Any], others: list[str]) -> dict:
    """The options at an offset; nothing of the reader's code is run. live: the namespace. others: the texts of the other cells."""
    text = before(source, offset)
    place = scan(text)
    if place.comment:
        return {"from": offset, "options": []}
    scope = Scope(live, [*others, text.rpartition("\n")[0]])
    word = WORD.search(text).group()  # pyright: ignore[reportOptionalMemberAccess] # it always matches, be it nothing
    if place.string >= 0:
        quoted = text[place.string :]
        options = list(within_quotes(text, place, scope)) if re.fullmatch(r"\w*", quoted) else []
        start = len(text) - len(quoted)
    else:
        start = len(text) - len(word)
        if text[:start].rstrip().endswith("."):
            options = list(attributes(text[:start].rstrip().removesuffix("."), scope))
        elif text[:start].rstrip(" ")[-1:].isdigit():  # 1e
            options = []
        else:
            options = [*arguments(text, place, start, scope), *everything(scope, source, others)]
    word = text[start:].lower()
    fit = [option for option in options if option["label"].lower().startswith(word)]
    return {
        "from": offset - units(text[start:]),
        "options": list({o["label"]: o for o in reversed(fit[:MOST])}.values())[::-1],
    }


def before(source: str, offset: int) -> str:
    """The text before an offset in JavaScript's units."""
    return source.encode("utf-16-le", "surrogatepass")[: 2 * offset].decode("utf-16-le", "ignore")


def units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def scan(text: str) -> Place:
    """Reads a text up to the place: which brackets and quotes are open there."""
    opened: list[Open] = []
    quote, string, comment = "", -1, False
    for match in TOKENS.finditer(text):
        token = match.group()
        comment = False
        if quote:
            if token == quote or (token == "\n" and len(quote) == 1):
                quote, string = "", -1
        elif token[0] == "#":
            comment = match.end() == len(text)
        elif token[0] in "'\"":
            quote, string = token, match.end()
        elif token in "([{":
            opened.append(Open(token, match.start(), (match.end(),)))
        elif token in ")]}":
            if opened and opened[-1].bracket == CLOSED[token]:
                opened.pop()
        elif token == "," and opened:
            opened[-1] = opened[-1]._replace(arguments=(*opened[-1].arguments, match.end()))
    return Place(opened, string if quote else -1, comment)


def expression(text: str) -> ast.AST | None:
    """The expression that a text ends with: names, dots, and what is in brackets behind them."""
    end = start = len(text)
    while start:
        if text[start - 1] in CLOSED:
            depth = 0
            while start:
                start -= 1
                depth += (text[start] in CLOSED) - (text[start] in CLOSED.values())
                if depth == 0:
                    break
        elif found := PRIMARY.search(text[:start]):
            start = found.start()
        else:
            break
    try:
        return ast.parse(text[start:end].strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def attributes(text: str, scope: Scope) -> Iterator[dict]:
    if re.search(r"(?:^|[^\w.])\d\w*\Z", text):  # 1.
        return
    if base := scope.known(expression(text)):
        for name, value in members(base):
            yield option(name, value, inside=not is_a(base.value, ModuleType))


def within_quotes(text: str, place: Place, scope: Scope) -> Iterator[dict]:
    """Names of the zoo: of a registry in brackets behind it, or where a function of gdzoo wants a rule or an objective."""
    if not place.opened:
        return
    here = place.opened[-1]
    base = scope.known(expression(text[: here.start]))
    if base is None:
        return
    if here.bracket == "[" and type(base.value) in (Registry, dict):
        yield from entries(base.value)
    elif here.bracket == "(":
        said = text[here.arguments[-1] : place.string - 1].strip()
        names = list(parameters(base.value))
        position = len(here.arguments) - 1
        wanted = said.removesuffix("=").strip() or (names[position] if position < len(names) else "")
        if wanted == "rule":
            yield from entries(gdzoo.RULES)
        elif wanted in ("f", "on", "objective"):
            yield from (*entries(gdzoo.LANDSCAPES), *entries(gdzoo.PROBLEMS))


def entries(table: Mapping[Any, Any]) -> Iterator[dict]:
    for name, value in table.items():
        if is_a(name, str):
            title = text_in(value, "title") if is_a(table, Registry) else ""
            yield {"label": name, "type": "variable", "detail": title, "info": doc(value)}


def text_in(value: Any, name: str) -> str:
    found = getattr(value, name, "")
    return found if type(found) is str else ""


def arguments(text: str, place: Place, start: int, scope: Scope) -> Iterator[dict]:
    """Arguments that a call may still be given by name; those of minimize include the knobs of its rule."""
    if not place.opened or place.opened[-1].bracket != "(":
        return
    here = place.opened[-1]
    if text[here.arguments[-1] : start].strip():
        return
    base = scope.known(expression(text[: here.start]))
    if base is None:
        return
    given = set(re.findall(r"(?:^|,)\s*(\w+)\s*=", text[here.start + 1 : start]))
    position = len(here.arguments) - 1
    names = parameters(base.value)
    left = {name: value for i, (name, value) in enumerate(names.items()) if i >= position and name not in given}
    texts = ""
    if base.value is gdzoo.minimize and position:
        first = text[here.arguments[0] : here.arguments[1] - 1].strip()
        rule = scope.known(expression(first)) if not first.startswith(("'", '"')) else Known(first[1:-1])
        known = rule and (gdzoo.RULES.get(rule.value) if type(rule.value) is str else rule.value)
        if type(known) is Rule:
            left = {name: knob for name, knob in known.knobs.items() if name not in given} | left
            texts = known.doc
    elif is_a(base.value, Rule):
        texts = base.value.doc
    elif is_a(base.value, FunctionType, type):
        texts = text if type(text := base.value.__doc__) is str else ""
    for name, value in left.items():
        yield {"label": f"{name}=", "type": "argument", "detail": default(value), "info": meaning(texts, name)}


def default(value: Any) -> str:
    if is_a(value, Knob):
        value = ... if value.default is REQUIRED else value.default
    if type(value) in (int, float, str, type(None)):
        return repr(value)
    return "needed" if value is ... else ""


def meaning(text: str, name: str) -> str:
    """What a docstring says of an argument, on its first line."""
    found = re.search(rf"^ *(?:\w+, )*{re.escape(name)}(?:, \w+)* : (.+)$", text, re.MULTILINE)
    return found[1].strip() if found else ""


def everything(scope: Scope, source: str, others: Iterable[str]) -> Iterator[dict]:
    """Names that are bound, then Python's own."""
    for name, value in scope.live.items():
        if not name.startswith("_"):
            yield option(name, value)
    for text in (source, *others):
        for name in sorted(names_of(text).binds):
            known = scope.known(ast.Name(name))
            yield option(name, known.value if known else None)
    for name, value in vars(builtins).items():
        if not name.startswith("_"):
            yield option(name, value)
    for name in keyword.kwlist:
        yield {"label": name, "type": "keyword", "detail": "", "info": ""}


def option(name: str, value: Any, *, inside: bool = False) -> dict:
    """A name with what is safe to say of its value."""
    kind = "property" if inside else "variable"
    detail = ""
    if is_a(value, ModuleType):
        kind = "module"
    elif type(value) is type:
        kind = "class"
    elif type(value) in FUNCTIONS:
        kind = "function"
        detail = signature(value)
    elif is_a(value, Rule, Variants):
        detail = text_in(value, "title")
    elif type(value) is np.ndarray:
        detail = f"array of shape {value.shape}"
    elif type(value) in (int, float, bool):
        detail = f"{value!r:.20}"
    return {"label": name, "type": kind, "detail": detail, "info": doc(value)}


def signature(function: Any) -> str:
    names = [name for name, value in parameters(function).items() if value is ... and name not in ("self", "kwargs")]
    return f"({', '.join(names)})" if names else ""


def doc(value: Any) -> str:
    """The first line of a docstring, of things that cannot make one up when asked."""
    if is_a(value, Rule):
        text = value.doc
    elif is_a(value, Variants):
        text = type(value).__doc__
    elif type(value) in (*FUNCTIONS, ModuleType, type):
        text = value.__doc__
    else:
        return ""
    lines = [line.strip() for line in (text if type(text) is str else "").strip().split("\n") if line.strip()]
    return next((line for line in lines if not re.match(r"[\w.]+\(.*[),]( ->.*)?$", line)), "")[:200]
