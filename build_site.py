"""Builds the book: `python build_site.py [site|serve|check|bench]`; `make` calls this in its environment."""

import sys

from book.command import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
