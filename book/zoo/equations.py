"""Equations as docstrings write them, in plain signs, as TeX: KaTeX reads Greek letters, accents and indices as they are."""

import re
from unicodedata import normalize

ROOT = "√"
NAME = re.compile(r"[^\W\d_][^\W_]*[\u0300-\u036f₀-₉ₐ-ₜᵀ'′]*")
FUNCTIONS = r"(?:sign|max|min|clip|mean|rms|diag|NS|orth|exp|ln|log)"
ACCENTED = re.compile(r"(?<![A-Za-z])[À-ž](?![A-Za-z])")  # ŵ is w with a hat
FUNCTION = re.compile(rf"(?<![A-Za-z\\]){FUNCTIONS}(?![A-Za-z])")
PROSE = re.compile(
    rf"(?<![\w\\{{])(?!{FUNCTIONS}\b)[A-Za-z]{{2,}}(?:[ -](?:a\b|(?!{FUNCTIONS}\b)[A-Za-z]{{2,}}))*(?![\w])"
)
RAISED = {
    **{raised: digit for digit, raised in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")},
    "⁻": "-",
    "⁺": "+",
    "ᐟ": "/",
    "ᵀ": r"\top ",
    "ᵗ": "t",
    "ᵏ": "k",
    "ᵠ": r"\varphi ",
    "ᵞ": r"\gamma ",
    "ᵖ": "p",
}
SIGNS = {
    "←": r"\leftarrow ",
    "⟨": r"\langle ",
    "⟩": r"\rangle ",
    "‖": r"\Vert ",
    "⊙": r"\odot ",
    "·": r"\cdot ",
    "∇": r"\nabla ",
    "ε": r"\varepsilon ",
    "…": r"\dots ",
    "%": r"\%",
    "``": "",
}


def aligned(lines: list[str]) -> str:
    """Several equations as one block, aligned where they assign."""
    return "\\begin{aligned}\n" + " \\\\\n".join(map(tex, lines)) + "\n\\end{aligned}"


def tex(line: str) -> str:
    """One equation; what assigns, or the first sign that compares, has the alignment mark before it.

    Words stand upright; two spaces or more set apart what is said about the equation.
    """
    line = ACCENTED.sub(lambda m: normalize("NFD", m[0]), line)
    line = PROSE.sub(lambda m: rf"\text{{ {m[0]} }}", line)
    line = roots(line)
    line = FUNCTION.sub(lambda m: rf"\operatorname{{{m[0]}}}", line)
    line = re.sub(r"(?<=Δ)\\operatorname\{(\w+)\}", r"_{\\\1}", line)
    line = re.sub(f"[{''.join(RAISED)}]+", lambda m: f"^{{{''.join(str(RAISED[sign]) for sign in m[0])}}}", line)
    line = re.sub(r"\s{2,}(?=\S)", r" \\quad ", line)
    line = re.sub(r" (←|=|≈|≤) ", r" &\1 ", line, count=1)
    for sign, macro in SIGNS.items():
        line = line.replace(sign, macro)
    return line


def roots(line: str) -> str:
    """√x, √f(x) and √(x + y) with a bar over what they cover."""
    while (at := line.find(ROOT)) >= 0:
        rest = line[at + 1 :]
        match = NAME.match(rest) or re.match(r"[\d.]*", rest)
        end = match.end() if match else 0
        if rest[end : end + 1] == "(":
            end += closing(rest[end:])
        inside = rest[1 : end - 1] if rest.startswith("(") else rest[:end]
        line = rf"{line[:at]}\sqrt{{{inside}}}{rest[end:]}"
    return line


def closing(text: str) -> int:
    """Where the parenthesis at the beginning of `text` has been closed."""
    depth = 0
    for at, letter in enumerate(text, 1):
        depth += (letter == "(") - (letter == ")")
        if depth == 0:
            return at
    return len(text)
