"""The interactive demos of the book: one demo per file, found by file name."""
