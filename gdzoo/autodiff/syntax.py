"""Reading a formula: from text to a term, with a sentence for whatever is wrong with the text.

    sum      product, then any of: + product, - product
    product  signs, factor, then any of: * factor, / factor, or a name or ( ) right behind: 2x, 3(x + 1)
    factor   signs, then a power
    power    atom, or atom ^ factor; ** is the same, and x² too
    atom     a number, a name, a function with its arguments in parentheses, ( sum )

Nothing of it is given to Python: a text can ask for no more than the table of functions holds.
"""

import re
from typing import NamedTuple, NoReturn

from ..registry import nearest
from .terms import CONSTANTS, FUNCTIONS, NEGATIVE, SIGNS, Term, applied, number, variable

LENGTH = 1000  # characters
DEPTH = 50  # parentheses within parentheses, and powers of powers

# one sign for one, so that columns stay what the reader counts
LOOKALIKES = str.maketrans("×·⋅∗−–÷∕（），₀₁₂₃₄₅₆₇₈₉", "***" + "*--//()," + "0123456789")
RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")

TOKEN = re.compile(
    r"(?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)"
    r"|(?P<name>[A-Za-z_][A-Za-z0-9_]*|π)"
    r"|(?P<sign>\*\*|[-+*/^(),])"
    r"|(?P<raised>⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)"
)

HINTS = {
    "=": "a formula has no '=': write what stands on its right alone",
    "<": "a formula compares nothing: write min, max or abs",
    ">": "a formula compares nothing: write min, max or abs",
    "|": "'|' is not understood: write abs(x)",
    "√": "'√' is not understood: write sqrt(x)",
    "[": "parentheses are round in a formula: write '('",
    "{": "parentheses are round in a formula: write '('",
    ".": "names have no parts in a formula: write sin(x) for np.sin(x)",
}


class FormulaError(ValueError):
    """What is wrong with a formula, in a sentence. column: where, counted from 1; ``None`` if it is wrong as a whole.

    >>> import gdzoo
    >>> try:
    ...     gdzoo.autodiff.formula("x^2 + 10*")
    ... except ValueError as error:
    ...     print(error)
    after '*' something is missing (column 10)
    """

    def __init__(self, sentence: str, column: int | None = None):
        super().__init__(sentence if column is None else f"{sentence} (column {column})")
        self.column = column


class Token(NamedTuple):
    kind: str  # number, name, sign or end
    text: str
    column: int
    shown: str  # as the reader wrote it


def tokens(text: str) -> list[Token]:
    """The words of a formula."""
    if not isinstance(text, str):
        raise TypeError(f"a formula is text, such as 'x**2 + 10*y**2', got {text!r}; for a function see differentiable")
    if not text.strip():
        raise FormulaError("the formula is empty: write one such as x**2 + 10*y**2")
    if len(text) > LENGTH:
        raise FormulaError(f"the formula has {len(text)} characters: at most {LENGTH} are read")
    given, text, words, at = text, text.translate(LOOKALIKES), [], 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        match = TOKEN.match(text, at)
        if not match:
            raise FormulaError(HINTS.get(text[at], f"{text[at]!r} means nothing in a formula"), at + 1)
        kind, word, shown = match.lastgroup or "", match.group(), given[at : match.end()]
        if kind == "raised":
            words += Token("sign", "^", at + 1, shown), Token("number", word.translate(RAISED), at + 1, shown)
        else:
            words.append(Token(kind, "^" if word == "**" else word, at + 1, shown))
        at = match.end()
    return [*words, Token("end", "", len(text.rstrip()) + 1, "")]


def read(words: list[Token], variables: tuple[str, ...]) -> Term:
    """The whole formula."""
    reader = _Reader(words, variables)
    term = reader.sum()
    if reader.now.kind != "end":
        reader.stuck()
    return term


