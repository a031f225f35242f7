"""Markdown → HTML by MkDocs, as a program of its own on a folder of plain files."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from posixpath import dirname, join, normpath
from tempfile import TemporaryDirectory
from typing import Any

import yaml

from generator import language, overrides, processes
from generator.errors import CommandError
from generator.paths import TEMPLATES
from generator.policy.files import Publisher
from generator.site import verbatim
from generator.words.segments import translated

NOT_FOUND = "404.html"
"""The page for addresses that lead nowhere: all its own begin at the root of the host."""
_HOME = "index.md"
_LED_TO = re.compile(r"\]\(([^)#\s]+\.md)[)#]")
_PARTS: dict[str, Any] = {
    # Pages are converted without the files beside them and the pages they lead to; the whole site is judged by us.
    "validation": {"links": {"not_found": "ignore", "anchors": "ignore"}},
    "not_in_nav": "*",
}


class EngineError(CommandError):
    """What MkDocs complains of, in its own words."""


def settings(config: str, name: str | None, publisher: Publisher) -> str:
    """mkdocs.yml for the pages in a language: with the name and the logo of the site, the language of the theme.

    `name`: as in `templates/locale/<name>.po`, None for Chinese.
    """
    languages = publisher.languages
    if not languages and name is None and publisher.name is None and publisher.logo is None:
        return config
    own = yaml.safe_load(config)
    site = publisher.name or own["site_name"]
    if publisher.logo:
        own["theme"] = {**own["theme"], "logo": f"assets/{publisher.logo}"}
    if languages or name is not None:
        trees = [_known(one) for one in (None, *languages)]
        own["extra"] = {**own.get("extra", {}), "tree": language.folder(name), "trees": trees}
    if name is not None:
        own["theme"] = {**own["theme"], "language": name}
        own["extra_javascript"] = [*own.get("extra_javascript", []), {"path": _MARKING, "defer": True}]
    with language.spoken(name):
        own["site_name"] = language.gettext(site)
    return yaml.safe_dump(own, allow_unicode=True)


_MARKING = "assets/marking.js"
"""Marks as Chinese what a script puts into a page of another language in Chinese."""


def _known(name: str | None) -> dict[str, str]:
    """A language as the head of a page names it."""
    tag = name or language.CHINESE
    return {"tag": tag, "name": language.own_name(tag), "tree": language.folder(name)}


def converted(pages: Mapping[str, bytes], config: str, site_url: str | None) -> dict[str, bytes]:
    """The HTML of some pages of a site, by path, whatever other pages it has; and the page for lost addresses.

    `pages`: Markdown by path; `config`: mkdocs.yml. Raises EngineError.
    """
    parted = {path: verbatim.aside(data.decode("utf-8")) for path, data in pages.items()}
    texts = {path: text for path, (text, _) in parted.items()}
    with TemporaryDirectory(prefix="mkdocs-") as folder:
        built = _built(Path(folder), {**dict.fromkeys(_led_to(texts), ""), **texts}, config, site_url)
        html = {
            address(path): verbatim.back((built / address(path)).read_bytes().decode("utf-8"), blocks).encode("utf-8")
            for path, (_, blocks) in parted.items()
        }
        return {NOT_FOUND: (built / NOT_FOUND).read_bytes(), **html}


def address(page: str) -> str:
    """Where a page comes to lie on the site: `a/index.md` → `a/index.html`."""
    return f"{page.removesuffix('.md')}.html"


def _led_to(pages: Mapping[str, str]) -> Iterator[str]:
    """The pages that some pages lead to, and the home page, which the settings name.

    MkDocs makes addresses only of what is there.
    """
    yield _HOME
    for path, text in pages.items():
        for address_ in _LED_TO.findall(text):
            destination = normpath(join(dirname(path), address_))
            if not destination.startswith(".."):
                yield destination


def _built(folder: Path, pages: Mapping[str, str], config: str, site_url: str | None) -> Path:
    """The folder of the site that MkDocs makes of some pages, below `folder`. Raises EngineError."""
    docs, site = folder / "guides", folder / "site"
    for name, text in pages.items():
        (docs / name).parent.mkdir(parents=True, exist_ok=True)
        (docs / name).write_text(text, encoding="utf-8", newline="")
    (folder / "inherited.yml").write_text(config, encoding="utf-8")
    settings = {
        "INHERIT": "inherited.yml",
        "docs_dir": "guides",
        "site_dir": "site",
        "theme": {"custom_dir": str(_theme(folder, config))},  # else sought beside the copy
        **_PARTS,
        **({"site_url": site_url} if site_url else {}),
    }
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    # Never -q or -v: MkDocs 1.6 then exits 0 with broken links.
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--config-file", str(folder / "mkdocs.yml")]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONUTF8": "1"}
    done = subprocess.run(processes.tied(command), env=environment, capture_output=True, encoding="utf-8", check=False)  # noqa: S603
    if done.returncode != 0:
        raise EngineError((done.stdout + done.stderr).replace(f"{folder}/", ""))
    return site


def _theme(folder: Path, config: str) -> Path:
    """The frame of the pages: ours, or below `folder` a copy in the language and with the files of the publisher."""
    ours, name = TEMPLATES / "theme", str(yaml.safe_load(config)["theme"]["language"])
    own = overrides.current().matching("theme/**/*")
    if name == language.CHINESE and not own:
        return ours
    with language.spoken(None if name == language.CHINESE else name):
        for path in (file for file in ours.rglob("*") if file.is_file()):
            _put(folder / "theme" / path.relative_to(ours), _told(path.read_text(encoding="utf-8")))
        for file in own:
            _put(folder / "theme" / _OURS / file.removeprefix("theme/"), _told(overrides.ours(file).decode("utf-8")))
            _put(folder / file, _told(overrides.text(file).replace(f"{overrides.OURS}theme/", f"{_OURS}/")))
    return folder / "theme"


_OURS = "ours"
"""The folder of the frame where our own stand beside those of a publisher: for MkDocs `ours:` is no prefix."""


def _told(source: str) -> str:
    return translated(source, lambda message, _: language.gettext(message))


def _put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
