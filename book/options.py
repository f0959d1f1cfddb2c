"""YAML with line numbers: the body of a directive, and the front matter of a page.

Every option is checked against a pydantic model, and each mistake is reported at its own line.
"""

import re
from collections.abc import Callable, Hashable

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
    """The mapping in `text`, whose first line is `line`, and the line on which each value starts."""
    loader = Loader(text)
    try:
        node = loader.get_single_node()
        if node is None:
            return {}, {}
        if not isinstance(node, yaml.MappingNode):
            report(line, "expected options as `name: value`")
            return None
        lines: dict[str, int] = {}
        for key, value in node.value:
            here = line + key.start_mark.line
            if key.value in lines:
                report(here, f"option '{key.value}' is given twice")
            # The text of a block (`|`, `>`) starts on the line below its sign.
            lines[key.value] = here + (getattr(value, "style", None) in ("|", ">"))
        values = loader.construct_document(node)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        report(
            line + (mark.line if mark else 0),
            f"not valid YAML: {error.problem}; a text with signs of its own needs quotes",
        )
        return None
    return {k if isinstance(k, Hashable) else str(k): v for k, v in values.items()}, lines


def check[Model: BaseModel](
    model: type[Model], values: dict, lines: dict[str, int], line: int, report: Report
) -> Model | None:
    """`values` as a `model`; None after reporting what is wrong with them."""
    try:
        return model.model_validate(values)
    except ValidationError as error:
        for mistake in error.errors():
            name = str(mistake["loc"][0]) if mistake["loc"] else ""
            report(lines.get(name, line), sentence(model, name, mistake))
        return None


def sentence(model: type[BaseModel], name: str, mistake) -> str:
    """One mistake that pydantic found, in our words."""
    if mistake["type"] == "extra_forbidden":
        return unknown("option", name, model.model_fields)
    if mistake["type"] == "missing":
        about = model.model_fields[name].description
        return f"'{name}' is missing" + (f": {about}" if about else "")
    if mistake["type"] == "value_error":
        return f"{name}: {mistake['ctx']['error']}"
    wanted = mistake["msg"].removeprefix("Input should be ")
    return f"{name} must be {wanted}, got {mistake['input']!r}"
