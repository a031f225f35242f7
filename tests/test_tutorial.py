"""The tutorials, followed to the letter: every block is saved or run, in order, as the page says."""

from __future__ import annotations

import html
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from desk import BASE, Desk
from expected import ROOT
from playwright.sync_api import Browser, Page, expect
from test_manual import section

pytestmark = pytest.mark.build

NEW, CHANGED = "help/new/index.md", "help/changed/index.md"
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
STEP = re.compile(
    r"(?:`(?P<file>[\w./-]+)`：\n\n)?^```(?P<kind>\w+)\n(?P<body>.*?)^```"
    r"|全部替换”，把 `(?P<old>[^`]+)` 换成 `(?P<new>[^`]+)`",
    re.DOTALL | re.MULTILINE,
)
expect.set_options(timeout=60_000)  # on a busy machine, too


class Reader:
    """Somebody at a desk who does what the page says."""

    def __init__(self, page: str, desk: Desk) -> None:
        self.page = page
        self.desk = desk
        self.said: list[str] = []
        self.file = ""
        self.preview: subprocess.Popen[str] | None = None

    def follow(self, name: str) -> None:
        """Do all that stands below a heading."""
        for step in STEP.finditer(html.unescape(section(self.page, name))):
            self.file = step["file"] or self.file
            if step["old"]:
                self.save(self.read().replace(step["old"], step["new"]))
            elif step["kind"] == "sh":
                self.said = [self.run(line) for line in step["body"].splitlines()]
            elif step["file"]:
                self.save(step["body"] if step["kind"] == "text" else answered(self.read(), step["body"]))
            else:  # shown: what was said, or what is to be found in the file that is open
                assert step["body"].strip() in ("".join(self.said) if step["kind"] == "text" else self.read_any())

    def address(self) -> str:
        """Where the preview is."""
        assert self.preview
        assert self.preview.stderr
        return self.preview.stderr.readline().split()[0].rstrip("/")

    def close(self) -> None:
        """End the preview."""
        if self.preview:
            self.preview.terminate()
            self.preview.communicate()
            self.preview = None

    def read(self) -> str:
        """The file that is open."""
        return (self.desk.folder / self.file).read_text(encoding="utf-8")

    def read_any(self) -> str:
        """What stands in any file of the new folder."""
        return "".join(one.read_text(encoding="utf-8") for one in (self.desk.folder / "policies/shili").glob("*.yaml"))

    def save(self, text: str) -> None:
        """Save the file that is open."""
        (self.desk.folder / self.file).write_text(text, encoding="utf-8")

    def run(self, line: str) -> str:
        """Run a line of the page, and expect of all but a check that it succeeds; what it says."""
        words = command(line)
        if "serve" in words:
            self.preview = self.preview or self.desk.run(*words[3:])  # without make is another way to the same
            return ""
        folder, environment = self.desk.folder, self.desk.environment
        done = subprocess.run(words, cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False)
        assert done.returncode == 0 or "check" in words, done.stderr
        return done.stdout + done.stderr


def command(line: str) -> list[str]:
    """The words of a command, with the Python that runs the tests, and a make target as what it starts."""
    words = shlex.split(line)
    if words[0] == "make":
        recipe = re.search(rf"^{words[1]}:.*\n\t\$\(python\) -m generator (.*)$", MAKEFILE, re.MULTILINE)
        assert recipe, line
        words = [".venv/bin/python", "-m", "generator", *recipe[1].replace("$(port)", "0").split()]
    return [sys.executable if word == ".venv/bin/python" else word for word in words]


def answered(text: str, block: str) -> str:
    """A file in which each key of a block stands with its new answer, instead of the old one and its proposals."""
    for answer in re.split(r"^(?=\w)", block, flags=re.MULTILINE)[1:]:
        key = answer.partition(":")[0]
        (old,) = re.findall(rf"^{key}:.*?(?=^\s*$|^\w|\Z)", text, re.DOTALL | re.MULTILINE)
        text = text.replace(old, answer)
    return text


