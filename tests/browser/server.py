"""The site as GitHub Pages serves it: below a folder, text gzipped, ten minutes of caching, no headers for isolation."""

import gzip
import mimetypes
import re
import sys
from collections import Counter
from contextlib import contextmanager
from email.utils import formatdate
from functools import lru_cache
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import unquote, urlsplit

FOLDER = "/zoo/"
ZIPPED = {".html", ".css", ".js", ".mjs", ".json", ".svg", ".xml"}
TYPES = {".mjs": "text/javascript", ".wasm": "application/wasm", ".woff2": "font/woff2"}


class Pages(ThreadingHTTPServer):
    """Serves the folder `root`. log: the paths that were asked for, from the root of the site. sent: their bytes."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.root = Path()
        self.log: list[str] = []
        self.sent: Counter[str] = Counter()
        self.broken: re.Pattern | None = None
        Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}{FOLDER}"

    @contextmanager
    def breaking(self, pattern: str):
        """Files whose path contains the pattern cannot be had."""
        self.broken = re.compile(pattern)
        try:
            yield
        finally:
            self.broken = None

    def handle_error(self, request, client_address):
        """A browser that closes while a file is under way is no error."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    @property
    def pages(self) -> Pages:
        assert isinstance(self.server, Pages)
        return self.server

    def do_GET(self):
        path = unquote(urlsplit(self.path).path)
        name = path.removeprefix(FOLDER)
        if path == name:
            return self.answer(HTTPStatus.NOT_FOUND, ".html", b"not in this folder")
        self.pages.log.append(name)
        if self.pages.broken and self.pages.broken.search(name):
            return self.answer(HTTPStatus.SERVICE_UNAVAILABLE, ".html", b"broken for a test")
        file = self.pages.root / name
        if file.is_dir() and name and not name.endswith("/"):
            return self.answer(HTTPStatus.MOVED_PERMANENTLY, ".html", b"", Location=f"{FOLDER}{name}/")
        file = file / "index.html" if file.is_dir() else file
        if not file.is_file():
            return self.answer(HTTPStatus.NOT_FOUND, ".html", (self.pages.root / "404.html").read_bytes())
        time = file.stat().st_mtime
        tag = f'"{time}"'
        if self.headers.get("If-None-Match") == tag:
            return self.answer(HTTPStatus.NOT_MODIFIED, file.suffix, b"", ETag=tag)
        content = read(file, time)
        self.answer(HTTPStatus.OK, file.suffix, content, ETag=tag, Last_Modified=formatdate(time, usegmt=True))

    def answer(self, status: HTTPStatus, suffix: str, content: bytes, **headers: str):
        self.send_response(status)
        if suffix in ZIPPED and "gzip" in self.headers.get("Accept-Encoding", ""):
            content = zipped(content)
            headers |= {"Content_Encoding": "gzip", "Vary": "Accept-Encoding"}
        kind = TYPES.get(suffix) or mimetypes.types_map.get(suffix, "application/octet-stream")
        headers |= {"Content_Type": kind, "Content_Length": str(len(content)), "Cache_Control": "max-age=600"}
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(content)
        self.pages.sent[unquote(self.path).removeprefix(FOLDER)] += len(content)

    def log_message(self, format, *args):
        """Silent."""


@lru_cache(maxsize=512)
def read(file: Path, time: float) -> bytes:
    """The bytes of the file as it was at that time."""
    return file.read_bytes()


@lru_cache(maxsize=512)
def zipped(content: bytes) -> bytes:
    return gzip.compress(content, 6)
