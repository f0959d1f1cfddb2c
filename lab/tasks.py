"""What the page may ask of the reader's Python: a table of tasks, each from JSON to JSON.

run       {page, cells: [{id, source}], cell}             runs a cell after those that it needs
check     {page, id, source, checks}                      runs an exercise, then its checks
complete  {page, cells, cell, source, offset}             what may be written at a place
define    {rules: [{name, source}]}                       registers rules of the reader's own
forget    {name}                                          takes one out again
"""

import json
from collections.abc import Callable

import gdzoo
from lab.notebook import Notebook
from lab.streams import Emit

PAGES = 4  # whose namespaces are kept; those of others are made again when a cell needs them

notebooks: dict[str, Notebook] = {}


def respond(task: str, payload: str, emit: Emit) -> str:
    """Do a task. emit(json, arrays) is called with each piece as it comes; "$" in its text stands for an array."""
    return json.dumps(TASKS[task](emit, **json.loads(payload)), ensure_ascii=False)


def notebook(page: str) -> Notebook:
    """The notebook of a page; the one that was not asked for longest makes room."""
    notebooks[page] = notebooks.pop(page, None) or Notebook()
    for old in list(notebooks)[:-PAGES]:
        del notebooks[old]
    return notebooks[page]


def run(emit: Emit, page: str, cells: list[dict], cell: str) -> dict:
    book = notebook(page)
    book.update(cells)
    ok = book.run(cell, emit)
    return {"ok": ok, "needs": {each: list(found.cells) for each, found in book.needs.items()}, "rules": rules(book)}


def rules(book: Notebook) -> list[dict]:
    """The facts of the rules that the latest run has registered."""
    if not book.registered:
        return []
    from lab.own import facts

    return facts(book)


def check(emit: Emit, page: str, id: str, source: str, checks: str) -> dict:
    from lab.grading import grade

    book = Notebook()
    book.update([{"id": id, "source": source}])
    if not book.run(id, emit):
        return {"ok": False, "results": [], "rules": rules(book)}
    results = grade(checks, book, id)
    return {"ok": all(result["passed"] for result in results), "results": results, "rules": rules(book)}


def complete(emit: Emit, page: str, cells: list[dict], cell: str, source: str, offset: int) -> dict:
    from lab.complete import complete

    others = {each["id"]: each["source"] for each in cells if each["id"] != cell}
    return complete(source, offset, notebook(page).globals, list(others.values()))


def define(emit: Emit, rules: list[dict]) -> dict:
    from lab.own import define, told

    sources = {rule["name"]: rule["source"] for rule in rules}
    tried = {name: define(name, source) for name, source in sources.items()}
    return {
        "failed": [{"name": name, "message": message} for name, message in tried.items() if message],
        "rules": [told(gdzoo.RULES[name], sources[name]) for name, message in tried.items() if not message],
    }


def forget(emit: Emit, name: str) -> dict:
    gdzoo.RULES.forget(name)
    return {}


TASKS: dict[str, Callable[..., dict]] = {task.__name__: task for task in (run, check, complete, define, forget)}
