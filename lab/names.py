"""What a piece of code binds, uses and changes, read from its syntax alone."""

import ast
from collections.abc import Iterable, Sequence
from typing import NamedTuple

FUNCTIONS = ast.FunctionDef | ast.AsyncFunctionDef
COMPREHENSIONS = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp


class Names(NamedTuple):
    """Names at the top level of a piece of code.

    uses: read while it runs, before it binds them itself. later: read by functions when they are called.
    binds: given a value, perhaps only in some branch; sure: in every case. changes: altered in place (`x += 1`, `x[0] = 1`).
    words: names within quotes, as in minimize("mine"). rules: those that a decorator registers. star: has `import *`.
    """

    uses: frozenset[str] = frozenset()
    later: frozenset[str] = frozenset()
    binds: frozenset[str] = frozenset()
    sure: frozenset[str] = frozenset()
    changes: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    rules: frozenset[str] = frozenset()
    star: bool = False

    def writes(self, name: str) -> bool:
        return name in self.binds or name in self.changes

    def makes(self, name: str) -> bool:
        """Whether it gives the name a new value in every case, whatever the old one was."""
        return name in self.sure and name not in self.changes


def writers(name: str, parts: Sequence[Names]) -> list[int]:
    """Which of several pieces, in their order, make the value that `name` has after them: who binds it last, and who changes it then."""
    found = []
    for i in range(len(parts) - 1, -1, -1):
        if parts[i].writes(name):
            found.append(i)
        if parts[i].makes(name):
            break
    return found[::-1]


def names_of(source: str) -> Names:
    """The names of a text. Where it is broken, those of the lines above the mistake."""
    lines = source.split("\n")
    while True:
        try:
            return names_in(ast.parse("\n".join(lines)).body)
        except SyntaxError as error:
            lines = lines[: max(0, min(len(lines), error.lineno or 0) - 1)]
        except (ValueError, RecursionError, MemoryError):  # a null byte, a thousand parentheses
            return Names()


def names_in(statements: Iterable[ast.stmt]) -> Names:
    """The names of some statements."""
    flow = Flow()
    sure = flow.through(statements, set())
    every = flow.every
    return Names(
        uses=frozenset(flow.uses),
        later=frozenset(every.later),
        binds=frozenset(every.stores),
        sure=frozenset(sure),
        changes=frozenset(flow.changes),
        words=frozenset(every.words),
        rules=frozenset(every.rules),
        star=every.star,
    )


class Flow:
    """Follows statements in their order and through their branches: what is bound for sure at each place."""

    def __init__(self):
        self.every = Scope()
        self.uses: set[str] = set()
        self.changes: set[str] = set()

    def through(self, statements: Iterable[ast.stmt], sure: set[str]) -> set[str]:
        """What is bound for sure after `statements`, of which `sure` was before."""
        for statement in statements:
            sure = self.after(statement, sure)
        return sure

    def after(self, node: ast.stmt, sure: set[str]) -> set[str]:
        match node:
            case ast.If():
                sure = self.see(node.test, sure)
                return self.through(node.body, sure) & self.through(node.orelse, sure)
            case ast.For() | ast.AsyncFor():
                sure = self.see(node.iter, sure)
                inside = self.see(node.target, sure)
                self.through(node.body, inside)
                return self.through(node.orelse, sure)
            case ast.While():
                sure = self.see(node.test, sure)
                self.through(node.body, sure)
                return self.through(node.orelse, sure)
            case ast.With() | ast.AsyncWith():
                for item in node.items:
                    sure = self.see(item, sure)
                return self.through(node.body, sure)
            case ast.Try() | ast.TryStar():
                good = self.through(node.orelse, self.through(node.body, sure))
                for handler in node.handlers:
                    caught = self.see(handler.type, sure) | ({handler.name} if handler.name else set())
                    self.every.stores |= {handler.name} if handler.name else set()
                    good = good & self.through(handler.body, caught)
                return self.through(node.finalbody, good)
            case ast.Match():
                sure = self.see(node.subject, sure)
                for case in node.cases:
                    inside = self.see(case.guard, self.see(case.pattern, sure))
                    self.through(case.body, inside)
                return sure
        return self.see(node, sure)

    def see(self, node: ast.AST | None, sure: set[str]) -> set[str]:
        """Takes in a part without branches; what is bound for sure after it."""
        if node is None:
            return sure
        scope = Scope()
        scope.visit(node)
        self.uses |= scope.loads - sure
        self.changes |= scope.changes - sure
        self.every.add(scope)
        return sure | scope.stores - scope.maybe


