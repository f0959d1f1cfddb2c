"""The unit tests of web/, in tests/web, under the environment's Node."""

import subprocess

from book.node import program
from book.places import ROOT


def test_drawing_and_state_of_the_demos():
    files = sorted((ROOT / "tests/web").glob("*.test.js"))
    result = subprocess.run([program(), "--test", *files], capture_output=True, encoding="utf-8")
    assert result.returncode == 0, result.stdout + result.stderr
