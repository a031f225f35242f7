"""A checkout with an invented country, and everything that is done in it to be measured."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path

import yaml
from bench import country
from bench.clock import Run, measured
from desk import Desk

from generator.build.contents import CHECKED, COMMON, GATHERED, JUDGED

NO_PAPER = """

import os
_printed = printed

def printed(sheet):
    return _printed(sheet) if "PAPER" in os.environ else b"%PDF-1.7"
"""
"""What the checkout gets: the PDFs of a country take hours, so that they are printed only where that is asked for."""
READ = (CHECKED, JUDGED, GATHERED, COMMON)
"""What the store has of policies that were read: what they say, and what was found of them."""
SETTLES = 5
"""Seconds for which a file system is left alone after much was removed."""
HUGO = Path(__file__).parent / ".venv" / "bin" / "hugo"
FRAME = (
    '<!doctype html><html lang="zh-Hans"><head><meta charset="utf-8"><title>{{ .Title }}</title>'
    '<link rel="stylesheet" href="/assets/site.css"></head><body>{{ .Content }}</body></html>'
)
"""The smallest frame there is, for Hugo."""


class Checkout:
    """The program with the policies of a country in a folder, and what can be run there."""

    def __init__(self, folder: Path, guides: int) -> None:
        country.write(guides, 1, folder / "country")
        (folder / "desk").mkdir()
        self.desk = Desk(folder / "desk", folder / "country")
        self.folder = self.desk.folder
        with (self.folder / "generator" / "paper" / "printing.py").open("a", encoding="utf-8") as printing:
            printing.write(NO_PAPER)
        subprocess.run([sys.executable, "-m", "compileall", "-q", "generator"], cwd=self.folder, check=True)
        places = sorted(path.name for path in (self.folder / "policies").iterdir() if path.name.startswith("xp"))
        self.edited = f"policies/{places[len(places) // 2]}/city.yaml"
        self._aside = folder / "aside"
        self._aside.mkdir()
        self.returned: list[str] | None = None
        """The files of the site that are not what they were, once a change is taken back; None: nobody has looked."""

    def forget(self) -> None:
        """Removes what was put out of the way, and waits until the file system has done so."""
        for path in self._aside.iterdir():
            shutil.rmtree(path)
        os.sync()
        time.sleep(SETTLES)

    # ------------------------------------------------------------------------------------------------- builds

    def build(self, *options: str, **environment: str) -> Run:
        """One build."""
        return measured([sys.executable, "-m", "generator", "build", *options], self.folder, environment)

    def anew(self, *options: str) -> Run:
        """With nothing but the sources."""
        for name in (".made", "guides", "site"):
            self._away(self.folder / name)
        return self.build(*options)

    def pages(self) -> Run:
        """The pages alone, with nothing but the sources."""
        return self.anew("--draft")

    def again(self) -> Run:
        """The pages, with what the policies say as it was read before, and nothing else."""
        for path in (*(self.folder / ".made").iterdir(), self.folder / "guides", self.folder / "site"):
            if path.is_dir() and not path.name.startswith(READ):
                self._away(path)
        return self.build("--draft")

    def policy(self) -> Run:
        """With a place that is said to cover something else, its PDFs printed."""
        before = _files(self.folder / "site")
        self._edit()
        run = self.build(PAPER="yes")
        self._mend()
        self.build()
        self.returned = sorted({*(self.returned or ()), *_unlike(before, _files(self.folder / "site"))})
        return run

    def template(self) -> Run:
        """With one more sentence on every guide."""
        self.desk.edit("templates/pages/guide.md", "\n# {{", "\n虚构的一句话。\n\n# {{")
        run = self.build()
        self.desk.edit("templates/pages/guide.md", "虚构的一句话。\n\n", "")
        return run

    def _away(self, path: Path) -> None:
        """Out of the way: a file system that has just forgotten much is slow for a while, which is nobody's time."""
        if path.exists():
            path.rename(Path(tempfile.mkdtemp(dir=self._aside), path.name))

    def _edit(self) -> None:
        self.desk.edit(self.edited, "covers: ", "covers: 改过的")

    def _mend(self) -> None:
        self.desk.edit(self.edited, "covers: 改过的", "covers: ")

    def differing(self) -> list[str]:
        """The files of the site, index and all, that are not after a change what they are from nothing."""
        self.build()
        self._edit()
        self.build()
        changed = _files(self.folder / "site")
        self.anew()
        self._mend()
        anew = _files(self.folder / "site")
        return sorted(_unlike(changed, anew))

    # ------------------------------------------------------------------------------------------------- checks

    def check(self, *cores: int) -> Run:
        """A check, with what was found before; on some cores, or on all."""
        store = self.folder.parent / "checks"
        return measured([sys.executable, "-m", "generator", "check", "--store", store], self.folder, cores=cores)

    def check_anew(self, *cores: int) -> Run:
        """A check with nothing but the sources."""
        self._away(self.folder.parent / "checks")
        return self.check(*cores)

    def check_edited(self) -> Run:
        """A check after one edit."""
        self._edit()
        run = self.check()
        self._mend()
        return run

    # ------------------------------------------------------------------------------------------------- rivals

    @cached_property
    def plain(self) -> Path:
        """The Markdown of the pages alone, copied from the store once, as MkDocs wants it."""
        return self._markdown(self.folder.parent / "plain" / "pages", "index.md")

    def mkdocs(self) -> Run:
        """Plain MkDocs on the same pages, with the same theme, not minding links."""
        own = {
            "INHERIT": str(self.folder / "templates" / "mkdocs.yml"),
            "docs_dir": str(self.plain),
            "site_dir": str(Path(tempfile.mkdtemp(dir=self._aside), "site")),
            "theme": {"custom_dir": str(self.folder / "templates" / "theme")},
            "validation": {
                "nav": dict.fromkeys(("omitted_files", "not_found", "absolute_links"), "ignore"),
                "links": dict.fromkeys(("not_found", "absolute_links", "unrecognized_links", "anchors"), "ignore"),
            },
        }
        config = self.folder / "plain.yml"
        config.write_text(yaml.safe_dump(own), encoding="utf-8")
        command = [sys.executable, "-m", "mkdocs", "build", "--config-file", config]
        return measured(command, self.folder, {"NO_MKDOCS_2_WARNING": "1"})

    @cached_property
    def swift(self) -> Path:
        """The same as Hugo wants it."""
        folder = self.folder.parent / "swift"
        self._markdown(folder / "content", "_index.md")
        (folder / "layouts" / "_default").mkdir(parents=True)
        (folder / "layouts" / "_default" / "list.html").write_text(FRAME, encoding="utf-8")
        config = {
            "markup": {"goldmark": {"renderer": {"unsafe": True}}},
            "disableKinds": ["taxonomy", "term", "RSS", "sitemap", "404"],
        }
        (folder / "hugo.yaml").write_text(yaml.safe_dump(config), encoding="utf-8")
        return folder

    def hugo(self) -> Run:
        """Hugo on the same Markdown, with the smallest frame there is; the pages alone."""
        self._away(self.swift / "public")
        run = measured([HUGO, "build"], self.swift)
        public, content = self.swift / "public", self.swift / "content"
        made = {path.parent.relative_to(public) for path in public.rglob("index.html")}
        assert {path.parent.relative_to(content) for path in content.rglob("*.md")} <= made
        return run

    def _markdown(self, folder: Path, name: str) -> Path:
        for guides in (self.folder / ".made").glob("*/*/guides"):
            for path in guides.rglob("index.md"):
                target = folder / path.relative_to(guides).with_name(name)
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, target)
        return folder


def _unlike(one: Mapping[str, str], other: Mapping[str, str]) -> Iterator[str]:
    """The files that two folders have not alike."""
    return (name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


def _files(site: Path) -> dict[str, str]:
    found = (path for path in site.rglob("*") if path.is_file())
    return {path.relative_to(site).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in found}