class Scope(ast.NodeVisitor):
    """All names in one scope, whatever their order; scopes within it give what they take from outside."""

    def __init__(self):
        self.loads: set[str] = set()
        self.later: set[str] = set()
        self.stores: set[str] = set()
        self.changes: set[str] = set()
        self.maybe: set[str] = set()  # stored, if a function is called
        self.outer: set[str] = set()  # declared global
        self.words: set[str] = set()
        self.rules: set[str] = set()
        self.star = False

    def add(self, other: "Scope") -> None:
        for name, found in vars(other).items():
            setattr(self, name, getattr(self, name) | found)

    def enter(self, *nodes: ast.AST) -> "Scope":
        """A scope within this one, whose quoted words are this one's too."""
        inner = Scope()
        for node in nodes:
            inner.visit(node)
        self.words |= inner.words
        return inner

    def visit_Name(self, node: ast.Name) -> None:
        if not isinstance(node.ctx, ast.Load):
            self.stores.add(node.id)
        if not isinstance(node.ctx, ast.Store):
            self.loads.add(node.id)

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, str) and node.value.isidentifier():
            self.words.add(node.value)

    def visit_Attribute(self, node: ast.Attribute | ast.Subscript) -> None:
        if not isinstance(node.ctx, ast.Load):
            self.change(node)
        self.generic_visit(node)

    visit_Subscript = visit_Attribute

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        if isinstance(node.target, ast.Name):
            self.loads.add(node.target.id)
            self.change(node.target)
        self.generic_visit(node)

    def change(self, node: ast.AST) -> None:
        while isinstance(node, ast.Attribute | ast.Subscript):
            node = node.value
        if isinstance(node, ast.Name):
            self.changes.add(node.id)

    def visit_FunctionDef(self, node: FUNCTIONS) -> None:
        for outside in (*node.decorator_list, node.args, *([node.returns] if node.returns else [])):
            self.visit(outside)
        self.function(node.args, node.body)
        self.stores.add(node.name)
        for decorator in node.decorator_list:
            if any("rule" in (getattr(part, "id", ""), getattr(part, "attr", "")) for part in ast.walk(decorator)):
                self.rules |= {node.name, *named(decorator)}

    visit_AsyncFunctionDef = visit_FunctionDef

    def visit_Lambda(self, node: ast.Lambda) -> None:
        self.visit(node.args)
        self.function(node.args, [node.body])

    def function(self, args: ast.arguments, body: Sequence[ast.AST]) -> None:
        inner = self.enter(*body)
        given = {arg.arg for arg in ast.walk(args) if isinstance(arg, ast.arg)}
        own = (given | inner.stores) - inner.outer
        self.later |= (inner.loads | inner.later) - own
        self.stores |= inner.outer & inner.stores
        self.maybe |= inner.outer & inner.stores

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        for outside in (*node.decorator_list, *node.bases, *node.keywords):
            self.visit(outside)
        inner = self.enter(*node.body)
        self.loads |= inner.loads - inner.stores
        self.later |= inner.later
        self.stores.add(node.name)

    def comprehension(self, node: COMPREHENSIONS) -> None:
        inner = self.enter(*ast.iter_child_nodes(node))
        own = {name for part in node.generators for name in stored(part.target)}
        self.loads |= inner.loads - own
        self.later |= inner.later - own
        self.stores |= inner.stores - own  # by :=
        self.changes |= inner.changes - own

    visit_ListComp = visit_SetComp = visit_DictComp = visit_GeneratorExp = comprehension

    def visit_alias(self, node: ast.alias) -> None:
        if node.name == "*":
            self.star = True
        else:
            self.stores.add(node.asname or node.name.partition(".")[0])

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> None:
        self.stores |= {node.name} if node.name else set()
        self.generic_visit(node)

    def visit_MatchAs(self, node: ast.MatchAs | ast.MatchStar) -> None:
        self.stores |= {node.name} if node.name else set()
        self.generic_visit(node)

    visit_MatchStar = visit_MatchAs

    def visit_MatchMapping(self, node: ast.MatchMapping) -> None:
        self.stores |= {node.rest} if node.rest else set()
        self.generic_visit(node)

    def visit_Global(self, node: ast.Global | ast.Nonlocal) -> None:
        self.outer |= set(node.names)

    visit_Nonlocal = visit_Global

    def visit_TypeAlias(self, node: ast.TypeAlias) -> None:
        self.visit(node.name)
        self.later |= self.enter(node.value).loads


def stored(target: ast.AST) -> set[str]:
    return {part.id for part in ast.walk(target) if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)}


def named(decorator: ast.AST) -> set[str]:
    """The name that a decorator gives a rule, as in @gdzoo.rule(name="mine")."""
    keywords = decorator.keywords if isinstance(decorator, ast.Call) else []
    return {
        str(k.value.value) for k in keywords if k.arg == "name" and isinstance(k.value, ast.Constant) and k.value.value
    }
