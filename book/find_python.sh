#!/bin/sh
# Prints a Python of the version in .python-version that really runs, or says how to get one.
# Each candidate is tried, since pyenv puts a python3.13 on PATH that may have no 3.13 behind it.
cd "$(dirname "$0")/.." || exit 1
version=$(cat .python-version)

for python in .venv/bin/python "python$version" python3 python \
    "${PYENV_ROOT:-$HOME/.pyenv}/versions/$version"*/bin/python "$(uv python find "$version" 2>&-)"; do
    if [ "$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>&-)" = "$version" ]; then
        echo "$python"
        exit
    fi
done
echo "The book is built with Python $version, and there is none on PATH, in pyenv or in uv: get it" \
    "with 'uv python install $version', 'pyenv install $version' or from python.org." >&2
exit 1
