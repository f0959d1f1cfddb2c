"""YAML with line numbers: the body of a directive, and the front matter of a page.

Every option is checked against a pydantic model, and each mistake is reported at its own line.
"""

import re
from collections.abc import Callable, Hashable
from typing import get_args

import yaml
from pydantic import BaseModel, ValidationError

from book.problems import unknown

Report = Callable[[int, str], None]


class Loader(yaml.SafeLoader):
    """YAML whose numbers are Python's (YAML 1.1 takes 1e-3 for text), and whose text may begin with `code`."""

    def check_plain(self):
        return self.peek() == "`" or super().check_plain()


Loader.add_implicit_resolver(
    "tag:yaml.org,2002:float",
    re.compile(r"^[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?$"),
    list("-+.0123456789"),
)


def read(text: str, line: int, report: Report) -> tuple[dict, dict[str, int]] | None:
    """The mapping in `text`, whose first line is `line`, and the line on which each value starts.

    Values inside of others have a line too: that of `choices.0.text` is known.
    """
    loader = Loader(text)
    try:
        node = loader.get_single_node()
        if node is None:
            return {}, {}
        if not isinstance(node, yaml.MappingNode):
            report(line, "expected options as `name: value`")
            return None
        lines: dict[str, int] = {}
        note_lines(node, "", line, lines, report)
        values = loader.construct_document(node)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        report(
            line + (mark.line if mark else 0),
            f"not valid YAML: {error.problem}; a text with signs of its own needs quotes",
        )
        return None
    return {k if isinstance(k, Hashable) else str(k): v for k, v in values.items()}, lines


def note_lines(node: yaml.Node, path: str, line: int, lines: dict[str, int], report: Report) -> None:
    """Write down the line of everything in `node`, which is at `path` of a text that begins at `line`."""
    if isinstance(node, yaml.MappingNode):
        parts = [(str(key.value), key, value) for key, value in node.value]
    elif isinstance(node, yaml.SequenceNode):
        parts = [(str(at), value, value) for at, value in enumerate(node.value)]
    else:
        return
    for name, start, value in parts:
        here = line + start.start_mark.line
        if path + name in lines:
            report(here, f"option '{name}' is given twice")
        # The text of a block (`|`, `>`) starts on the line below its sign.
        lines[path + name] = here + (getattr(value, "style", None) in ("|", ">"))
        note_lines(value, f"{path}{name}.", line, lines, report)


def check[Model: BaseModel](
    model: type[Model], values: dict, lines: dict[str, int], line: int, report: Report
) -> Model | None:
    """`values` as a `model`; None after reporting what is wrong with them."""
    try:
        return model.model_validate(values)
    except ValidationError as error:
        for mistake in error.errors():
            path = [str(part) for part in mistake["loc"]]
            known = (lines[place] for end in range(len(path), 0, -1) if (place := ".".join(path[:end])) in lines)
            report(next(known, line), sentence(within(model, path), last(path), mistake))
        return None


def last(path: list[str]) -> str:
    """The name of what is wrong, which may be at a place in a list."""
    return next((name for name in reversed(path) if not name.isdigit()), "")


def within(model: type[BaseModel], path: list[str]) -> type[BaseModel]:
    """The model that the last name of `path` belongs to: in `choices.0.text`, that of a choice."""
    for name in path[:-1]:
        if field := model.model_fields.get(name):
            inner = (field.annotation, *get_args(field.annotation))
            model = next((one for one in inner if isinstance(one, type) and issubclass(one, BaseModel)), model)
    return model


def sentence(model: type[BaseModel], name: str, mistake) -> str:
    """One mistake that pydantic found, in our words."""
    if mistake["type"] == "extra_forbidden":
        return unknown("option", name, model.model_fields)
    if mistake["type"] == "missing":
        about = model.model_fields[name].description
        return f"'{name}' is missing" + (f": {about}" if about else "")
    if mistake["type"] == "model_type":
        return f"expected `name: value` here, got {mistake['input']!r}"
    if mistake["type"] == "value_error":
        return f"{name}: {mistake['ctx']['error']}"
    wanted = mistake["msg"].removeprefix("Input should be ")
    return f"{name} must be {wanted}, got {mistake['input']!r}"
