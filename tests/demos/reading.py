"""Finding things in the answer of a demo."""


def panel(answer: dict, name: str) -> dict:
    return next(panel for panel in answer["panels"] if panel["name"] == name)


def marks(panel: dict, kind: str) -> list[dict]:
    return [mark for mark in panel["marks"] if mark["mark"] == kind]


def column(answer: dict, name: str):
    """A column of the table of data."""
    return next(column["values"] for column in answer["data"] if column["name"] == name)
