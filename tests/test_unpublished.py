"""A place that is marked as not to be published hinders no other, and is nowhere on the site; `check` says so."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from desk import BASE, Desk
from expected import CONFIG, tree

from generator import checks
from generator.build.workshop import Sources
from generator.cli import main
from generator.policy import loader
from generator.policy.syntax.text import MAX_BYTES
from generator.policy.syntax.tree import MAX_NODES
from generator.preview.state import Preview

MARK = "published: false\n"


def begun(policies: Path, name: str, head: str = MARK) -> Path:
    """A further place, in which one time limit is not what its document says, and one key is misspelt."""
    place = policies / name
    shutil.copytree(BASE / "nowhere", place)
    prepend(place / "city.yaml", head)
    water = (place / "water.yaml").read_text(encoding="utf-8")
    (place / "water.yaml").write_text(water.replace("at_most: 3", "at_most: 2"), encoding="utf-8")
    (place / "gas.yaml").write_text(water.replace("at_most: 3", "at_mots: 3"), encoding="utf-8")
    return place


def prepend(file: Path, head: str) -> None:
    file.write_text(head + file.read_text(encoding="utf-8"), encoding="utf-8")


@pytest.fixture
def policies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The policies of one good place, in a folder of their own."""
    shutil.copytree(BASE, tmp_path / "policies")
    monkeypatch.chdir(tmp_path)
    return Path("policies")


