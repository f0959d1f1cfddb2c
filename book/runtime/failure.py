"""Why there is no runtime."""


class RuntimeMissing(RuntimeError):
    """The browser's Python cannot be assembled; the message says why and what to do."""
