"""The command line: every command, what it prints, and the sentence for every mistake."""

import csv
import io
import json
import os
import signal
import subprocess
import sys
import xml.etree.ElementTree as ET

import numpy as np
import pytest

import gdzoo
from gdzoo import analysis
from gdzoo.cli import main, progress, sweep
from gdzoo.plots import paper

GDZOO = [sys.executable, "-m", "gdzoo"]


@pytest.fixture
def say(capsys):
    """What a command prints; it must succeed and be silent on standard error."""

    def run(line: str) -> str:
        code = main(line.split())
        out, err = capsys.readouterr()
        assert (code, err) == (0, "")
        return out

    return run


@pytest.fixture
def complaint(capsys):
    """The sentence with which a command refuses; it must print nothing else."""

    def run(line: str) -> str:
        assert main(line.split()) == 2
        out, err = capsys.readouterr()
        assert out == ""
        return err.removesuffix("\n")

    return run


# A race


def test_a_race_prints_a_table(say):
    assert say("race rosenbrock gd adam bfgs --lr 0.01 --start -1.3,1.7") == (
        "rosenbrock from -1.3, 1.7, 200 steps; loss is the height above the minimum 0\n"
        "\n"
        "rule    lr   loss  below 0.001 at  gradients  values  left at\n"
        "gd    0.01      -               -          5       0        5\n"
        "adam  0.01  2.498               -        200       0        -\n"
        "bfgs     -      0              26         51      51        -\n"
    )


def test_a_race_as_json_says_everything(say):
    told = json.loads(say("race ravine:kappa=37,angle=0.5 momentum:beta=0.8 --lr 0.01 --steps 50 --seed 3 --json"))
    start = gdzoo.LANDSCAPES["ravine"].starts[0]
    run = gdzoo.minimize(
        "momentum", gdzoo.LANDSCAPES["ravine"](kappa=37, angle=0.5), start, 50, lr=0.01, beta=0.8, seed=3
    )
    assert told == {
        "landscape": "ravine",
        "parameters": {"kappa": 37, "angle": 0.5},
        "f_min": 0.0,
        "steps": 50,
        "noise": 0.0,
        "seed": 3,
        "tolerance": 0.001,
        "start": list(start),
        "rows": [
            {
                "rule": "momentum:beta=0.8",
                "lr": 0.01,
                "loss": run.f[-1],
                "below_at": None,
                "gradients": 50,
                "values": 0,
                "left_at": None,
                "x": run.x[-1].tolist(),
            }
        ],
    }


def test_a_race_as_csv_is_a_table_for_programs(say):
    rows = list(csv.DictReader(io.StringIO(say("race valley gd adam:lr=0.1,beta1=0.8 --lr 0.15 --csv"))))
    assert [row["rule"] for row in rows] == ["gd", "adam:lr=0.1,beta1=0.8"]
    assert [row["lr"] for row in rows] == ["0.15", "0.1"]
    assert rows[0]["loss"] == ""
    assert int(rows[0]["left_at"]) == gdzoo.minimize("gd", "valley", [-2.5, 1.2], 200, lr=0.15).escaped_at
    assert list(rows[0]) == ["rule", "lr", "loss", "below_at", "gradients", "values", "left_at"]


def test_below_is_the_first_step_that_is_so_low(say):
    told = json.loads(say("race bowl gd --lr 0.1 --tolerance 0.01 --json"))
    loss = gdzoo.minimize("gd", "bowl", gdzoo.LANDSCAPES["bowl"].starts[0], 200, lr=0.1).f
    at = told["rows"][0]["below_at"]
    assert loss[at] <= 0.01 < loss[at - 1]


def rates_of(told: str) -> list:
    return [row["lr"] for row in json.loads(told)["rows"]]


