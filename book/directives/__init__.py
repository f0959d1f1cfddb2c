"""The directives that a chapter may use, by the name that follows the opening ticks."""

from book.directives.demo import DemoDirective
from book.directives.exercise import ExerciseDirective
from book.directives.figure import FigureDirective
from book.directives.listing import ListingDirective
from book.directives.predict import PredictDirective
from book.directives.quiz import QuizDirective
from book.directives.tree import TreeDirective
from book.directives.wall import WallDirective

DIRECTIVES = {
    d.name: d
    for d in (
        DemoDirective,
        ExerciseDirective,
        FigureDirective,
        ListingDirective,
        PredictDirective,
        QuizDirective,
        TreeDirective,
        WallDirective,
    )
}

__all__ = ["DIRECTIVES"]
