"""What the tests share: the refresh switch, a site built once, a browser that may speak to nobody else."""

from __future__ import annotations

import functools
import http.server
import os
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from expected import build
from filelock import FileLock
from playwright.sync_api import Browser, sync_playwright

CHROMIUM_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def pytest_addoption(parser: pytest.Parser) -> None:
    """`make refresh`: write what the tests would expect."""
    parser.addoption("--refresh", action="store_true", help="rewrite the expected outputs instead of comparing")


@pytest.fixture
def refresh(request: pytest.FixtureRequest) -> bool:
    """Whether expected outputs are rewritten."""
    return bool(request.config.getoption("--refresh"))


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `guides/` and `site/` built from the project's own policies, once for all processes that test."""
    root = tmp_path_factory.getbasetemp()
    shared = root.parent if "PYTEST_XDIST_WORKER" in os.environ else root
    with FileLock(shared / "built.lock"):
        if not (shared / "built" / "site").is_dir():
            (shared / "built").mkdir(exist_ok=True)
            build(shared / "built")
    return shared / "built"


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture(scope="session")
def address(built: Path) -> Iterator[str]:
    """The built site served on the loopback."""
    handler = functools.partial(_Quiet, directory=str(built / "site"))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, headless; `make test` installs it."""
    executable = shutil.which("chromium")
    assert executable, "chromium is missing; make test installs it"
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=executable, args=CHROMIUM_FLAGS)
        yield launched
        launched.close()