@pytest.mark.parametrize(
    ("lr", "rates"),
    [
        ("0.01", [0.01, 0.01, None]),
        ("adam=0.1,gd=0.001", [0.001, 0.1, None]),
        ("gd=0.02", [0.02, 0.001, None]),
        ("cosine:base=0.1,steps=5", [*["cosine(0.1, steps=5, end=0.0)"] * 2, None]),
        (
            "step:base=0.1,every=2,warmup=3",
            [*["warmup(step(0.1, every=2, factor=0.1), steps=3, start_factor=0.0)"] * 2, None],
        ),
    ],
)
def test_rates_are_one_for_all_or_one_for_each_or_a_schedule(say, lr, rates):
    assert rates_of(say(f"race bowl gd adam bfgs --lr {lr} --steps 5 --json")) == rates


def test_milestones_are_a_list(say):
    (told,) = json.loads(say("race bowl gd --lr multistep:base=0.1,milestones=2:4 --steps 6 --json"))["rows"]
    lr = gdzoo.SCHEDULES["multistep"](0.1, milestones=[2, 4])
    assert told["x"] == gdzoo.minimize("gd", "bowl", gdzoo.LANDSCAPES["bowl"].starts[0], 6, lr=lr).x[-1].tolist()


def test_every_rule_of_a_race_meets_the_same_noise(say):
    line = "race rosenbrock gd averaged:lr=0.001 --lr 0.001 --noise 0.5 --seed {} --steps 20 --json"
    one, other = (json.loads(say(line.format(seed))) for seed in (1, 2))
    plain, averaged = one["rows"]
    assert plain["x"] == averaged["x"] != other["rows"][0]["x"]
    assert one["noise"] == 0.5


def test_problems_race_too_and_cost_what_their_examples_cost(say):
    table = say("race moons adam --steps 10")
    assert table.startswith("moons, 10 steps; loss is the height\n")
    assert table.split()[-3] == "1000"
    (matrix,) = json.loads(say("race matrix_factorization muon --steps 2 --json"))["rows"]
    assert np.shape(matrix["x"]) == (8, 4)


def test_a_start_may_be_given_for_one_variable_and_as_one_word(say):
    assert json.loads(say("race wavy gd --lr 0.1 --start=-2.9 --json"))["start"] == [-2.9]
    assert say("race wavy gd --lr 0.1 --noise 0.1").startswith("wavy from 4.6, 200 steps, noise 0.1; loss")


@pytest.mark.parametrize("place", ["rosenbrock", "ravine:kappa=50", "saddle", "wavy", "moons", "linear_regression"])
@pytest.mark.parametrize("ending", ["png", "svg"])
def test_a_race_can_be_drawn(place, ending, tmp_path, capsys):
    file = tmp_path / f"race.{ending}"
    assert main(["race", place, "gd", "adam:lr=0.1", "--lr", "0.05", "--steps", "30", "--save", str(file)]) == 0
    assert capsys.readouterr().err == f"{file} is written\n"
    data = file.read_bytes()
    assert data.startswith(b"\x89PNG") if ending == "png" else ET.fromstring(data) is not None


# A sweep


def test_a_sweep_prints_a_table_and_the_best_rate(say):
    assert say("sweep valley gd --from 0.001 --to 0.2 --points 6 --steps 100") == (
        "gd on valley from 1 start, 100 steps; loss is the height above the minimum 0\n"
        "\n"
        "      lr       loss  arrived  at step  left\n"
        "   0.001      4.441        0        -     0\n"
        "0.002885      1.965        0        -     0\n"
        "0.008326     0.2174        0        -     0\n"
        " 0.02402  0.0003308        1       89     0\n"
        " 0.06931  6.837e-13        1       30     0\n"
        "     0.2          -        0        -     1\n"
        "\n"
        "best: lr 0.02402, with which 1 of 1 arrived\n"
    )


