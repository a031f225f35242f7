"""What the tests share: the refresh switch, a site built once, a browser that may speak to nobody else."""

from __future__ import annotations

import functools
import http.server
import os
import shutil
import threading
from collections.abc import Generator, Iterator
from pathlib import Path

import lanes
import loaded
import pytest
from desk import Desk
from expected import ROOT, build
from filelock import FileLock
from playwright.sync_api import Browser, sync_playwright

from generator.policy.guide import Guide

HEADLESS = Path("/usr/lib/chromium/chromium-headless-shell")
"""Debian's Chromium without what draws its windows: the same pages, each begun in a fifth of the time."""
CHROMIUM_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def pytest_addoption(parser: pytest.Parser) -> None:
    """`make refresh`: write what the tests would expect."""
    parser.addoption("--refresh", action="store_true", help="rewrite the expected outputs instead of comparing")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Before the marks choose what runs."""
    lanes.marked(items)
    if "PYTEST_XDIST_WORKER" in os.environ:
        lanes.longest_first(items)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """No policy is loaded while tests are collected."""
    with lanes.collecting():
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """A test does nothing that its marks do not say, and neither do the fixtures it brings about."""
    with lanes.held({mark.name for mark in item.iter_markers()}):
        return (yield)


@pytest.fixture
def refresh(request: pytest.FixtureRequest) -> bool:
    """Whether expected outputs are rewritten."""
    return bool(request.config.getoption("--refresh"))


@pytest.fixture
def guide(request: pytest.FixtureRequest) -> Guide:
    """The guide whose address a test is given."""
    return loaded.guide(request.param)


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for all processes that test."""
    root = tmp_path_factory.getbasetemp()
    return root.parent if "PYTEST_XDIST_WORKER" in os.environ else root


@pytest.fixture(scope="session")
def every(shared: Path) -> str:
    """Where what is made of the invented places is kept: each sheet is printed once, however many tests build them."""
    return str(shared / "every")


@pytest.fixture(scope="session")
def stock(shared: Path) -> Path:
    """The store of a checkout of the base that was built, once for all processes that test."""
    with FileLock(shared / "stock.lock"):
        if not (shared / "stock").is_dir():
            desk = Desk(shared / "beginning")
            code, said = desk.done("build")
            assert code == 0, said
            (desk.folder / ".made").rename(shared / "stock")
    return shared / "stock"


@pytest.fixture(scope="session")
def built(shared: Path) -> Path:
    """A folder with `guides/` and `site/` built from the project's own policies, once for all processes that test."""
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
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Debian's Chromium, headless; `make test` installs it. Our fonts stand in where the system has no Chinese one."""
    executable = HEADLESS if HEADLESS.is_file() else shutil.which("chromium")
    assert executable, "chromium is missing; make test installs it"
    fonts = tmp_path_factory.mktemp("fonts") / "fonts.conf"
    own = f"<include ignore_missing='yes'>/etc/fonts/fonts.conf</include><dir>{ROOT / 'templates' / 'fonts'}</dir>"
    fonts.write_text(f"<fontconfig>{own}</fontconfig>", encoding="utf-8")
    with sync_playwright() as playwright:
        surroundings: dict[str, str | float | bool] = {**os.environ, "FONTCONFIG_FILE": str(fonts)}
        launched = playwright.chromium.launch(executable_path=executable, args=CHROMIUM_FLAGS, env=surroundings)
        yield launched
        launched.close()
