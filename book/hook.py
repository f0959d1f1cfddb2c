"""The generator's side of the build: plain `mkdocs build` and `mkdocs serve` run every stage."""

import sys
from pathlib import Path

from mkdocs.exceptions import BuildError

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))  # the generator's own command knows nothing of the book

build = None


def on_config(config):
    """Make the plain Markdown, and point the generator at it."""
    global build
    from book import fresh

    fresh.renew()
    from book import site

    build = site.Site(config)
    return config


def on_pre_page(page, config, files):
    """A generated page has no source to edit."""
    if build and not build.has_source(page.file.src_uri):
        page.edit_url = None
    return page


def on_post_build(config):
    """Finish the HTML; mistakes anywhere in the book end the build."""
    if build and (problems := build.complete(Path(config.site_dir))):
        raise BuildError("\n" + str(problems) if len(problems) > 1 else str(problems))


def on_serve(server, config, builder):
    """What the build itself writes is no reason to build again."""
    from book.serve import adopt

    server.unwatch(config.docs_dir)
    adopt(server)
    return server
