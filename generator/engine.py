"""Markdown → HTML by MkDocs, as a program of its own on a folder of plain files."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import yaml


class EngineError(RuntimeError):
    """What MkDocs complains of, in its own words."""


def convert(
    config: Path, guides: Path, site: Path, *, site_url: str | None, dated: datetime, strict: bool = True
) -> None:
    """MkDocs on the folder `guides`; its settings are written beside it. Raises EngineError.

    Not `strict`: links may lead to pages and files that are not in the folder.
    """
    settings = {
        "INHERIT": str(config.absolute()),
        "docs_dir": str(guides.absolute()),
        "site_dir": str(site.absolute()),
        "theme": {"custom_dir": str(config.absolute().parent / "templates" / "theme")},  # else sought beside the copy
        **({"site_url": site_url} if site_url else {}),
    }
    own = guides.parent / "mkdocs.yml"
    own.write_text(yaml.safe_dump(settings), encoding="utf-8")
    environment = {
        **os.environ,
        "NO_MKDOCS_2_WARNING": "1",
        "PYTHONUTF8": "1",
        "SOURCE_DATE_EPOCH": str(int(dated.timestamp())),
    }
    # Never -q or -v: MkDocs 1.6 then exits 0 with broken links.
    command = [sys.executable, "-m", "mkdocs", "build", "--config-file", str(own), *(["--strict"] if strict else [])]
    done = subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", check=False)  # noqa: S603
    if done.returncode != 0:
        raise EngineError(done.stdout + done.stderr)
    for name in ("sitemap.xml", "sitemap.xml.gz"):
        (site / name).unlink(missing_ok=True)  # carries a build date, and addresses only where one is set
    for name in ("404.html", "sitemap.xml"):  # where we have our own, MkDocs would prefer its theme's
        if (ours := guides / name).is_file():
            shutil.copyfile(ours, site / name)
    shutil.rmtree(site / "assets" / "javascripts", ignore_errors=True)  # Material's own, which no page loads
