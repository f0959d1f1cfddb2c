"""Numbers and lists, as a sentence says them."""

import math

GREEK = {
    r"\alpha": "α",
    r"\beta": "β",
    r"\gamma": "γ",
    r"\eta": "η",
    r"\theta": "θ",
    r"\kappa": "κ",
    r"\lambda": "λ",
    r"\rho": "ρ",
    r"\sigma": "σ",
    r"\varepsilon": "ε",
}


def symbol(latex: str) -> str:
    """A LaTeX symbol as plain letters, where no mathematics can be set: `κ`."""
    return GREEK.get(latex, latex)


def number(value, digits=2) -> str:
    """`value` with `digits` significant digits: 0.063, 65, 2.8e-4, ∞."""
    value = float(value)
    if not math.isfinite(value):
        return "nothing" if math.isnan(value) else ("∞" if value > 0 else "−∞")
    if value == 0:
        return "0"
    rounded = float(f"{value:.{digits - 1}e}")
    exponent = math.floor(math.log10(abs(rounded)))
    if -4 < exponent < 5:
        text = f"{rounded:.{max(0, digits - 1 - exponent)}f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
    else:
        mantissa = f"{rounded:.{digits - 1}e}".partition("e")[0]
        mantissa = mantissa.rstrip("0").rstrip(".") if "." in mantissa else mantissa
        text = f"{mantissa}e{exponent}"
    return text.replace("-", "−")


def fixed(value, decimals) -> str:
    """`value` with so many decimals, so that a column of them can be compared."""
    return f"{round(float(value), decimals) + 0.0:.{decimals}f}".replace("-", "−")


def apart(a, b) -> tuple[str, str]:
    """Two different numbers with as many digits as it takes, three at least, to tell them apart: 2.004 and 2."""
    digits = next((d for d in range(3, 16) if number(a, d) != number(b, d)), 16)
    return number(a, digits), number(b, digits)


def count(n, thing, things=None) -> str:
    """`1 step`, `12 steps`."""
    return f"{n} {thing if n == 1 else things or thing + 's'}"


def equal(letter, value, digits=3) -> str:
    """`η = 0.1`, kept on one line."""
    return f"{letter}\u00a0=\u00a0{number(value, digits)}"


def percent(part) -> str:
    """A part of a whole: neither 0 nor all unless it is."""
    return "under 1%" if 0 < part < 0.01 else "over 99%" if 0.99 < part < 1 else f"{100 * part:.0f}%"


def listing(words) -> str:
    """`a`, `a and b`, `a, b and c`."""
    *most, last = list(words)
    return f"{', '.join(most)} and {last}" if most else last


def phrases(said) -> str:
    """What several did, [(who, verb, rest)]: `A ends at 2, B and C at 3`; those who did the same share the words."""
    who, parts, last = {}, [], ""
    for name, verb, rest in said:
        who.setdefault((verb, rest), []).append(name)
    for (verb, rest), names in who.items():
        does = "" if verb == last else f" {verb}" if len(names) == 1 else f" {verb.removesuffix('s')}"
        parts.append(f"{listing(names)}{does} {rest}")
        last = verb
    return ", ".join(parts)


def place(point) -> str:
    """A point as `(−1.3, 1.7)`."""
    return "(" + ", ".join(number(coordinate, 3) for coordinate in point) + ")"