class _Reader:
    def __init__(self, words: list[Token], variables: tuple[str, ...]):
        self.words, self.at, self.depth = words, 0, 0
        self.variables = variables

    @property
    def now(self) -> Token:
        return self.words[self.at]

    def take(self, *signs: str) -> Token | None:
        """The next word if it is one of these signs."""
        if self.now.kind != "sign" or self.now.text not in signs:
            return None
        self.at += 1
        return self.words[self.at - 1]

    def sum(self) -> Term:
        term = self.product()
        while sign := self.take("+", "-"):
            term = applied(SIGNS[sign.text], term, self.product())
        return term

    def product(self) -> Term:
        minus, term, divided = self.minus(), self.factor(), False
        while True:
            if sign := self.take("*", "/"):
                divided = sign.text == "/"
                term = applied(SIGNS[sign.text], term, self.factor())
            elif self.now.kind == "name" or self.now.text == "(":
                if divided:
                    what = f"what {self.now.shown!r} belongs to is not clear"
                    raise FormulaError(f"{what}: write (1/2)*x or 1/(2*x) for 1/2x", self.now.column)
                term = applied(SIGNS["*"], term, self.power())
            else:
                return applied(NEGATIVE, term) if minus else term

    def factor(self) -> Term:
        self.depth += 1
        if self.depth > DEPTH:
            raise FormulaError(f"the formula is nested too deep: at most {DEPTH} levels are read", self.now.column)
        minus, term = self.minus(), self.power()
        self.depth -= 1
        return applied(NEGATIVE, term) if minus else term

    def minus(self) -> bool:
        """Whether the signs before something turn it round."""
        odd = False
        while sign := self.take("+", "-"):
            odd ^= sign.text == "-"
        return odd

    def power(self) -> Term:
        base = self.atom()
        return applied(SIGNS["^"], base, self.factor()) if self.take("^") else base

    def atom(self) -> Term:
        word, before = self.now, self.words[self.at - 1]
        if word.kind != "end":
            self.at += 1
        if word.kind == "number":
            if float(word.text) == float("inf"):
                raise FormulaError(f"{word.shown} is too large for a number", word.column)
            return number(word.text)
        if word.kind == "name":
            return self.name(word)
        if word.text == "(":
            term = self.sum()
            self.close(word)
            return term
        if word.kind == "end":
            raise FormulaError(f"after {before.shown!r} something is missing", word.column)
        if before.kind == "end":  # there is none
            raise FormulaError(f"a formula cannot begin with {word.shown!r}", word.column)
        place = "where a number, a name or '(' belongs"
        raise FormulaError(f"after {before.shown!r} comes {word.shown!r}, {place}", word.column)

    def name(self, word: Token) -> Term:
        if word.text in self.variables:
            return variable(word.text, self.variables.index(word.text))
        if word.text in FUNCTIONS:
            return self.call(word)
        if word.text in CONSTANTS:
            value, tex = CONSTANTS[word.text]
            return Term((value,), tex)
        if self.now.text == "(":
            raise FormulaError(f"unknown function {word.shown!r}; {nearest(word.text, FUNCTIONS)}", word.column)
        remedy = nearest(word.text, [*self.variables, *FUNCTIONS, *CONSTANTS])
        if len(word.text) == 1:
            remedy = f"the variables are {', '.join(self.variables)}"
        elif set(word.text) <= set(self.variables):
            remedy = f"did you mean {'*'.join(word.text)}?"
        raise FormulaError(f"unknown name {word.shown!r}; {remedy}", word.column)

    def call(self, word: Token) -> Term:
        operation, opening = FUNCTIONS[word.text], self.take("(")
        if not opening:
            raise FormulaError(f"{word.text} needs its argument in parentheses, as in {word.text}(x)", word.column)
        arguments = []
        if self.now.text != ")":
            arguments.append(self.sum())
            while self.take(","):
                arguments.append(self.sum())
        self.close(opening)
        least, most = operation.least, operation.most
        if not least <= len(arguments) <= most:
            wanted = f"{least}" if least == most else f"{least} or more"
            raise FormulaError(
                f"{word.text} takes {wanted} argument{'s' if wanted != '1' else ''}, got {len(arguments)}", word.column
            )
        return applied(operation, *arguments)

    def close(self, opening: Token) -> None:
        if self.now.kind == "end":
            raise FormulaError(f"the '(' of column {opening.column} is never closed: add ')'", self.now.column)
        if not self.take(")"):
            self.stuck()

    def stuck(self) -> NoReturn:
        """A complete part, and then a word that cannot follow it."""
        before, word = self.words[self.at - 1], self.now
        if word.text == ")":
            raise FormulaError("')' has no '(' before it", word.column)
        if word.text == ",":
            raise FormulaError("',' stands only between arguments; a decimal point is a dot", word.column)
        raise FormulaError(f"between {before.shown!r} and {word.shown!r} a sign is missing, such as *", word.column)
