"""A place that is not finished is data: what is open or wrong is left out, fact by fact, and the rest is judged."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from expected import POLICIES, ROOT

from generator import checks
from generator.checks import accounts
from generator.cli import main
from generator.desk import starter
from generator.desk.place import opened as desk
from generator.desk.place.state import state
from generator.findings import Finding
from generator.pages import place
from generator.policy import loader, unfinished
from generator.policy.folders import is_place
from generator.policy.guide import ANSWERED, items
from generator.policy.loader import City, Policies
from generator.policy.resolve import Resolved
from generator.policy.scalars import TO_FILL
from generator.policy.sources import LeftOut
from generator.telling.compose import telling

STRUCTURES = ROOT / "tests" / "cases" / "every-structure" / "originals" / "xugou.txt"
ERRORS = ROOT / "tests" / "errors"
DAY = date(2099, 1, 15)
LONG = {"table-too-large"}
"""What takes seconds to judge."""


def opened(root: Path, originals: Path | None = None) -> tuple[Policies, tuple[Resolved, ...], tuple[Finding, ...]]:
    """A folder of policies as the desk sees it."""
    return checks.check(root, originals, DAY, unpublished=True, load=unfinished.load)


def base(folder: Path, *faults: Path) -> Path:
    """The valid place of the tests of errors, with faults laid over it."""
    for fault in (ERRORS / "base", *faults):
        shutil.copytree(fault, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("expected.txt"))
    return folder / "policies" / "nowhere"


def begun(folder: Path) -> Path:
    """A place just begun, from the invented document that has every structure."""
    said = ["new", "xu", "--utility", "water,gas", "--document", str(STRUCTURES), "--policies", str(folder)]
    assert main(said) == 0
    return folder / "xu"


def edit(path: Path, old: str, new: str) -> None:
    """A file changed at one place."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, old
    path.write_text(text.replace(old, new), encoding="utf-8")


def addresses(left_out: Sequence[LeftOut]) -> list[str | None]:
    return [out.address for out in left_out]


@pytest.mark.parametrize("root", [POLICIES, ROOT / "tests" / "cases" / "every-structure" / "policies"])
def test_what_is_finished_is_loaded_as_ever(root: Path) -> None:
    assert unfinished.load(root) == loader.load(root)
    assert unfinished.load(root)[0].cities


@pytest.mark.slow
def test_a_place_just_begun_is_a_city_with_every_question_open(tmp_path: Path) -> None:
    folder = begun(tmp_path)
    policies, guides, findings = opened(tmp_path)
    city: City = policies.cities[0]
    assert {problem.code for problem in findings if problem.severity != "info"} == {"left-blank"}
    assert set(findings) >= set(loader.load(tmp_path)[1])
    assert all(out.open for out in city.left_out)
    assert {(out.file, out.at) for out in city.left_out if len(out.at) == 1} == {
        *(("city.yaml", (name,)) for name in ("name", "code", "covers", "read")),
        *(("city.yaml", (name,)) for name in ANSWERED if name not in starter.UTILITY_SECTIONS),
        *((f"{utility}.yaml", (name,)) for utility in ("water", "gas") for name in ("classes", "limits")),
    }
    assert [document.text for document in city.file.documents] == ["xu.txt"]
    assert [resolved.guide.address for resolved in guides] == ["xu/water", "xu/gas"]
    assert all(getattr(resolved.guide, name) is None for resolved in guides for name in ANSWERED)
    ((_, original, accounted),) = accounts.of_city(city, guides, None)
    assert original.text.split() == STRUCTURES.read_text(encoding="utf-8").split()
    assert len(accounted) > 200
    assert (folder / "originals" / "xu.txt").is_file()


def test_one_broken_fact_among_good_ones_is_left_out_alone(tmp_path: Path) -> None:
    folder = base(tmp_path)
    water = folder / "water.yaml"
    _, before, _ = opened(tmp_path / "policies")
    edit(water, "  - id: small\n    when", "  - id: small\n    wehn")
    policies, guides, findings = opened(tmp_path / "policies")
    (out,) = policies.cities[0].left_out
    assert (out.file, out.at, out.address) == ("water.yaml", ("limits", 0), "water.yaml/limits/small")
    assert [problem.code for problem in out.findings] == ["unknown-key"]
    assert not out.open
    assert set(out.findings) <= set(findings)
    kept = [limit for limit in items(before[0].guide, "limits") if limit.id != "small"]
    assert list(items(guides[0].guide, "limits")) == kept
    assert guides[0].guide.papers == before[0].guide.papers


def test_what_stands_behind_a_broken_fact_keeps_its_line(tmp_path: Path) -> None:
    folder = base(tmp_path)
    water = folder / "water.yaml"
    text = water.read_text(encoding="utf-8")
    large = "  - id: large\n    at_most: 9\n    unit: day\n    cite: {clause: 一、, quote: 没有这句话}\n"
    water.write_text(text.replace("limits:\n", "limits:\n  - {id: Broken}\n" + large), encoding="utf-8")
    policies, _, findings = opened(tmp_path / "policies", tmp_path / "originals")
    assert addresses(policies.cities[0].left_out)[0] == "water.yaml/limits/Broken"
    lines = water.read_text(encoding="utf-8").split("\n")
    about = [problem for problem in findings if problem.thing == "limits/large" and problem.position.line > 1]
    assert about
    for problem in about:
        within = lines[: problem.position.line]
        assert max(line.strip() for line in within if line.strip().startswith("- id:")) and "large" in "".join(
            within[-4:]
        )


