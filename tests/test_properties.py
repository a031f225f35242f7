"""What holds for every policy, every file and every condition, with examples drawn by Hypothesis.

`make test` draws a few, the same each time; `make soak` draws many, other ones each time, and prints how to repeat one
that fails.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from expected import ROOT
from expected import pages as pages_of
from expected import sheets as sheets_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from planting import escaped
from strategies import CITE, CLAUSES, CONDITIONS, DAMAGE, NOISE, hit, utilities

from generator import checks
from generator.checks import forgotten
from generator.data import guide_json
from generator.document.text import readable
from generator.findings import Finding
from generator.policy import feel, loader

BASE = ROOT / "tests" / "errors" / "base" / "policies" / "nowhere"
UNPROVEN = {"unborne", "no-glyph", "no-cite", "no-quote", "no-clause"}
"""What drawn words provoke: no document bears them, and paper does not know every letter."""
Property = Callable[[], None]


def few(number: int) -> settings:
    """The same examples each time."""
    slow = [HealthCheck.too_slow, HealthCheck.data_too_large]
    return settings(max_examples=number, derandomize=True, deadline=None, database=None, suppress_health_check=slow)


def many(number: int) -> settings:
    """Other examples each time."""
    return settings(few(number), derandomize=False, print_blob=True)


# -------------------------------------------------------------------------------------------------- valid policies


def _folder(root: Path, drawn: dict[str, Any]) -> Path:
    """The invented place with drawn sections in its utility's file."""
    folder = root / "policies" / "nowhere"
    folder.mkdir(parents=True)
    (folder / "city.yaml").write_bytes((BASE / "city.yaml").read_bytes())
    own = yaml.load((BASE / "water.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506  strings only
    cited = {name: [{**fact, "cite": CITE} for fact in facts] if isinstance(facts, list) else facts
             for name, facts in drawn.items()}  # fmt: skip
    text = escaped(json.dumps({**own, **cited}, ensure_ascii=False, indent=0))
    (folder / "water.yaml").write_text(text, encoding="utf-8")
    return root / "policies"


@given(utilities())
def valid_policies_become_pages(drawn: dict[str, Any]) -> None:
    """Valid → loaded → rendered whole; its facts are in the data as they were written."""
    with tempfile.TemporaryDirectory() as root:
        loaded, resolved, findings = checks.check(_folder(Path(root), drawn))
        assert {one.code for one in findings if one.severity == "error"} <= UNPROVEN
        (one,) = resolved
        assert set(pages_of(resolved, loaded)) >= {"nowhere/index.md", "nowhere/water/index.md"}
        assert all(sheet.html for sheet in sheets_of(resolved, loaded.publisher).values())
        told = json.loads(guide_json.guide_json(one.guide))
    for section, facts in drawn.items():
        if facts == "not_stated":
            assert told[section] == "not_stated"
            continue
        for fact, said in zip(facts, told[section], strict=True):
            assert _flat(fact).items() <= _flat(said).items()


def _flat(fact: dict[str, Any]) -> dict[str, str]:
    """The texts of a fact by path, white space as the model keeps it."""
    found: dict[str, str] = {}
    for key, value in fact.items():
        if isinstance(value, dict):
            found |= {f"{key}/{name}": text for name, text in _flat(value).items()}
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            found |= {f"{key}/{name}": text for name, text in _flat(value[0]).items()}
        elif isinstance(value, str):
            found[key] = " ".join(value.split())
    return found


# --------------------------------------------------------------------------------------------------- damaged files


@given(DAMAGE)
def damaged_files_are_refused_with_a_place(cuts: list[tuple[float, int, bytes]]) -> None:
    """Any bytes: loaded, or findings that stand in the file; never anything else."""
    with tempfile.TemporaryDirectory() as root:
        folder = Path(root, "policies", "nowhere")
        folder.mkdir(parents=True)
        for path in BASE.glob("*.yaml"):
            (folder / path.name).write_bytes(hit(path.read_bytes(), cuts))
        loaded, findings = loader.load(folder.parent)
    assert bool(loaded.cities) is not any(one.severity == "error" for one in findings)
    for one in findings:
        assert min(one.position.line, one.position.column) >= 1
        assert "nowhere" in one.position.path
        assert all(character.isprintable() or character == "\n" for character in str(one))


# ------------------------------------------------------------------------------------------------------- documents

_TEXTS = (
    (ROOT / "tests" / "errors" / "base" / "originals" / "nowhere.txt").read_text(
        encoding="utf-8"
    ),  # of which all is cited
    """文件（虚构）\n各单位：\n一、范围\n（一）甲乙。\n（二）丙丁。\n1.戊己\n二、流程\n庚辛。\n公司（虚构）\n附件1\n子丑\n一、寅\n卯\n附件2\n辰巳。\n""",
    """承诺（虚构）\n业务接待：\n甲乙。\n丙丁。\n公司（虚构）\n""",
    """办法（虚构）\n第一条 甲乙。\n第二条 丙丁。\n""",
)


@given(st.sampled_from(_TEXTS), CLAUSES, st.floats(0, 1))
def whatever_a_clause_says_is_reported_or_set_aside(text: str, clause: str, where: float) -> None:
    """Anywhere in a document, until it is set aside as the finding says."""
    lines = text.splitlines()
    at = round(where * len(lines))
    with tempfile.TemporaryDirectory() as root:
        policies, texts = _folder(Path(root), {}), Path(root, "originals")
        texts.mkdir()
        (texts / "nowhere.txt").write_text("\n".join([*lines[:at], clause, *lines[at:], ""]), encoding="utf-8")
        found = _forgotten(policies, texts)
        assert readable(clause).strip()[:60] in {dict(one.words)["text"] for one in found}
        entries = "".join(f"  - {dict(one.words)['entry']}\n" for one in found).replace(
            "because: 请填写", "because: 虚构"
        )
        (policies / "nowhere" / "set-aside.yaml").write_text(f"clauses:\n{entries}", encoding="utf-8")
        assert _forgotten(policies, texts) == ()


def _forgotten(policies: Path, texts: Path) -> tuple[Finding, ...]:
    loaded, guides, _ = checks.check(policies)
    return tuple(forgotten.forgotten(loaded.cities[0], guides, texts))


# ------------------------------------------------------------------------------------------------------ conditions

_VALUES: tuple[feel.Value, ...] = (*map(Decimal, ("-1", "0", "0.001", "3", "100", "99999")), "small", True)


@given(NOISE)
def a_condition_is_read_or_refused(text: str) -> None:
    """A unary test or the error that says so; what is read is written so that it is read again."""
    try:
        test = feel.parse(text)
    except feel.FeelError:
        return
    again = feel.parse(test.feel())
    assert (again.ranges, again.values, again.negated) == (test.ranges, test.values, test.negated)


@given(CONDITIONS)
def a_negated_condition_is_the_opposite(text: str) -> None:
    """Of every value, exactly one of a test and its negation holds."""
    if text.startswith("not("):
        return
    try:
        test, negation = feel.parse(text), feel.parse(f"not({text})")
    except feel.FeelError:
        return
    for value in _VALUES:
        assert test.matches(value) is not negation.matches(value)


PROPERTIES: tuple[tuple[Any, int, int], ...] = (
    (valid_policies_become_pages, 15, 1_000),
    (damaged_files_are_refused_with_a_place, 100, 5_000),
    (whatever_a_clause_says_is_reported_or_set_aside, 60, 3_000),
    (a_condition_is_read_or_refused, 500, 50_000),
    (a_negated_condition_is_the_opposite, 200, 20_000),
)


@pytest.mark.slow
@pytest.mark.parametrize(("holds", "number"), [(holds, number) for holds, number, _ in PROPERTIES])
def test_what_always_holds(holds: Any, number: int) -> None:
    few(number)(holds)()


@pytest.mark.soak
@pytest.mark.parametrize(("holds", "number"), [(holds, number) for holds, _, number in PROPERTIES])
def test_what_always_holds_of_many(holds: Any, number: int) -> None:
    many(number)(holds)()
