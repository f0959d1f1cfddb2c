"""The reader's Python: runs the cells of a page, shows what they give, and grades exercises.

`lab.tasks.respond` is the one entry. It runs the same in the page, in the build and in the tests.
"""
