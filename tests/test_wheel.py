"""The wheel: the same bytes from any copy; installed where nothing else is, it makes a publisher's site, without us."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import urllib.request
import venv
from importlib import metadata
from pathlib import Path
from zipfile import ZipFile

import pytest
from expected import ROOT
from test_licences import locked

from generator import VERSION
from generator.desk import repository
from generator.policy import loader

pytestmark = pytest.mark.build

BUILT_FROM = ("generator", "templates", "pyproject.toml", "README.md", "LICENSE", "LICENCES.md")
TEXT = "一、总则\n供水企业自受理申请之日起3个工作日内通水，这是一份虚构的文件，仅供测试。\n"
HIDDEN = """
import os, sys

def heard(event, args):
    if event in ("open", "os.listdir", "os.scandir") and args and isinstance(args[0], str):
        path = os.path.abspath(args[0])
        if path.startswith({root!r}) and not path.startswith({allowed!r}):
            raise RuntimeError("read of the checkout: " + path)

sys.addaudithook(heard)
"""
"""Put where Python runs it first: every program of the environment ends where it reads of the checkout."""


def _wheel(source: Path, into: Path) -> Path:
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(into)]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "1577836800"}
    subprocess.run(command, cwd=source, env=environment, capture_output=True, check=True)
    (wheel,) = into.glob("*.whl")
    return wheel


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _wheel(ROOT, tmp_path_factory.mktemp("wheel"))


class Environment:
    """What is locked for building a site, the wheel, and nothing else; the checkout is hidden from it."""

    def __init__(self, folder: Path, wheel: Path) -> None:
        venv.create(folder, with_pip=False, symlinks=True)
        self.programs = folder / "bin"
        packages = Path(sysconfig.get_path("purelib", "venv", {"base": str(folder), "platbase": str(folder)}))
        for package in locked("requirements.lock"):
            _link(package.name, packages)
        install = [sys.executable, "-m", "uv", "pip", "install", "--offline", "--no-deps", "--no-cache"]
        subprocess.run([*install, "--python", str(folder), str(wheel)], capture_output=True, check=True)
        allowed = f"{ROOT}/.venv/"
        (packages / "sitecustomize.py").write_text(HIDDEN.format(root=f"{ROOT}/", allowed=allowed), encoding="utf-8")

    def run(self, *words: str, at: Path, **variables: str) -> subprocess.CompletedProcess[str]:
        """The command `guides` in a folder."""
        environment = {**os.environ, "PYTHONPATH": "", "PYTHONDONTWRITEBYTECODE": "1", **variables}
        command = [str(self.programs / "guides"), *words]
        return subprocess.run(command, cwd=at, env=environment, capture_output=True, encoding="utf-8", check=False)


def _link(name: str, packages: Path) -> None:
    """A package as the tests have it; one that is locked for other systems is left out."""
    try:
        files = metadata.distribution(name).files or []
    except metadata.PackageNotFoundError:
        return
    for path in {file.parts[0]: file for file in files if file.parts[0] not in ("..", "__pycache__")}.values():
        top = Path(str(path.locate())).parents[len(path.parts) - 1] / path.parts[0]
        if not (packages / top.name).exists():
            (packages / top.name).symlink_to(top)


@pytest.fixture(scope="module")
def bare(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Environment:
    return Environment(tmp_path_factory.mktemp("bare") / "venv", wheel)


@pytest.fixture(scope="module")
def published(bare: Environment, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A publisher's repository with two places and a third that is begun, and its site."""
    above = tmp_path_factory.mktemp("publisher")
    assert bare.run("init", "repository", at=above).returncode == 0
    folder = above / "repository"
    shutil.copytree(ROOT / "tests" / "errors" / "base" / "policies" / "nowhere", folder / "policies" / "nowhere")
    (folder / "text.txt").write_text(TEXT, encoding="utf-8")
    done = bare.run("new", "begun", "--document", "text.txt", at=folder)
    assert done.returncode == 0, done.stderr
    assert "guides check begun" in done.stderr
    done = bare.run("build", at=folder)
    assert done.returncode == 0, done.stderr
    return folder


def test_any_copy_gives_the_same_bytes(wheel: Path, tmp_path: Path) -> None:
    copy = tmp_path / "另一处"
    copy.mkdir()
    for name in BUILT_FROM:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, copy / name, copy_function=shutil.copyfile)
        else:
            shutil.copyfile(source, copy / name)
    other = _wheel(copy, tmp_path / "dist")
    assert (other.name, other.read_bytes()) == (wheel.name, wheel.read_bytes())


def test_the_wheel_holds_all_that_a_site_is_made_of(wheel: Path) -> None:
    there = set(ZipFile(wheel).namelist())
    folders = {"fonts", "help", "icons", "init", "locale", "notice", "pages", "print", "theme", "workdays"}
    assert folders <= {name.split("/")[2] for name in there if name.startswith("generator/templates/")}
    assert [name for name in there if "__pycache__" in name or name.startswith(("tests/", "policies/"))] == []