def test_a_sweep_is_that_of_the_analysis_on_starts_from_the_box(say):
    told = json.loads(
        say("sweep himmelblau momentum:beta=0.5 --from 1e-3 --to 0.1 --points 7 --starts 12 --seed 4 --json")
    )
    starts = np.array(told["starts"])
    assert starts.shape == (12, 2)
    assert (np.abs(starts) <= 5).all()
    rates = [row["lr"] for row in told["rows"]]
    for i in range(12):
        found = analysis.sweep("momentum", "himmelblau", starts[i], 200, rates, beta=0.5)
        np.testing.assert_array_equal(
            found.loss, analysis.sweep("momentum", "himmelblau", starts.T, 200, rates, beta=0.5).loss[i]
        )
    found = analysis.sweep("momentum", "himmelblau", starts.T, 200, rates, beta=0.5)
    assert [row["left"] for row in told["rows"]] == found.escaped.sum(0).tolist()
    assert [row["arrived"] for row in told["rows"]] == (found.arrived >= 0).sum(0).tolist()
    losses = np.median(np.where(found.escaped, np.inf, found.loss), axis=0)
    np.testing.assert_array_equal([np.inf if row["loss"] is None else row["loss"] for row in told["rows"]], losses)


def test_one_lucky_rate_is_not_the_best():
    loss = np.array([1.0, 0.1, 0.1, 0.1, 1.0, 1e-9, np.nan, 0.5])
    found = analysis.Outcome(loss, np.log(loss), np.full(8, -1), np.isnan(loss))
    assert sweep.steadiest(found) == 2
    assert sweep.steadiest(found._replace(loss=np.full(8, np.nan))) is None
    between = np.where(np.arange(8) == 3, loss, np.nan)
    assert sweep.steadiest(found._replace(loss=between)) == 3, "unless no other stays"


def test_of_rates_that_all_end_at_the_minimum_the_quickest_is_the_best(say):
    told = json.loads(say("sweep bowl gd --from 0.1 --to 0.9 --points 9 --steps 2000 --json"))
    assert {row["loss"] for row in told["rows"]} == {0.0}
    quickest = min(told["rows"], key=lambda row: row["arrived_at"])
    assert told["best_lr"] == quickest["lr"]


def test_a_sweep_says_when_there_is_no_best_rate(say):
    assert say("sweep saddle gd --points 3 --steps 5").endswith(
        "\nthe lowest value of saddle is not known, so no rate is the best\n"
    )
    assert say("sweep valley gd --from 1 --to 2 --points 3 --steps 50").endswith(
        "\nhalf of the runs or more left with every rate; try smaller ones\n"
    )
    assert say("sweep valley gd --from 1e-4 --to 1e-3 --points 3").endswith(
        "\nbest: lr 0.001, with which 0 of 1 arrived; that is the edge of what was tried, so try further\n"
    )


def test_a_sweep_tries_the_rates_of_the_slider_unless_told(say):
    rates = rates_of(say("sweep ravine lion --steps 2 --csv --points 3".replace("--csv", "--json")))
    knob = gdzoo.RULES["lion"].knobs["lr"]
    assert (rates[0], rates[-1], len(rates)) == (knob.low, knob.high, 3)
    assert len(say("sweep ravine lion --steps 2 --csv").splitlines()) == 1 + 61


def test_a_sweep_starts_problems_where_they_start(say):
    told = json.loads(say("sweep moons adam --points 2 --steps 1 --starts 2 --seed 5 --json"))
    np.testing.assert_array_equal(told["starts"], [gdzoo.PROBLEMS["moons"].start(seed) for seed in (5, 6)])


@pytest.fixture
def interrupted(monkeypatch):
    """n -> from now on the interrupt key is pressed in the call of the analysis after n."""

    def after(calls):
        real = analysis.sweep

        def counted(*arguments, **options):
            nonlocal calls
            calls -= 1
            if calls < 0:
                raise KeyboardInterrupt
            return real(*arguments, **options)

        monkeypatch.setattr(analysis, "sweep", counted)

    return after


def test_a_sweep_that_is_stopped_prints_what_is_known(interrupted, capsys):
    interrupted(2)
    assert main(["sweep", "valley", "gd", "--points", "20", "--csv"]) == 130
    out, err = capsys.readouterr()
    assert len(out.splitlines()) == 1 + 10
    assert err == "stopped: 10 of 20 rates are done\n"


