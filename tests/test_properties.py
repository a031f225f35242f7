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
from planting import escaped
from strategies import CITE, CONDITIONS, DAMAGE, NOISE, hit, utilities

from generator import checks, exports, feel, loader

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
        told = json.loads(exports.guide_json(one.guide))
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
        assert min(one.place.line, one.place.column) >= 1
        assert "nowhere" in one.place.path
        assert all(character.isprintable() or character == "\n" for character in str(one))


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
    (a_condition_is_read_or_refused, 500, 50_000),
    (a_negated_condition_is_the_opposite, 200, 20_000),
)


@pytest.mark.parametrize(("holds", "number"), [(holds, number) for holds, number, _ in PROPERTIES])
def test_what_always_holds(holds: Any, number: int) -> None:
    few(number)(holds)()


@pytest.mark.soak
@pytest.mark.parametrize(("holds", "number"), [(holds, number) for holds, _, number in PROPERTIES])
def test_what_always_holds_of_many(holds: Any, number: int) -> None:
    many(number)(holds)()