@pytest.fixture
def reading(tmp_path: Path, stock: Path) -> Iterator[Callable[[str, Path], Reader]]:
    """Somebody who reads a page of the handbook, with a checkout of some policies, built and committed."""
    made: list[Reader] = []

    def begin(page: str, policies: Path) -> Reader:
        desk = Desk(tmp_path / "checkout", policies, stock=stock)
        shutil.copyfile(ROOT / ".gitignore", desk.folder / ".gitignore")
        people = {
            f"GIT_{who}_{what}": "nobody@invalid" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
        }
        desk.environment |= people | {"GIT_CONFIG_GLOBAL": "/dev/null"}
        made.append(Reader(page, desk))
        for line in ("make site", "git init --quiet", "git add .", "git commit --quiet -m begun"):
            made[0].run(line)
        return made[0]

    yield begin
    for one in made:
        one.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with browser.new_context() as context:
        yield context.new_page()


def test_a_new_place(reading: Callable[[str, Path], Reader], page: Page) -> None:
    reader = reading(NEW, BASE)
    reader.follow("document")
    address = reader.address()
    page.goto(f"{address}/")
    reader.follow("begin")
    folder = reader.desk.folder / "policies" / "shili"
    made = {path.relative_to(reader.desk.folder).as_posix() for path in folder.rglob("*.*") if path.is_file()}
    assert made == set(re.findall(r"`(policies/[^`]+)`：", section(NEW, "begin")))
    panel = page.locator("#preview")
    panel.locator("li").first.wait_for()
    assert 45 < panel.locator("li").count() < 55
    for name in ("accept", "write", "classes", "check"):
        reader.follow(name)
    expect(panel).to_be_hidden()
    for path in re.findall(r"`(/[\w/]+/)`", section(NEW, "look")):
        answer = page.goto(f"{address}{path}")
        assert answer
        assert answer.ok, path
    page.goto(f"{address}/shili/water/")
    page.locator(".classes").get_by_text("需要外线工程的", exact=True).click()
    limits = page.locator(".card .limit:visible")
    expect(limits).to_have_count(1)
    expect(limits).to_contain_text(re.compile(r"不超过\s*5\s*个工作日\s*需要外线工程的"))
    reader.follow("commit")
    assert (reader.desk.folder / "guides" / "shili" / "water" / "checklist.pdf").is_file()
    reader.close()
    reader.follow("undo")
    assert reader.said[-1] == ""
    assert not folder.exists()


def test_a_changed_document(reading: Callable[[str, Path], Reader], page: Page, tmp_path: Path) -> None:
    only = tmp_path / "policies"  # the place of the exercise, without the others
    shutil.copytree(ROOT / "policies" / "wuhai", only / "wuhai")
    reader = reading(CHANGED, only)
    reader.follow("open")
    address = reader.address()
    said = html.unescape(section(CHANGED, "break"))
    before, after = re.findall(r"```yaml\n(.*?)```", said, re.DOTALL)
    (file,) = re.findall(r"`(policies/[^`]+)`", said)
    (shown,) = re.findall(r"`(/[^`]+/)`", section(CHANGED, "open"))
    page.goto(f"{address}{shown}")
    wrong = before.replace(before.splitlines(keepends=True)[-1], after)
    reader.desk.edit(file, before, wrong)
    panel = page.locator("#preview")
    expect(panel).to_contain_text(re.findall(r"```text\n(.*?)\n```", said, re.DOTALL)[0])
    expect(panel.locator("code").first).to_contain_text(f"{file}:")
    reader.desk.edit(file, wrong, before)
    expect(panel).to_be_hidden()
    reader.follow("mend")
    assert reader.said == [""]
    reader.desk.edit(file, before, before.replace("at_most: 9", "at_most: 9 # 9个工作日"))
    reader.follow("commit")
    assert reader.said[-1] == "", "the pages do not depend on a comment"