def test_a_sweep_that_is_stopped_at_once_says_so(interrupted, capsys):
    interrupted(0)
    assert main(["sweep", "valley", "gd"]) == 130
    assert capsys.readouterr() == ("", "stopped\n")


@pytest.mark.skipif(os.name == "nt", reason="no such signal")
def test_the_interrupt_key_ends_a_real_sweep_without_a_trace():
    command = [*GDZOO, "sweep", "rosenbrock", "adam", "--steps", "20000", "--points", "500"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(2)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=20)
    finally:
        process.kill()
    assert process.returncode == 130
    assert err.startswith("stopped")
    assert err.count("\n") == 1


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.mark.parametrize(
    ("stream", "quiet", "shown"), [(Terminal, False, True), (Terminal, True, False), (io.StringIO, False, False)]
)
def test_progress_is_a_line_on_a_terminal_alone(monkeypatch, stream, quiet, shown):
    out = stream()
    monkeypatch.setattr(sys, "stderr", out)
    monkeypatch.setattr(progress, "PATIENCE", -1.0)
    with progress.Progress(10, "rates", quiet) as line:
        line.count(4)
        line.count(6)
    assert ("4 of 10 rates, about 0 s left; Ctrl-C ends it with what is known" in out.getvalue()) == shown
    assert "10 of 10" not in out.getvalue()
    assert out.getvalue().endswith(progress.CLEAR) == shown, "the line is wiped at the end"


def test_what_is_quick_shows_no_progress(monkeypatch):
    out = Terminal()
    monkeypatch.setattr(sys, "stderr", out)
    assert main(["sweep", "valley", "gd", "--points", "7", "--steps", "3", "--csv"]) == 0
    assert out.getvalue() == ""


# Lists and code


@pytest.mark.parametrize(
    ("kind", "registry", "line"),
    [
        ("rules", gdzoo.RULES, "momentum lr, beta=0.9 a velocity gathers gradients"),
        ("landscapes", gdzoo.LANDSCAPES, "ravine Ravine 2 kappa=20, angle=0.5236"),
        ("schedules", gdzoo.SCHEDULES, "cosine Cosine base, steps, end=0"),
        ("problems", gdzoo.PROBLEMS, "matrix_factorization A factor of a matrix 8 x 4 seed=0"),
    ],
)
def test_a_list_names_everything_in_its_order(say, kind, registry, line):
    heading, *lines = say(f"list {kind}").splitlines()
    assert [line.split()[0] for line in lines] == list(registry)
    assert line in [" ".join(line.split()) for line in lines]
    assert heading.startswith("name")
    assert len({line[: line.index(" ")] for line in lines}) == len(registry)


def test_show_prints_what_a_rule_says_of_itself_and_its_code(say):
    out = say("show adam")
    title, _, rest = out.partition("\n\n")
    assert title == "Adam, the rule adam of gdzoo.optimizers.adam.adam"
    assert rest.startswith(
        "Adam: an average of gradients over the root of an average of their squares.\n\n    g = ∇f(x)\n"
    )
    assert "class Moments(NamedTuple):\n" in rest
    assert "eps=1e-8):\n    g = f.grad(x)\n" in rest, "the code has no docstring a second time"
    assert rest.count("kingma2015adam") == 2


@pytest.mark.parametrize(
    "name", [name for table in (gdzoo.RULES, gdzoo.LANDSCAPES, gdzoo.SCHEDULES, gdzoo.PROBLEMS) for name in table]
)
def test_everything_can_be_shown(say, name):
    """Its description once, and code that is whole."""
    out = say(f"show {name}")
    _, _, rest = out.partition("\n\n")
    description, _, code = rest.rpartition("\n\n\n")
    assert out.count(description.partition("\n")[0]) == 1
    compile(code, name, "exec")


