"""Python code as HTML; the colours come from the page's style sheet."""

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

LEXER = PythonLexer(stripnl=False)


def highlighted(rows: list[str]) -> list[str]:
    """The rows, each as HTML."""
    return highlight("\n".join(rows), LEXER, HtmlFormatter(nowrap=True)).splitlines()
