"""What a cell binds, uses and changes is read from its text."""

import pytest

from lab.names import names_of, writers


@pytest.mark.parametrize(
    ("source", "uses"),
    [
        ("x = y", {"y"}),
        ("x = 1\nprint(x)", {"print"}),
        ("x = x + 1", {"x"}),
        ("x += 1", {"x"}),
        ("x[0] = y", {"x", "y"}),
        ("x.a.b = 1", {"x"}),
        ("del x", {"x"}),
        ("[a + b for a in c for b in a if d]", {"c", "d"}),
        ("{k: v for k, v in pairs}", {"pairs"}),
        ("def f(a, b=c): return a + z", {"c"}),
        ("@wrap\ndef f(): pass", {"wrap"}),
        ("g = lambda a, b=d: a + b + h", {"d"}),
        ("class A(B):\n    n = m\n    def f(self): return later", {"B", "m"}),
        ("for i in items:\n    total = total + i", {"items", "total"}),
        ("for i in [1]:\n    y = i\n    z = y", set()),
        ("if a:\n    x = 1\nelse:\n    x = 2\nx", {"a"}),
        ("if a:\n    x = 1\nx", {"a", "x"}),
        ("try:\n    x = 1\nexcept E as e:\n    e\nx", {"E", "x"}),
        ("with open(p) as f:\n    f", {"open", "p"}),
        ("while (n := step()) > 0: n", {"step"}),
        ("match v:\n    case [a, *b]: a, b\n    case {'k': c, **d}: c, d\n    case E(): pass", {"v", "E"}),
        ("x: T = 1", {"T"}),
        ("f'{a:{b}}'", {"a", "b"}),
        ("import numpy as np\nnp.a", set()),
        ("print(z := 1, z)", {"print", "z"}),
    ],
)
def test_what_it_uses(source, uses):
    assert names_of(source).uses == uses


@pytest.mark.parametrize(
    ("source", "binds", "sure"),
    [
        ("a = b, c = 1, 2\nd: int = 3", "a b c d", "a b c d"),
        ("import os.path, json as j\nfrom math import pi as p, e", "os j p e", "os j p e"),
        ("def f(x):\n    y = 1\nclass A:\n    z = 1", "f A", "f A"),
        ("if q:\n    a = 1", "a", ""),
        ("for i in r: a = i", "i a", ""),
        ("try:\n    a = 1\nfinally:\n    b = 2", "a b", "a b"),
        ("def f():\n    global g\n    g = 1", "f g", "f"),
        ("[i for i in r]", "", ""),
        ("[last := i for i in r]", "last", "last"),
        ("x[0] = 1\nx.a = 2", "", ""),
    ],
)
def test_what_it_binds(source, binds, sure):
    names = names_of(source)
    assert names.binds == set(binds.split())
    assert names.sure == set(sure.split())


@pytest.mark.parametrize("source", ["x += 1", "x[0] = 1", "x.a = 1", "del x[0]", "x[0].y += 1", "x.a, y = 1, 2"])
def test_what_it_changes(source):
    assert names_of(source).changes == {"x"}


def test_what_it_has_made_itself_is_not_a_change():
    assert names_of("x = [1]\nx[0] = 2\nx += [3]").changes == set()


def test_what_functions_want_is_wanted_when_they_are_called():
    names = names_of("def f(a):\n    b = a\n    def g(): return b + c\n    return [d for d in g() if e] + A.h")
    assert names.later == {"c", "e", "A"}
    assert names_of("class A:\n    def f(self): return k").later == {"k"}


def test_a_broken_text_has_the_names_above_the_mistake():
    assert names_of("x = 1\ny = x +\nz = 2").binds == {"x"}
    assert names_of("for").binds == set()
    assert names_of("x = '\0'").binds == set()
    assert names_of("(" * 5000).uses == set()


def test_writers_are_the_last_to_bind_and_those_who_change_it_then():
    parts = [names_of(source) for source in ("x = 1", "x = 2", "x += 1", "y = x", "if y: x = 3", "x[0] = 2")]
    assert writers("x", parts) == [1, 2, 4, 5]
    assert writers("y", parts) == [3]
    assert writers("z", parts) == []