# Mistakes


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("rac", "unknown command 'rac'; did you mean 'race'?"),
        ("race rosenbrok gd", "unknown landscape or problem 'rosenbrok'; did you mean 'rosenbrock'?"),
        ("race bowl adma", "unknown rule 'adma'; did you mean 'adam'?"),
        ("race ravine:kapa=3 adam", "ravine has no knob 'kapa'; did you mean 'kappa'?"),
        ("race ravine:kappa=-3 adam", "ravine: kappa must be > 0, got kappa=-3"),
        ("race ravine:kappa=much adam", "ravine: kappa must be a number > 0, got kappa='much'"),
        (
            "race ravine:kappa adam",
            "'ravine:kappa' breaks off at 'kappa'; parameters are written name=value,name=value",
        ),
        ("race ravine: adam", "'ravine:' breaks off at ''; parameters are written name=value,name=value"),
        ("race ravine:kappa=1,kappa=2 adam", "'ravine:kappa=1,kappa=2' gives kappa twice"),
        ("race bowl adam:beta=0.9", "adam has no knob 'beta'; did you mean 'beta1' or 'beta2'?"),
        ("race bowl adam:every=3", "adam has no knob 'every'; known: lr, beta1, beta2, eps"),
        ("race bowl adam:beta1=1", "adam: beta1 must be in [0, 1), got beta1=1"),
        (
            "race bowl gd",
            "gd needs lr: it has no default; give --lr 0.01, or find one with `python -m gdzoo sweep bowl gd`",
        ),
        ("race bowl gd --lr -1", "gd: lr must be > 0, got lr=-1"),
        ("race bowl gd --lr nan", "gd: lr must be > 0, got lr=nan"),
        ("race bowl gd --lr adam=1", "--lr names 'adam', which is not in the race; known: gd"),
        ("race bowl bfgs --lr bfgs=1", "bfgs has no knob 'lr'; it has none at all"),
        (
            "race bowl gd --lr fast",
            "--lr takes a number, rates by rule (gd=0.001,adam=0.1) or a schedule (cosine:base=0.1,steps=200), got 'fast'",
        ),
        ("race bowl gd --lr cosin:base=1", "unknown schedule 'cosin'; did you mean 'cosine'?"),
        ("race bowl gd --lr cosine", "schedule cosine needs base, its learning rate"),
        ("race bowl gd --lr cosine:base=1", "schedule cosine needs steps: it has no default"),
        ("race bowl gd --lr 1 --start 1,2,3", "bowl takes a start of 2 numbers, got 3"),
        (
            "race bowl gd --lr 1 --start here",
            "argument --start: takes numbers with commas between them, as in -1.3,1.7, got 'here'; see python -m gdzoo race --help",
        ),
        ("race bowl gd --lr 1 --start inf,0", "x0 must be finite, got array([inf,  0.])"),
        (
            "race bowl gd --steps -1",
            "argument --steps: takes a whole number >= 0, got '-1'; see python -m gdzoo race --help",
        ),
        (
            "race bowl gd --noise -1",
            "argument --noise: takes a number >= 0, got '-1'; see python -m gdzoo race --help",
        ),
        (
            "race bowl gd --tolerance 0",
            "argument --tolerance: takes a number > 0, got '0'; see python -m gdzoo race --help",
        ),
        (
            "race bowl gd --lr 1 --seed 9999999999",
            "minimize: seed must be an integer from 0 to 2^32 - 1, got seed=9999999999",
        ),
        (
            "race bowl gd --json --csv",
            "argument --csv: not allowed with argument --json; see python -m gdzoo race --help",
        ),
        (
            "race bowl adam --beta1 0.8",
            "unknown argument '--beta1'; a knob stands beside its rule, as in adam:beta1=0.8, and python -m gdzoo race --help lists the options",
        ),
        ("race", "the following arguments are required: LANDSCAPE, RULE; see python -m gdzoo race --help"),
        ("race bowl muon", "muon acts here on matrices (m, n, *batch), and bowl takes vectors (d, *batch)"),
        ("sweep bowl bfgs", "bfgs has no learning rate to sweep: it finds the length of its steps by itself"),
        ("sweep bowl adam:lr=0.1", "a sweep tries many learning rates: leave lr out of 'adam:lr=0.1'"),
        ("sweep bowl gd --from 1 --to 0.1", "--from must be below --to, got 1 and 0.1"),
        (
            "sweep bowl gd --from 0",
            "argument --from: takes a number > 0, got '0'; see python -m gdzoo sweep --help",
        ),
        (
            "sweep bowl gd --points 1",
            "argument --points: takes a whole number >= 2, got '1'; see python -m gdzoo sweep --help",
        ),
        (
            "sweep bowl gd --start 1,2 --starts 3",
            "argument --starts: not allowed with argument --start; see python -m gdzoo sweep --help",
        ),
        ("list rule", "there is no list of 'rule'; did you mean 'rules'?"),
        ("show adma", "unknown rule, landscape, schedule or problem 'adma'; did you mean 'adam'?"),
    ],
)
def test_a_mistake_is_one_sentence(complaint, line, sentence):
    assert complaint(line) == sentence


