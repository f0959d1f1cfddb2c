"""Completion: from live names and from the text, never by running what a reader wrote."""

import pytest

from tests.lab.page import Page, ask

IMPORTS = "import gdzoo\nimport numpy as np\n"


def options(source, page=None, **cells):
    """Options by label, at the | in the source."""
    offset = len(source[: source.index("|")].encode("utf-16-le")) // 2
    page = page or Page(**cells)
    answer = ask(
        "complete", page=page.name, cells=page.listed(), cell="it", source=source.replace("|", "", 1), offset=offset
    )
    assert 0 <= answer["from"] <= offset
    for option in answer["options"]:
        assert set(option) == {"label", "type", "detail", "info"}
        assert all(isinstance(text, str) for text in option.values())
    return {option["label"]: option for option in answer["options"]}


@pytest.mark.parametrize(
    ("source", "labels"),
    [
        ("gdzoo.minim|", ["minimize"]),
        ("gdzoo.formul|", ["formula", "FormulaError"]),
        ("np.linspac|", ["linspace"]),
        ("np.random.default_|", ["default_rng"]),
        ("gdzoo.RULES['sign|", ["sign_gd", "signum"]),
        ("gdzoo.LANDSCAPES['rosen|", ["rosenbrock"]),
        ("gdzoo.minimize('nest|", ["nesterov", "nesterov_lookahead"]),
        ('gdzoo.minimize("adam", "himm|', ["himmelblau"]),
        ("gdzoo.minimize('adam', f='himm|')", ["himmelblau"]),
        ("gdzoo.minimize('adam', 'bowl', [1, 2], 9, be|)", ["beta1=", "beta2="]),
        ("gdzoo.minimize('adam', 'bowl', [1, 2], 9, beta1=0.5, be|)", ["beta2="]),
        ("gdzoo.minimize(\n    'momentum',\n    'bowl', [1, (2, 3)[0]], 9, bet|", ["beta="]),
        ("gdzoo.RULES['adam'](f, x, s, t, ep|", ["eps="]),
        ("gdzoo.LANDSCAPES['ravine'](kap|", ["kappa="]),
        ("run = gdzoo.minimize('gd', 'bowl', [1, 2], 9)\nrun.grad_|", ["grad_norm", "grad_evals"]),
        ("run = gdzoo.minimize('gd', 'bowl', [1, 2], 9)\nrun.x[-1].resha|", ["reshape"]),
        ("f = gdzoo.LANDSCAPES['bowl']\nf.eigen|", ["eigenvalues"]),
        ("value_of_x = 1\nvalue_o|", ["value_of_x"]),
        ("retur|", ["return"]),
        ("'😀'.upper() + str(gdzoo.minim|", ["minimize"]),
    ],
)
def test_what_is_offered(source, labels):
    found = options(IMPORTS + source)
    assert sorted(found) == sorted(set(labels))


@pytest.mark.parametrize(
    "source",
    ["# gdzoo.|", "'some gdzoo.|", "x = 1.|", "x = 1e|", "print('ad|')", "unknown.|", "'''\nminim|", "x = 'a' # |"],
)
def test_where_nothing_is_offered(source):
    assert options(IMPORTS + source) == {}


def test_an_option_says_what_it_is():
    assert options("import gdzoo\ngdzoo.minim|")["minimize"] == {
        "label": "minimize",
        "type": "function",
        "detail": "(rule, f, x0, steps)",
        "info": "Run a rule on an objective from x0.",
    }
    assert options("import gdzoo\ngdzoo.minimize('adam', 'bowl', [1.0], 5, lr|")["lr="] == {
        "label": "lr=",
        "type": "argument",
        "detail": "0.001",
        "info": "learning rate, > 0: the length of the first step in every coordinate, and about that",
    }


def test_live_names_are_offered_with_what_they_are():
    page = Page(a="import gdzoo\nrace_run = gdzoo.minimize('gd', 'bowl', [1.0, 2.0], 9, lr=0.1)\nrace_k = 3")
    page.run("a")
    assert options("race_|", page)["race_k"]["detail"] == "3"
    assert options("race_run.grad_n|", page)["grad_norm"]["detail"] == "array of shape (10,)"


def test_names_of_other_cells_are_offered_before_they_run():
    assert "from_another" in options("from_a|", a="def from_another(x): pass")


def test_own_rules_are_offered():
    page = Page(a="import gdzoo\n@gdzoo.rule()\ndef heavy_walker(f, x, s, t, *, push=0.1): return x, s")
    page.run("a")
    assert "heavy_walker" in options("gdzoo.minimize('heavy|", page)
    assert options("gdzoo.minimize('heavy_walker', 'bowl', [1.0], 5, pu|", page)["push="]["detail"] == "0.1"


def test_nothing_of_the_readers_is_run():
    page = Page(
        a="""
touched = []
class Trap:
    def __getattr__(self, name): touched.append(name)
    def __dir__(self): touched.append("dir"); return []
    @property
    def doc(self): touched.append("property")
    __doc__ = property(lambda self: touched.append("doc"))
    def __repr__(self): touched.append("repr")
    def __call__(self): touched.append("call")
    @property
    def __class__(self): touched.append("class"); return int
trap = Trap()
trap.inside = Trap()""",
        b="print(touched)",
    )
    page.run("a")
    assert "inside" in options("trap.|", page)
    for source in ("trap.doc.|", "tra|", "trap().|", "trap.inside.|", "trap[0].|", "trap(|", "(trap + 1).|"):
        options(source, page)
    assert page.says("b") == "[]\n"
