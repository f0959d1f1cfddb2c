"""The tokens of web/style/tokens.css can be read, and told apart, by everyone."""

import re
from itertools import combinations, pairwise
from pathlib import Path

import numpy as np
import pytest

from demos.kit.pens import rule_pen
from gdzoo import RULES

TOKENS = Path(__file__).resolve().parent.parent / "web/style/tokens.css"
FAMILIES = ["plain", "momentum", "signs", "adaptive", "adam", "matrices", "second_order", "line_search", "meta"]
TEXT = ["ink", "soft", "accent", "warn"]
SURFACES = ["paper", "card", "mark"]

# Machado, Oliveira & Fernandes (2009), doi:10.1109/TVCG.2009.113: severity 1, on linear RGB.
SEEN_BY = {
    "everyone": np.eye(3),
    "protanopia": np.array([
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ]),
    "deuteranopia": np.array([
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ]),
    "tritanopia": np.array([
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ]),
}  # fmt: skip

# In CIELAB, where 2.3 is just noticeable side by side and 10 is seen at a glance. Dash and marker add to it.
APART = 10


def read(css: str) -> dict[str, dict[str, np.ndarray]]:
    """{scheme: {token: red, green, blue, alpha, each from 0 to 1}}."""
    colour = r"(#[0-9a-f]{6}|rgb\([^)]*\))"
    found = re.findall(rf"--zoo-([\w-]+): light-dark\({colour}, {colour}\);", css)
    return {
        "light": {name: channels(light) for name, light, _ in found},
        "dark": {name: channels(dark) for name, _, dark in found},
    }


def channels(colour: str) -> np.ndarray:
    if colour.startswith("#"):
        return np.array([int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)] + [1])
    red, green, blue, alpha = map(float, re.findall(r"[\d.]+", colour))
    return np.array([red / 255, green / 255, blue / 255, alpha / 100])


def over(top: np.ndarray, below: np.ndarray) -> np.ndarray:
    """What a translucent colour looks like on an opaque one."""
    return np.append(top[3] * top[:3] + (1 - top[3]) * below[:3], 1)


def linear(colour: np.ndarray) -> np.ndarray:
    c = colour[:3]
    return np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)


def luminance(colour: np.ndarray) -> float:
    return float(linear(colour) @ [0.2126, 0.7152, 0.0722])


def contrast(a: np.ndarray, b: np.ndarray) -> float:
    """The ratio of WCAG 2."""
    low, high = sorted((luminance(a), luminance(b)))
    return (high + 0.05) / (low + 0.05)


def lab(rgb: np.ndarray) -> np.ndarray:
    """CIELAB (D65) of a linear RGB colour."""
    to_xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    t = to_xyz @ np.clip(rgb, 0, 1) / [0.95047, 1, 1.08883]
    x, y, z = np.where(t > (6 / 29) ** 3, np.cbrt(t), t / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


SCHEMES = read(TOKENS.read_text(encoding="utf-8"))
every_scheme = pytest.mark.parametrize("scheme", SCHEMES)


@every_scheme
def test_both_schemes_define_the_same_colours(scheme):
    assert SCHEMES[scheme].keys() == SCHEMES["light"].keys()


@every_scheme
@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("text", TEXT)
def test_text_can_be_read_on_every_surface(scheme, text, surface):
    tokens = SCHEMES[scheme]
    assert contrast(tokens[text], tokens[surface]) >= 4.5


@every_scheme
def test_a_button_can_be_read(scheme):
    tokens = SCHEMES[scheme]
    assert contrast(tokens["on-accent"], tokens["accent"]) >= 4.5


@every_scheme
@pytest.mark.parametrize("family", FAMILIES)
def test_a_path_stands_out_from_paper_card_and_field(scheme, family):
    tokens = SCHEMES[scheme]
    halos = [over(tokens["halo"], tokens[name]) for name in ("field-high", "field-low")]
    for ground in [tokens["paper"], tokens["card"], *halos]:
        assert contrast(tokens[family], ground) >= 3


@every_scheme
@pytest.mark.parametrize("eye", SEEN_BY)
def test_families_keep_apart_for_every_eye(scheme, eye):
    seen = {name: lab(SEEN_BY[eye] @ linear(SCHEMES[scheme][name])) for name in FAMILIES}
    for one, other in combinations(FAMILIES, 2):
        assert np.linalg.norm(seen[one] - seen[other]) >= APART, (one, other)


def test_every_rule_is_of_a_family_with_a_colour():
    assert {rule.family for rule in RULES.values()} <= set(FAMILIES)


def test_rules_keep_apart_without_colour():
    signs = [(pen["dash"], pen["marker"]) for pen in map(rule_pen, RULES.values())]
    assert len(set(signs)) == len(signs)


def test_neighbours_in_a_family_differ_in_dash_and_in_marker():
    for one, other in pairwise(RULES.values()):
        if one.family == other.family:
            assert rule_pen(one)["dash"] != rule_pen(other)["dash"], (one, other)
            assert rule_pen(one)["marker"] != rule_pen(other)["marker"], (one, other)
