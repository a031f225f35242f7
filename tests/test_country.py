"""The invented country that is measured on: sound, the same every time, and as varied as it is meant to be."""

from __future__ import annotations

from pathlib import Path

import pytest
from bench import country
from expected import ROOT

from generator import checks
from generator.policy.loader import Policies
from generator.policy.resolve import Resolved
from generator.words.catalogue import words

pytestmark = pytest.mark.slow

GUIDES = 100


TRUE = {"bound-of-none", "fee-without-basis"}
"""What is found of invented documents that leave out a bound or a basis, as real ones do."""


@pytest.fixture(scope="module")
def policies(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("country") / "policies"
    country.write(GUIDES, 1, folder)
    return folder


@pytest.fixture(scope="module")
def checked(policies: Path) -> tuple[Policies, tuple[Resolved, ...]]:
    loaded, resolved, findings = checks.check(policies)
    assert [str(one) for one in findings if one.severity in ("error", "warning") and one.code not in TRUE] == []
    return loaded, resolved


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.yaml")}


def test_it_has_as_many_guides_as_were_asked_for(checked: tuple[Policies, tuple[Resolved, ...]]) -> None:
    assert len(checked[1]) == GUIDES


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(policies: Path, tmp_path: Path) -> None:
    for seed in (1, 2):
        country.write(GUIDES, seed, tmp_path / str(seed))
    assert files(tmp_path / "1") == files(policies)
    assert files(tmp_path / "2") != files(policies)


def test_a_smaller_country_is_the_beginning_of_a_larger_one(policies: Path, tmp_path: Path) -> None:
    country.write(15, 1, tmp_path / "small")
    assert files(tmp_path / "small").items() <= files(policies).items()


def test_every_structure_occurs(policies: Path, checked: tuple[Policies, tuple[Resolved, ...]]) -> None:
    guides = [one.guide for one in checked[1]]
    assert {len(one.chain) for one in checked[1]} == {1, 2}
    for structure in ("defects", "schedules", "phases", "terms", "tables", "classes", "limits", "joint"):
        assert any(isinstance(getattr(one, structure), tuple) and getattr(one, structure) for one in guides), structure
    assert any(one.reference for one in guides)
    assert {one.utility for one in guides} == {*words()["utilities"]}
    names = {Path(name).name for name in files(policies)}
    assert {"form.yaml", "set-aside.yaml", "water.assured.yaml"} <= names


def test_it_is_as_large_as_the_real_places(checked: tuple[Policies, tuple[Resolved, ...]]) -> None:
    """Medians within a third; the structures are not the same, so they cannot be equal."""

    def median(resolved: tuple[Resolved, ...]) -> int:
        sizes = sorted(repr(one.guide).count("Cite(") for one in resolved if one.guide.reference is None)
        return sizes[len(sizes) // 2]

    real = median(checks.check(ROOT / "policies")[1])
    assert real * 2 / 3 < median(checked[1]) < real * 4 / 3


def test_no_name_can_be_taken_for_a_fact(checked: tuple[Policies, tuple[Resolved, ...]]) -> None:
    for city in checked[0].cities:
        assert city.file.name.startswith("虚构")
        assert all("虚构" in str(one.title) and "虚构" in "".join(one.issuing) for one in city.file.documents)
