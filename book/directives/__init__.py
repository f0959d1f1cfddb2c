"""The directives that a chapter may use, by the name that follows the opening ticks."""

from book.directives.demo import DemoDirective
from book.directives.figure import FigureDirective
from book.directives.listing import ListingDirective

DIRECTIVES = {directive.name: directive for directive in (DemoDirective, FigureDirective, ListingDirective)}

__all__ = ["DIRECTIVES"]
