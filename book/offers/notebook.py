"""A chapter as a notebook: its prose, its code and its exercises, to be run anywhere.

Each directive is told in its own way; what moves stays in the page, and the notebook links to it.
"""

import base64
from functools import singledispatch
from typing import TYPE_CHECKING, NamedTuple

from book.cache import key
from book.directives.base import Directive
from book.directives.cell import CellDirective
from book.directives.demo import DemoDirective
from book.directives.exercise import ExerciseDirective
from book.directives.figure import FigureDirective
from book.directives.listing import ListingDirective
from book.directives.predict import PredictDirective
from book.directives.question import Question, short
from book.offers import checker
from book.offers.prose import Alone, quoted
from book.pages import Prose
from book.wheel import ADDRESS

if TYPE_CHECKING:
    from book.chapters import Chapter

HIDDEN = {"jupyter": {"source_hidden": True}, "cellView": "form"}

INSTALL = """\
try:
    import gdzoo
    import matplotlib
except ModuleNotFoundError:
    %pip install --quiet {wheel} matplotlib"""

CHECKING = """\
The next two cells hold what the exercises are checked with. Run them, and then each exercise's own checks after your \
code. As long as something is wrong, a line with ✗ says what."""


class Cell(NamedTuple):
    """kind: markdown or code. pictures: PNG files by name, which the text shows as `attachment:name`."""

    kind: str
    source: str
    metadata: dict = {}
    pictures: dict[str, str] = {}


def notebook(chapter: "Chapter") -> str:
    """The file of a chapter's notebook: the same for the same chapter."""
    return written(list(told(chapter)))


def told(chapter: "Chapter"):
    """The cells of a chapter, in order."""
    alone = Alone(chapter)
    yield Cell("markdown", opening(chapter, alone))
    yield Cell("code", INSTALL.format(wheel=chapter.book.address + ADDRESS))
    exercises = [part for part in chapter.parts if isinstance(part, ExerciseDirective) and part.sound]
    inside = False
    for part in chapter.parts:
        if isinstance(part, Prose):
            text = part.text if part.verbatim else alone(part.text, part.line)
            text, inside = quoted(text, inside)
            if text.strip():
                yield Cell("markdown", text)
        elif part.sound:
            inside = inside and bool(part.fence.indent)
            if exercises and part is exercises[0]:
                yield Cell("markdown", CHECKING)
                yield Cell("code", checker.RUNNER.rstrip(), HIDDEN)
                yield Cell("code", checker.tools([one.option.checks for one in exercises]), HIDDEN)
            yield from cells_of(part, alone)


def opening(chapter: "Chapter", alone: Alone) -> str:
    """Title, question, and where the chapter lives."""
    meta, book = chapter.page.meta, chapter.book
    lead = f"*{alone(meta.lead, chapter.page.lines.get('lead', 1))}*\n\n" if meta.lead else ""
    return (
        f"# {meta.title}\n\n{lead}Chapter {meta.number} of [Gradient Descent Zoo]({book.address}), as a notebook. "
        f"[In the page]({book.address}{chapter.page.url}) its figures move: drag the starts, turn the knobs. "
        "Text CC BY 4.0, code MIT."
    )


@singledispatch
def cells_of(part: Directive, alone: Alone):
    """The cells that tell of a directive: of one that only a page can show, a link."""
    yield Cell("markdown", f"[In the page: {part.words}]({alone.address(f'#{part.id}')})")


@cells_of.register
def cell(part: CellDirective, alone: Alone):
    yield Cell("code", part.source, {"tags": ["raises-exception"]} if part.raises else {})


@cells_of.register
def demo(part: DemoDirective, alone: Alone):
    scene = part.scene(alone.chapter)
    if scene:
        caption = alone(part.option.caption, part.line("caption"))
        live = f"[{part.label}, live]({alone.address(f'#{part.id}')})"
        summary = scene.answer["summary"]
        yield Cell("markdown", f"**{live}.** {caption}".rstrip() + f"\n\n> {summary}")


