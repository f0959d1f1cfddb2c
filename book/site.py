"""One build, as the generator's hook sees it: everything before the generator, then everything after."""

import os
from pathlib import Path

from mkdocs.config.config_options import ExtraScript
from mkdocs.config.defaults import MkDocsConfig

from book import stages
from book.cache import fingerprint, key, write
from book.places import ROOT, Places
from book.problems import Problems

FRAME = (".yml", ".html", ".jinja", ".svg")


class Site:
    """Prepares the pages, and tells the generator where they are and what frames them."""

    def __init__(self, config: MkDocsConfig):
        self.places = Places(docs=Path(config.docs_dir))
        repository = config.extra["repository"]
        self.prepared = stages.prepare(self.places, repository, config.site_url or "", config.extra.get("zoo", False))
        self.hand_over(config, repository)
        self.refresh(config)

    def hand_over(self, config: MkDocsConfig, repository: str) -> None:
        bundle = self.prepared.bundle
        config.docs_dir = str(self.places.pages)
        config.edit_uri_template = f"{repository}/edit/main/docs/{{path}}"
        config.extra_css = [bundle.css]
        config["extra_javascript"] = [ExtraScript().validate({"path": bundle.js, "type": "module"})]
        config.extra["chapters"] = self.prepared.chapters
        config.extra["reference"] = self.prepared.reference

    def refresh(self, config: MkDocsConfig) -> None:
        """When what frames every page has changed, every page is new; a dirty build goes by file times."""
        frame = key(
            fingerprint(ROOT / "mkdocs.yml", ROOT / "book/theme", suffixes=FRAME),
            config.site_url,
            config.extra_css,
            self.prepared.bundle.js,
            self.prepared.chapters,
            self.prepared.reference,
        )
        if write(self.places.build / "frame", frame):
            for page in self.places.pages.rglob("*.md"):
                os.utime(page)

    def has_source(self, uri: str) -> bool:
        """Whether a page was written by someone, and can be edited."""
        return (self.places.docs / uri).is_file()

    def complete(self, site: Path) -> Problems:
        """Finish the HTML in `site`; returns all problems of the build."""
        stages.complete(self.prepared, site)
        return self.prepared.book.problems
