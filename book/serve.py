"""`make serve`: the book at http://127.0.0.1:8000, built again whenever something it is made of changes.

A build makes only what changed: everything is cached by what it depends on, and the generator goes
by the times of files, which are written only when their bytes differ. While there is a mistake, the
last good page stays, with the mistake written across its foot.
"""

import html
import logging
import os
import socket
import time
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.livereload import LiveReloadServer

from book.places import ROOT

HOST = "127.0.0.1"
CODE = ["gdzoo", "demos", "lab", "book", "web/src", "web/style"]
SCRIPT = Path(__file__).with_name("livereload.js").read_bytes()
STYLE = (
    "position:fixed;inset:auto 0 0 0;z-index:99;max-height:50vh;overflow:auto;margin:0;padding:1rem 1.5rem;"
    "background:#7d1a12;color:#fff;font:14px/1.5 monospace;white-space:pre-wrap"
)


class PortTaken(RuntimeError):
    """Somebody else listens there."""


def serve(port: int, settings: Path = ROOT / "mkdocs.yml") -> None:
    """Build, serve, watch; returns when interrupted."""
    claim(port)
    # Instant navigation takes addresses from the sitemap, so the site must know where it is served.
    os.environ["SITE_URL"] = f"http://{HOST}:{port}/"
    builder = Builder(settings)
    server = LiveReloadServer(builder, HOST, port, str(builder.site))
    adopt(server, builder)
    for path in [settings, settings.parent / "docs", *(ROOT / name for name in CODE)]:
        server.watch(str(path))
    builder()
    print(f"The book is at {server.url} (stop with Ctrl+C)", flush=True)
    try:
        server.serve()
    except KeyboardInterrupt:
        pass
    finally:
        server.shutdown()


def claim(port: int) -> None:
    """PortTaken when nothing can be served at `port`."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            raise PortTaken(
                f"Port {port} is in use; stop what uses it, or choose another: make serve PORT={port + 1}"
            ) from None


class Builder(logging.Handler):
    """Builds what changed; remembers what was wrong, for the page to show."""

    def __init__(self, settings: Path):
        super().__init__(logging.ERROR)
        self.settings, self.site = settings, settings.parent / "build/site"
        self.trouble: list[str] = []
        logging.getLogger("mkdocs").addHandler(self)

    def __call__(self) -> None:
        start = time.monotonic()
        self.trouble = []
        try:
            config = load_config(str(self.settings), site_dir=str(self.site))
            config.plugins.on_startup(command="serve", dirty=True)
            build(config, dirty=True)
        except SystemExit:
            pass  # a mistake in the book, and the generator has logged it
        except Exception as error:
            logging.getLogger("mkdocs").error(told(error))
        else:
            print(f"built in {time.monotonic() - start:.1f} s", flush=True)

    def emit(self, record: logging.LogRecord) -> None:
        self.trouble.append(record.getMessage().strip())


def told(error: Exception) -> str:
    """An error in the book's own code, in one line."""
    from book.scenes import failure

    return failure(error)


def adopt(server: LiveReloadServer, builder: Builder | None = None) -> None:
    """Let pages reload under their Content-Security-Policy: by a script from a file, not an inline one."""
    serve_file = server.serve_request

    def inject(content: bytes, epoch: int) -> bytes:
        page, end, rest = content.rpartition(b"</body>")
        trouble = "\n".join(builder.trouble) if builder else ""
        note = f'<pre role="alert" style="{STYLE}">{html.escape(trouble)}</pre>' if trouble else ""
        script = f'<script src="/livereload.js" data-epoch="{epoch}"></script>'
        return page + (note + script).encode() + end + rest

    def serve_request(environ, start_response):
        if environ["PATH_INFO"] != "/livereload.js":
            return serve_file(environ, start_response)
        start_response("200 OK", [("Content-Type", "text/javascript"), ("Content-Length", str(len(SCRIPT)))])
        return [SCRIPT]

    def missing(code: int) -> bytes | None:
        page = Path(server.root) / "404.html"
        return inject(page.read_bytes() if page.is_file() else b"<body></body>", server._visible_epoch)

    server._inject_js_into_html = inject
    server.error_handler = missing
    server.set_app(serve_request)