@cells_of.register
def figure(part: FigureDirective, alone: Alone):
    try:
        picture = base64.b64encode(alone.book.pictures.png(part.source)).decode()
    except Exception:  # the page has reported it
        return
    name = f"{part.id}.png"
    caption = alone(part.option.caption, part.line("caption"))
    yield Cell(
        "markdown", f"![{part.option.alt}](attachment:{name})\n\n**{part.label}.** {caption}", {}, {name: picture}
    )


@cells_of.register
def listing(part: ListingDirective, alone: Alone):
    code = "\n".join(part.code.rows)
    source = f"[`{part.code.path}`]({alone.book.source_address(part.code.path, *part.code.span)})"
    caption = alone(part.option.caption, part.line("caption"))
    lines = [row.strip() for row in part.code.rows]
    notes = [f"- `{lines[at]}`: {alone(note, line)}" for at, (note, line) in sorted(part.notes.items())]
    yield Cell("markdown", f"{caption} {source}".strip() + f"\n\n```python\n{code}\n```\n\n" + "\n".join(notes))


@cells_of.register
def exercise(part: ExerciseDirective, alone: Alone):
    option = part.option
    title = alone(option.title, part.line("title"))
    prompt = alone(option.prompt, part.line("prompt"))
    yield Cell("markdown", f"### {part.label} · {title} ({option.level})\n\n{prompt}")
    yield Cell("code", option.starter.rstrip())
    yield Cell("code", f"%%check\n{option.checks.rstrip()}")
    hints = [
        folded(f"Hint {at + 1} of {len(option.hints)}", alone(hint, part.line(f"hints.{at}")))
        for at, hint in enumerate(option.hints)
    ]
    solution = folded("Solution", f"```python\n{option.solution.rstrip()}\n```")
    yield Cell("markdown", "\n\n".join([*hints, solution]))


@cells_of.register
def question(part: Question, alone: Alone):
    option = part.option
    kind = "Predict first" if isinstance(part, PredictDirective) else "Quick check"
    choices = [f"- {alone(one.text, part.line(f'choices.{at}.text'))}" for at, one in enumerate(option.choices)]
    question = alone(option.question, part.line("question")).strip()
    answer = folded("Answer", "\n\n".join(answers(part, alone)))
    yield Cell("markdown", "\n\n".join(filter(None, [f"**{kind}.** {question}", "\n".join(choices), answer])))


def answers(part: Question, alone: Alone):
    """What is right, and why, a paragraph each."""
    option = part.option
    for at, (one, right) in enumerate(zip(option.choices, part.verdicts(alone.chapter), strict=True)):
        text, why = (alone(said, part.line(f"choices.{at}")) for said in (one.text, one.because))
        yield f"{'✓' if right else '✗'} {text} {why}"
    why = alone(option.because, part.line("because"))
    if option.number:
        value = part.value(alone.chapter, "number", option.number)
        yield f"{short(value, part.tolerance(value))} {option.unit}".strip() + f". {why}"
    elif why:
        yield why


def folded(summary: str, text: str) -> str:
    """Markdown behind a line to open; the blank lines let it be read as Markdown."""
    return f"<details>\n<summary>{summary}</summary>\n\n{text.strip()}\n\n</details>"


def written(cells: list[Cell]) -> str:
    """The cells as a notebook file."""
    from nbformat import v4, validate, writes  # slow to import, and mostly not needed: what a chapter offers is cached

    nodes = []
    for at, cell in enumerate(cells):
        make = v4.new_code_cell if cell.kind == "code" else v4.new_markdown_cell
        more = (
            {"attachments": {name: {"image/png": data} for name, data in cell.pictures.items()}}
            if cell.pictures
            else {}
        )
        nodes.append(make(cell.source, metadata=dict(cell.metadata), id=key(at, cell.source)[:8], **more))
    metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    notebook = v4.new_notebook(cells=nodes, metadata=metadata)
    validate(notebook)
    return writes(notebook) + "\n"