def test_the_others_are_judged_as_if_it_were_not_there(policies: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = checks.check(policies)
    begun(policies, "draft")
    loaded, guides, found = checks.check(policies)
    assert [city.slug for city in loaded.cities] == ["nowhere"]
    assert guides == before[1]
    told = [one for one in found if one not in before[2]]
    assert [(one.code, one.severity, str(one.position)) for one in told] == [
        ("not-published", "info", "policies/draft/city.yaml:1:1")
    ]
    assert dict(told[0].words)["number"] == "1", "of the file that could not be loaded"
    assert main(["check"]) == 0
    assert "还不发布的地方有 1 个" in capsys.readouterr().err


@pytest.mark.parametrize("broken", ["water.yaml", "set-aside.yaml", "unknown.yaml"])
def test_a_broken_file_beside_the_mark_hinders_nobody(broken: str, policies: Path) -> None:
    (begun(policies, "draft") / broken).write_text("a: [\n\t: {", encoding="utf-8")
    assert main(["check"]) == 0
    assert main(["diff", "policies", "policies"]) == 0
    assert main(["facts", "nowhere"]) == 0


@pytest.mark.parametrize(
    "head",
    ["published: [\n", "published: true\n", "published: no\n", "published: false\npublished: true\n", "published: ''\n",
     "covers: 'published: false'\n", "# published: false\n", ""],
)  # fmt: skip
def test_what_is_no_mark_is_none(head: str, policies: Path) -> None:
    begun(policies, "draft", head)
    assert loader.unpublished_at(policies / "draft") is None
    assert main(["check"]) == 1


@pytest.mark.parametrize("head", ["published: false\n", "published: 'false'\n", '"published": false # 还没有录完\n'])
def test_a_mark(head: str, policies: Path) -> None:
    begun(policies, "draft", head)
    assert main(["check"]) == 0


@pytest.mark.parametrize(
    "spoilt",
    [
        lambda text: text + b"a: [\n\t: {",
        lambda text: text.replace("虚".encode(), "虚".encode("gbk")) + "虚水县".encode("gbk"),
        lambda text: text.decode().encode("utf-16"),
        lambda text: text + b"#" * MAX_BYTES,
        lambda text: text + b"".join(b"k%d: {}\n" % number for number in range(MAX_NODES)),
        lambda text: b"a: &a [*a]\n" + text + b"b: {{{\n",
    ],
    ids=["no YAML", "GBK", "UTF-16", "too large", "too many", "other end"],
)
def test_a_mark_holds_whatever_else_is_wrong_with_its_file(spoilt: Callable[[bytes], bytes], policies: Path) -> None:
    """Somebody is still writing it, perhaps with another editor."""
    file = begun(policies, "draft") / "city.yaml"
    file.write_bytes(spoilt(file.read_bytes()))
    assert main(["check"]) == 0
    assert main(["check", "draft"]) == 1


def test_no_mark_in_what_is_no_yaml(policies: Path) -> None:
    for head in (
        "published: true\n",
        "published: false\npublished: true\n",
        "# published: false\n",
        "a: published: false\n",
    ):
        shutil.rmtree(policies / "draft", ignore_errors=True)
        begun(policies, "draft", f"{head}a: [\n\t: {{\n")
        assert loader.unpublished_at(policies / "draft") is None


def test_asked_about_by_name_it_is_judged_like_any_other(policies: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = begun(policies, "draft")
    assert main(["check", "draft"]) == 1
    assert "[unknown-key]" in capsys.readouterr().err
    assert main(["facts", "draft"]) == 1
    (place / "gas.yaml").unlink()
    assert main(["check", "draft"]) == 1
    said = capsys.readouterr().err
    assert "policies/draft/water.yaml" in said
    assert "[unborne]" in said
    shutil.copy(BASE / "nowhere" / "water.yaml", place)
    assert main(["check", "draft"]) == 0
    assert main(["facts", "draft/water"]) == 0
    assert "draft/water" in capsys.readouterr().out


def test_a_published_place_over_one_that_is_not_is_an_error(policies: Path, capsys: pytest.CaptureFixture[str]) -> None:
    begun(policies, "draft")
    shutil.copytree(BASE / "nowhere", policies / "upper")
    prepend(policies / "upper" / "city.yaml", "overlays: draft\n")
    for words in (["check"], ["check", "upper"], ["facts", "upper"], ["diff", "policies", "policies"]):
        assert main(words) == 1
        assert "policies/upper/city.yaml:1:11: " in (said := capsys.readouterr().err)
        assert "[overlay-unpublished]" in said
    prepend(policies / "upper" / "city.yaml", MARK)
    assert main(["check"]) == 0


def test_an_unpublished_place_over_a_published_one_changes_nothing(policies: Path) -> None:
    before = checks.check(policies)
    begun(policies, "draft", f"{MARK}overlays: nowhere\n")
    _, guides, found = checks.check(policies)
    assert guides == before[1]
    assert {one.code for one in found} - {one.code for one in before[2]} == {"not-published"}


def test_the_record_of_changes_names_what_is_published(policies: Path, capsys: pytest.CaptureFixture[str]) -> None:
    begun(policies, "draft")
    record = "changes:\n  - {id: one, on: 2099-01-03, guides: [draft/water], title: 虚构的变化}\n"
    (policies / "changes.yaml").write_text(record, encoding="utf-8")
    assert main(["check"]) == 1
    assert "draft/water" in capsys.readouterr().err


@pytest.mark.build
def test_the_site_is_the_same_with_and_without_it(tmp_path: Path, stock: Path) -> None:
    """Byte for byte, guides/ too; `fresh` sees no difference; published, it is there."""
    desk = Desk(tmp_path / "desk", stock=stock)
    assert desk.done("build")[0] == 0
    before = desk.site(), tree(desk.folder / "guides")
    begun(desk.folder / "policies", "draft", f"{MARK}overlays: nowhere\n")
    begun(desk.folder / "policies", "other")
    code, said = desk.done("build")
    assert (code, "[not-published]" in said) == (0, True)
    assert (desk.site(), tree(desk.folder / "guides")) == before
    assert desk.done("fresh")[0] == 0
    desk.edit("policies/other/city.yaml", MARK, "")
    code, said = desk.done("build", "--draft")
    assert (code, "policies/other/gas.yaml" in said) == (1, True)
    (desk.folder / "policies" / "other" / "gas.yaml").unlink()
    shutil.copy(BASE / "nowhere" / "water.yaml", desk.folder / "policies" / "other")
    assert desk.done("build", "--draft")[0] == 0
    assert "other/water/index.html" in desk.site()


@pytest.mark.build
def test_the_preview_shows_it_once_it_has_no_errors(policies: Path) -> None:
    place = begun(policies, "draft")
    preview = Preview(Sources(policies, CONFIG, Path("made")))
    preview.refresh()
    assert "nowhere/water/index.html" in preview.state.site
    assert "draft/index.html" not in preview.state.site
    assert {one.position.path.rpartition("/")[0] for one in preview.state.findings} == {"policies/draft"}
    (place / "gas.yaml").unlink()
    shutil.copy(BASE / "nowhere" / "water.yaml", place)
    preview.refresh()
    assert {"nowhere/water/index.html", "draft/water/index.html"} <= set(preview.state.site)
    assert preview.state.findings == ()


@pytest.mark.slow
def test_a_folder_to_fill_in_is_marked(policies: Path) -> None:
    Path("text.txt").write_text("虚水县供水报装办理时限为三个工作日，这是虚构的文件，仅供测试。" * 3, encoding="utf-8")
    assert main(["new", "fresh", "--document", "text.txt"]) == 0
    assert main(["check"]) == 0
    assert main(["check", "fresh"]) == 1
    assert "删去这一行" in (policies / "fresh" / "city.yaml").read_text(encoding="utf-8")