def test_a_broken_head_gets_what_stands_for_it(tmp_path: Path) -> None:
    folder = base(tmp_path)
    city = folder / "city.yaml"
    edit(city, "name: 无此市\n", f"name: {TO_FILL}\n")
    edit(city, "covers: ", "cover: ")
    policies, guides, findings = opened(tmp_path / "policies")
    loaded = policies.cities[0]
    assert loaded.file.shown == "nowhere"
    assert set(addresses(loaded.left_out)) == {"city.yaml/name", "city.yaml/cover", "city.yaml/covers"}
    assert guides[0].guide.papers
    assert {"left-blank", "unknown-key"} <= {problem.code for problem in findings}


def test_of_a_document_only_the_key_is_left_out(tmp_path: Path) -> None:
    folder = base(tmp_path)
    edit(folder / "city.yaml", "    date: ", "    kind: 通知\n    date: 昨天 #")
    policies, _, _ = opened(tmp_path / "policies")
    loaded = policies.cities[0]
    assert [(out.at, out.address) for out in loaded.left_out] == [
        (("documents", 0, "kind"), "city.yaml/documents/notice"),
        (("documents", 0, "date"), "city.yaml/documents/notice"),
    ]
    assert loaded.file.documents[0].kind is None
    assert loaded.file.documents[0].title != "not_stated"


def test_of_the_reviews_one_that_is_broken_is_left_out_alone(tmp_path: Path) -> None:
    folder = base(tmp_path)
    agreed = "{verdict: agreed, by: 乙, on: 2099-01-04, hash: 0123456789abcdef}"
    lines = [f"  water.yaml/limits/small: {agreed}", f"  water.yaml/scope/place: {agreed.replace('2099', '不知')}"]
    (folder / "reviewed.yaml").write_text("\n".join(["reviewed:", *lines, ""]), encoding="utf-8")
    loaded = opened(tmp_path / "policies")[0].cities[0]
    assert [(out.file, out.at) for out in loaded.left_out] == [
        ("reviewed.yaml", ("reviewed", "water.yaml/scope/place"))
    ]
    assert loaded.reviewed is not None
    assert list(loaded.reviewed.reviewed) == ["water.yaml/limits/small"]


@pytest.mark.parametrize("damage", ["a: [\n", "\x00", "", "- a\n- b\n", "只是文字\n"])
@pytest.mark.parametrize("name", ["city.yaml", "water.yaml", "set-aside.yaml"])
def test_a_file_that_cannot_be_read_is_missing_and_the_rest_goes_on(tmp_path: Path, name: str, damage: str) -> None:
    folder = base(tmp_path)
    (folder / name).write_text(damage, encoding="utf-8")
    policies, guides, findings = opened(tmp_path / "policies", tmp_path / "originals")
    loaded = policies.cities[0]
    whole = [out for out in loaded.left_out if not out.at]
    assert addresses(whole) == [name]
    assert whole[0].findings
    assert set(whole[0].findings) <= set(findings)
    assert [resolved.guide.utility for resolved in guides] == ["water"]
    assert len(list(accounts.of_city(loaded, guides, tmp_path / "originals"))) == 1


def test_of_a_file_with_a_torn_block_the_others_are_read(tmp_path: Path) -> None:
    folder = base(tmp_path)
    edit(folder / "water.yaml", "limits:\n", "limits:\n  - {id: [\n")
    policies, guides, _ = opened(tmp_path / "policies")
    assert addresses(policies.cities[0].left_out) == ["water.yaml/limits"]
    assert guides[0].guide.limits is None
    assert guides[0].guide.classes


def test_a_place_over_one_that_is_not_there_stands_alone(tmp_path: Path) -> None:
    folder = base(tmp_path)
    edit(folder / "city.yaml", "name: ", "overlays: absent\nname: ")
    policies, guides, findings = opened(tmp_path / "policies")
    assert addresses(policies.cities[0].left_out) == ["city.yaml/overlays"]
    assert guides
    assert "unknown-id" in {problem.code for problem in findings}


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(fault, marks=pytest.mark.soak if "." in fault.name or fault.name in LONG else pytest.mark.slow)
        for fault in sorted(ERRORS.iterdir())
        if fault.is_dir()
    ],
    ids=lambda fault: fault.name,
)
def test_whatever_is_wrong_hides_nothing_and_raises_nothing(fault: Path, tmp_path: Path) -> None:
    """Every finding of `check` stays; the place has guides, what they say can be told, and the desk shows all of it."""
    base(tmp_path, *([fault] if fault.name != "base" else []))
    root, originals = Path("policies"), Path("originals")
    before = Path.cwd()
    os.chdir(tmp_path)
    try:
        strict = checks.check(root, originals, DAY, unpublished=True)[2]
        policies, guides, findings = opened(root, originals)
        for resolved in guides:
            telling(resolved.guide)
        shown = [state(desk.opened(root, city.slug, originals)) for city in policies.cities]
        assert json.dumps(shown)
    finally:
        os.chdir(before)
    assert {problem for problem in strict if problem.severity != "info"} <= set(findings)
    named = {entry.name for entry in (tmp_path / "policies").iterdir() if is_place(entry)}
    assert {city.slug for city in policies.cities} == {name for name in named if loader.is_id(name)}
    if "nowhere" in named and fault.name not in _NO_GUIDE:
        assert any(resolved.guide.place.slug == "nowhere" for resolved in guides)


_NO_GUIDE: set[str] = set()


def test_what_is_left_out_is_never_built(tmp_path: Path) -> None:
    folder = base(tmp_path)
    edit(folder / "water.yaml", "  - id: small\n    when", "  - id: small\n    wehn")
    policies, guides, _ = checks.check(tmp_path / "policies")
    assert not policies.cities
    assert not guides
    assert not place.places(guides)