def test_the_checkout_is_hidden(bare: Environment, tmp_path: Path) -> None:
    command = [str(bare.programs / "python"), "-c", f"open({str(ROOT / 'README.md')!r})"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False)
    assert "read of the checkout" in done.stderr


def test_the_version_is_one(bare: Environment, tmp_path: Path) -> None:
    assert bare.run("--version", at=tmp_path).stdout.split()[-1] == VERSION
    assert f"\n## {VERSION}\n" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_two_places_are_published_and_a_place_that_is_begun_hinders_nobody(published: Path, bare: Environment) -> None:
    site = published / "site"
    for name in ("index.html", "example/water/index.html", "nowhere/water/guide.json", "example/water/checklist.pdf",
                 "nowhere/booklet.pdf", "pagefind/pagefind.js", "help/index.html", "assets/site.css"):  # fmt: skip
        assert (site / name).is_file(), name
    assert not (site / "begun").exists()
    assert json.loads((site / "example" / "water" / "guide.json").read_bytes())["place"]["name"] == "示例市（虚构）"
    years = (site / "assets" / "words.js").read_text(encoding="utf-8")
    assert all(f'"{year}"' in years for year in loader.national()), "national data comes with the program"
    done = bare.run("check", at=published)
    assert (done.returncode, "还不发布的地方有 1 个" in done.stderr) == (0, True), done.stderr
    done = bare.run("check", "begun", at=published)
    assert (done.returncode, "policies/begun/city.yaml:" in done.stderr) == (1, True), done.stderr


@pytest.mark.parametrize(
    "words",
    ["offline", "nginx --root /srv/site", "facts example", "classify example/water external_line=true", "schema",
     "diff policies policies", "review policies", "upgrade", "schema --into policies/.schema"],
)  # fmt: skip
def test_every_other_command_works_there(words: str, published: Path, bare: Environment) -> None:
    done = bare.run(*words.split(), at=published)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(("command", "part"), [("desk", "desk/main.js"), ("serve", "assets/site.css")])
def test_what_is_shown_in_the_browser_comes_from_the_wheel(
    command: str, part: str, published: Path, bare: Environment
) -> None:
    environment = {**os.environ, "PYTHONPATH": "", "PYTHONUNBUFFERED": "1"}
    words = [str(bare.programs / "guides"), command, "--port", "0"]
    with subprocess.Popen(words, cwd=published, env=environment, stderr=subprocess.PIPE, encoding="utf-8") as process:
        try:
            assert process.stderr is not None
            address = process.stderr.readline().split()[0].partition("#")[0].rstrip("/")
            with urllib.request.urlopen(f"{address}/{part}", timeout=60) as answer:  # noqa: S310  of this machine
                assert len(answer.read()) > 1000
        finally:
            process.terminate()


def test_without_pango_the_line_that_installs_it_is_told(bare: Environment, tmp_path: Path) -> None:
    (tmp_path / "lacking" / "weasyprint").mkdir(parents=True)
    raising = "print('-----')\nraise OSError(\"cannot load library 'libpango-1.0-0'\")\n"
    (tmp_path / "lacking" / "weasyprint" / "__init__.py").write_text(raising, encoding="utf-8")
    assert bare.run("init", "repository", at=tmp_path).returncode == 0
    lacking = str(tmp_path / "lacking")
    done = bare.run("build", at=tmp_path / "repository", PYTHONPATH=lacking)
    assert (done.returncode, "Traceback" in done.stderr) == (1, False), done.stderr
    assert "apt-get install" in done.stderr
    assert "-----" not in done.stdout
    done = bare.run("build", "--draft", at=tmp_path / "repository", PYTHONPATH=lacking)
    assert done.returncode == 0, done.stderr


def test_a_repository_holds_nothing_of_ours() -> None:
    names = [name for name in repository.files() if not name.startswith("policies/.schema/")]
    assert {name.split("/")[0] for name in names} == {
        ".github", ".gitignore", ".gitlab-ci.yml", "README.md", "policies", "requirements.txt",
    }  # fmt: skip
    files = repository.files()
    ours = (ROOT / "policies" / "publisher.yaml").read_text(encoding="utf-8")
    explained = [line for line in ours.splitlines() if line.startswith("#")]
    assert files["policies/publisher.yaml"].decode("utf-8").splitlines() == [*explained, "{}"], "all unset"
    assert len(files["README.md"].decode("utf-8").splitlines()) <= 12
    assert f"connection-guides=={VERSION}\n" in files["requirements.txt"].decode("utf-8")
    assert b"://" not in b"".join(files[name] for name in names if name.startswith((".git", "req", "README")))