def test_a_picture_without_matplotlib_is_one_sentence_before_the_race(complaint, monkeypatch, tmp_path):
    monkeypatch.setattr(paper, "find_spec", lambda name: None)
    file = tmp_path / "race.png"
    assert complaint(f"race bowl adam --save {file}") == (
        "--save draws with matplotlib, which is missing; install it: python -m pip install matplotlib"
    )
    assert not file.exists()


def test_a_picture_that_cannot_be_written_is_one_sentence(capsys, tmp_path):
    for name, sentence in {
        "nowhere/race.png": "nowhere/race.png cannot be written: No such file or directory\n",
        "race.xyz": "Format 'xyz' is not supported",
    }.items():
        assert main(["race", "bowl", "adam", "--steps", "2", "--save", str(tmp_path / name)]) == 2
        assert sentence in capsys.readouterr().err


def test_too_much_for_the_memory_is_one_sentence(complaint, monkeypatch):
    def full(*_, **__):
        raise MemoryError

    monkeypatch.setattr(analysis, "sweep", full)
    assert complaint("sweep bowl gd") == "there is not enough memory for this; take fewer steps, points or starts"


# As a program


def test_help_says_what_there_is(capsys):
    assert main([]) == 0
    text = capsys.readouterr().out
    for words, part in {
        "--help": "list the rules, landscapes, schedules or problems",
        "race --help": "of the rules that name none: a number, rates by rule",
        "sweep --help": "what only one lucky rate can do does not count",
        "list --help": "rules, landscapes, schedules, problems",
        "show --help": "as in adam, rosenbrock, cosine or moons",
        "--version": f"gdzoo {gdzoo.__version__}",
    }.items():
        assert main(words.split()) == 0
        out = capsys.readouterr().out
        assert part in " ".join(out.split())
        assert words != "--help" or out == text


def test_the_module_is_the_program(say):
    line = "race rosenbrock gd adam --lr 0.001 --steps 20"
    done = subprocess.run([*GDZOO, *line.split()], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == (say(line), "")
    wrong = subprocess.run([*GDZOO, "show", "adma"], capture_output=True, text=True)
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert wrong.stderr == "unknown rule, landscape, schedule or problem 'adma'; did you mean 'adam'?\n"


def test_a_reader_who_has_had_enough_is_no_error():
    """As in `python -m gdzoo list rules | head -1`."""
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run([*GDZOO, "list", "rules"], stdout=write, stderr=subprocess.PIPE, text=True)
    os.close(write)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_terminal_without_a_letter_prints_a_question_mark():
    env = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = subprocess.run([*GDZOO, "show", "gd"], capture_output=True, text=True, env=env)
    assert done.returncode == 0
    assert "x ? x - " in done.stdout
