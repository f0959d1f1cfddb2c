"""web/ -> assets: one style sheet and one script, bundled by esbuild under names that carry their hash."""

import json
import os
import re
from dataclasses import dataclass
from pathlib import Path

import material

from book import fonts, node
from book.cache import Cache, fingerprint, key, write
from book.places import Places

SOURCES = (".js", ".css", ".json")
SCRIPT, STYLE = "src/main.js", "style/main.css"
OLD_FONTS = re.compile(r',\s*url\([^)]*\.(?:woff|ttf)"?\)\s*format\("(?:woff|truetype)"\)')


@dataclass
class Bundle:
    """Addresses of the script and of the style sheet, and all files by path from the root of the site."""

    js: str
    css: str
    files: dict[str, bytes]


def bundle(places: Places, cache: Cache, runtime: dict) -> Bundle:
    """The bundle of the sources as they are; `runtime` is what the script knows of the browser's Python."""
    sources = [places.web / name for name in ("src", "style", "package-lock.json")]
    name = key(fingerprint(*sources, suffixes=SOURCES), fingerprint(Path(__file__)), fonts.VERSION, json.dumps(runtime))
    folder = cache.folder / "bundles" / name
    contents = folder / "contents.json"
    if not contents.is_file():
        write(contents, json.dumps(build(places.web, folder, runtime, cache)))
    js, css, *others = json.loads(cache.read(contents))
    files = {f"assets/{name}": cache.read(folder / name) for name in (js, css, *others)}
    return Bundle(f"assets/{js}", f"assets/{css}", files)


def build(web: Path, folder: Path, runtime: dict, cache: Cache) -> list[str]:
    """Bundle into `folder`; returns the names of the script, of the style sheet, and of all other files."""
    theme = next(Path(material.__file__).parent.glob("templates/assets/stylesheets/main.*.min.css"))
    report = folder / "esbuild.json"
    node.esbuild(
        web,
        *(SCRIPT, STYLE),
        *("--bundle", "--minify", "--splitting", "--format=esm", "--target=es2022"),
        *("--entry-names=[name]-[hash]", "--chunk-names=[name]-[hash]", "--asset-names=fonts/[name]"),
        *("--loader:.woff2=file", "--external:*.woff", "--external:*.ttf"),
        f"--alias:mkdocs-material={theme}",
        # As text: an object would become a file of its own as soon as the script is in two parts.
        f"--define:RUNTIME={json.dumps(json.dumps(runtime))}",
        f"--metafile={report}",
        f"--outdir={folder}",
    )
    made = json.loads(report.read_text(encoding="utf-8"))["outputs"]
    names = {path: Path(os.path.relpath(web / path, folder)).as_posix() for path in made}
    entries = {about["entryPoint"]: names[path] for path, about in made.items() if "entryPoint" in about}
    # Every browser that runs the book reads woff2, so KaTeX's older formats are not shipped.
    sheet = folder / entries[STYLE]
    sheet.write_text(OLD_FONTS.sub("", sheet.read_text(encoding="utf-8")), encoding="utf-8")
    faces = fonts.cut(sheet, cache)
    return list(dict.fromkeys([entries[SCRIPT], entries[STYLE], *sorted({*names.values(), *faces})]))
