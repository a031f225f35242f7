"""A place over others: what it replaces, varies, adds and drops, what is weaker or forbidden, and who says what."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from expected import ROOT, pages

from generator import checks
from generator.findings import Finding
from generator.media.answers import answer, in_words
from generator.policy import layers, resolve
from generator.policy.facts import Limit
from generator.policy.guide import Guide, facts, items
from generator.policy.layers import Origin, Written
from generator.policy.provenance import Conflict
from generator.policy.sources import Source
from generator.telling.compose import telling

BASE = ROOT / "tests" / "errors" / "base"
CITY = """
name: {name}
code: not_stated
covers: {name}（虚构）
overlays: {above}
level: {level}
read: {{by: 测试, on: 2099-01-03}}
documents:
  - id: notice
    title: {name}用水报装办法（虚构）
    issuers: [{name}公用局]
    number: {name}〔2099〕1号
    date: 2099-01-03
    effective: not_stated
    expires: not_stated
    basis: not_stated
    cite:
      - {{clause: 文头, quote: [{name}公用局, {name}〔2099〕1号, {name}用水报装办法（虚构）]}}
      - {{clause: 落款, quote: 2099年1月3日}}
"""
TEXT = "{name}公用局\n\n{name}〔2099〕1号\n\n{name}用水报装办法（虚构）\n\n一、{text}\n\n{name}公用局\n\n2099年1月3日\n"
LIMIT = """
limits:
  - id: {id}
    when: {{class: small}}
    layer: {{{layer}}}
    at_most: {days}
    unit: {unit}
    starts_on: {starts}
    ends_with: not_stated
    excludes: not_stated
    cite: {{clause: 一、, quote: {quote}}}
"""
HALL = "channels:\n  - {id: hall, kind: window, name: 政务大厅, cite: {clause: 一、, quote: 到政务大厅}}\n"
OPEN = {"starts_on": "not_stated", "ends_with": "not_stated", "excludes": "not_stated"}
Lay = Callable[..., None]


@pytest.fixture
def lay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Lay:
    """Puts a place over the valid one, in a folder that `check` is run in."""
    shutil.copytree(BASE, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)

    def put(text: str, water: str = "", slug: str = "elsewhere", above: str = "nowhere", level: str = "county") -> None:
        name = {"elsewhere": "别处县", "third": "第三处"}[slug]
        folder = Path("policies") / slug
        folder.mkdir()
        (folder / "city.yaml").write_text(CITY.format(name=name, above=above, level=level), encoding="utf-8")
        if water:
            (folder / "water.yaml").write_text(water, encoding="utf-8")
        Path(f"originals/{slug}.txt").write_text(TEXT.format(name=name, text=text), encoding="utf-8")

    return put


def forbid(sections: str = "limits, papers") -> None:
    """The document above forbids counties to change some sections."""
    path, text = Path("policies/nowhere/city.yaml"), Path("originals/nowhere.txt")
    rule = (
        f"    forbids: [{{changes: [{sections}], to: {{county: 各县}}, cite: {{clause: 一、, quote: 各县不得改变}}}}]\n"
    )
    path.write_text(path.read_text(encoding="utf-8").replace("    cite:\n", f"{rule}    cite:\n"), encoding="utf-8")
    before = text.read_text(encoding="utf-8")
    text.write_text(before.replace("用水报装。", "用水报装。各县不得改变时限和材料。", 1), encoding="utf-8")


def limit(days: str, layer: str, unit: str = "working_day", starts: str = "not_stated", name: str = "own") -> str:
    """A utility file with one limit, and its sentence."""
    counted = {"working_day": "个工作日", "hour": "个小时"}[unit]
    start = "" if starts == "not_stated" else f"自{starts}起"
    quote = f"小型项目{start}不超过{days}{counted}"
    return LIMIT.format(id=name, layer=layer, days=days, unit=unit, starts=starts, quote=quote)


def sentence(water: str) -> str:
    """The words that such a file quotes, and a full stop."""
    return water.rpartition("quote: ")[2].strip().removesuffix("}") + "。"


def found() -> tuple[dict[str, resolve.Resolved], list[Finding]]:
    """The guides by address, and what is wrong."""
    _, guides, findings = checks.check(Path("policies"), Path("originals"))
    return {one.guide.address: one for one in guides}, [one for one in findings if one.severity != "info"]


def over(lay: Lay, water: str) -> tuple[resolve.Resolved, list[str]]:
    """A place with this file over the valid one, and the codes of what is wrong with the two."""
    lay(sentence(water), water)
    guides, findings = found()
    return guides["elsewhere/water"], [one.code for one in findings]


def amounts(guide: Guide) -> list[tuple[str, str]]:
    """The limits of small projects: by which document, how many days or hours."""
    small = (one for one in facts(guide, "limits") if one.when)
    return [(str(one.cite[0].doc), str(one.at_most)) for one in small]


# ------------------------------------------------------------------------------------------------- the four words


def test_what_replaces_stands_instead(lay: Lay) -> None:
    resolved, codes = over(lay, limit("2", "replaces: nowhere/limits/small"))
    assert codes == []
    assert amounts(resolved.guide) == [("notice", "2")]
    assert resolved.origin("limits", "own").source.path == "policies/elsewhere/water.yaml"


def test_what_varies_stands_beside(lay: Lay) -> None:
    resolved, codes = over(lay, limit("2", "varies: nowhere/limits/small"))
    assert codes == []
    assert amounts(resolved.guide) == [("nowhere-notice", "3"), ("notice", "2")]
    (conflict,) = (one for one in items(resolved.guide, "limits") if isinstance(one, Conflict))
    (relation,) = (one for one in telling(resolved.guide).relations if one.id == f"limits/{conflict.id}")
    assert relation.says == "无此市也有规定，本地的对办事人更有利；两处都写在这里"
    paths = [origin.source.path for origin, _ in resolved.written("limits")]
    assert paths == ["policies/nowhere/water.yaml", "policies/elsewhere/water.yaml"]


def test_what_is_added_leaves_the_other(lay: Lay) -> None:
    resolved, codes = over(lay, limit("2", "adds: nowhere/limits/small"))
    assert codes == []
    assert amounts(resolved.guide) == [("nowhere-notice", "3"), ("notice", "2")]
    assert not any(isinstance(one, Conflict) for one in items(resolved.guide, "limits"))


@pytest.mark.parametrize("upper", ["nowhere/limits/small", "nowhere/limits"])
def test_what_is_dropped_is_gone(upper: str, lay: Lay) -> None:
    cite = "cite: {clause: 一、, quote: 不限时}"
    lay("不限时。", f"limits:\n  - {{id: none-here, none: true, layer: {{drops: {upper}}}, {cite}}}\n")
    guides, findings = found()
    assert findings == []
    assert amounts(guides["elsewhere/water"].guide) == []
    assert [one.id for one in items(guides["elsewhere/water"].guide, "limits")] == ["none-here"]


def test_a_whole_section_is_replaced_once(lay: Lay) -> None:
    resolved, codes = over(lay, limit("2", "replaces: nowhere/limits"))
    assert codes == []
    assert amounts(resolved.guide) == [("notice", "2")]


def test_silence_takes_nothing_away(lay: Lay) -> None:
    lay("照旧。", "limits: not_stated\nscope:\n  - {id: as-before, cite: {clause: 一、, quote: 照旧}}\n")
    guides, findings = found()
    assert findings == []
    assert amounts(guides["elsewhere/water"].guide) == [("nowhere-notice", "3")]


@pytest.mark.parametrize("word", ["varies", "replaces"])
def test_what_is_for_some_cases_takes_nothing_from_the_others(word: str) -> None:
    def written(place: str, when: dict[str, str]) -> Written:
        raw = {"id": "reply", "at_most": "3", "unit": "working_day", "when": when, **OPEN}
        layer = {"layer": {word: "upper/limits/reply"}} if place == "lower" else {}
        return Written(Limit.model_validate({**raw, **layer}), place, Origin(Source("water.yaml"), ()))

    everybody, small = written("upper", {}), written("lower", {"class": "small"})
    laid = layers.over("limits", (everybody,), (small,))
    assert isinstance(laid, tuple)
    (both,) = laid
    assert [side.when for side in both.item.cased] == [everybody.item.when, small.item.when]


# -------------------------------------------------------------------------------------------- weaker, not comparable


def test_what_is_weaker_is_an_error_until_somebody_says_why(lay: Lay) -> None:
    resolved, codes = over(lay, limit("5", "replaces: nowhere/limits/small"))
    assert codes == ["layer-weaker"]
    assert amounts(resolved.guide) == [("notice", "5")]


def test_with_the_reason_what_is_weaker_stands_beside(lay: Lay) -> None:
    resolved, codes = over(lay, limit("5", "replaces: nowhere/limits/small, because: 县里的在后"))
    assert codes == []
    assert amounts(resolved.guide) == [("nowhere-notice", "3"), ("notice", "5")]
    says = in_words(answer(resolved.guide, {"volume": Decimal(50)}))
    assert "3 个工作日" in says and "5 个工作日" in says and "县里的在后" in says


def test_what_nobody_can_compare_is_a_warning(lay: Lay) -> None:
    resolved, codes = over(lay, limit("5", "replaces: nowhere/limits/small", unit="hour"))
    assert codes == ["layer-not-comparable"]
    assert amounts(resolved.guide) == [("notice", "5")]


def test_what_rules_the_same_says_how_it_stands_to_it(lay: Lay) -> None:
    water = limit("2", "replaces: nowhere/limits/small").replace("    layer: {replaces: nowhere/limits/small}\n", "")
    assert over(lay, water)[1] == ["layer-unsaid"]


# ------------------------------------------------------------------------------------------------------- forbidden


def test_a_change_of_what_is_forbidden_is_an_error(lay: Lay) -> None:
    forbid()
    assert over(lay, limit("2", "replaces: nowhere/limits/small"))[1] == ["layer-forbidden"]


def test_a_forbidden_change_with_its_reason_stands_beside(lay: Lay) -> None:
    forbid()
    resolved, codes = over(lay, limit("2", "replaces: nowhere/limits/small, because: 县里压缩了"))
    assert codes == []
    assert amounts(resolved.guide) == [("nowhere-notice", "3"), ("notice", "2")]


def test_the_same_said_again_is_no_change(lay: Lay) -> None:
    forbid()
    assert over(lay, limit("3", "replaces: nowhere/limits/small"))[1] == []


def test_a_new_paper_is_a_change_and_a_hall_is_none(lay: Lay) -> None:
    forbid()
    deed = "{id: deed, name: 房产证, kind: paper, need: required, forms: not_stated"
    paper = f"papers:\n  - {deed}, cite: {{clause: 一、, quote: 带房产证}}}}\n"
    lay("到政务大厅，带房产证。", HALL + paper)
    assert [(one.code, one.thing) for one in found()[1]] == [("layer-forbidden", "papers/deed")]


def test_whom_the_document_does_not_address_may_change(lay: Lay) -> None:
    forbid()
    water = limit("2", "replaces: nowhere/limits/small")
    lay(sentence(water), water, level="company")
    assert found()[1] == []


# ---------------------------------------------------------------------------------------------- files, ids, places


def test_nothing_of_the_place_above_changes(lay: Lay) -> None:
    before = telling(found()[0]["nowhere/water"].guide)
    water = limit("2", "varies: nowhere/limits/small", name="small")
    lay(sentence(water), water)
    guides, findings = found()
    assert findings == []
    assert telling(guides["nowhere/water"].guide) == before
    assert [one.id for one in guides["elsewhere/water"].guide.documents] == ["nowhere-notice", "notice"]
    sides = [one.id for one in facts(guides["elsewhere/water"].guide, "limits")]
    assert sides == ["nowhere-small", "small"]


def test_three_layers(lay: Lay) -> None:
    city = limit("2", "replaces: nowhere/limits/small")
    lay(sentence(city), city, level="city")
    company = limit("1", "varies: elsewhere/limits/own", name="ours")
    lay(sentence(company), company, slug="third", above="elsewhere", level="company")
    guides, findings = found()
    assert findings == []
    assert amounts(guides["third/water"].guide) == [("elsewhere-notice", "2"), ("notice", "1")]
    assert [place.slug for place in guides["third/water"].guide.layers] == ["nowhere", "elsewhere", "third"]


def test_a_place_with_a_city_file_only_has_the_guides_of_the_place_above(lay: Lay) -> None:
    lay("到政务大厅。")
    path = Path("policies/elsewhere/city.yaml")
    path.write_text(path.read_text(encoding="utf-8") + HALL, encoding="utf-8")
    guides, findings = found()
    assert findings == []
    assert amounts(guides["elsewhere/water"].guide) == [("nowhere-notice", "3")]


def test_the_page_says_which_layer_says_what(lay: Lay) -> None:
    water = limit("5", "varies: nowhere/limits/small, because: 县里的在后")
    lay(sentence(water), water)
    loaded, guides, _ = checks.check(Path("policies"), Path("originals"))
    page = pages(guides, loaded)["elsewhere/water/index.md"].decode("utf-8")
    assert "无此市的规定在上一层" in page
    assert "对办事人更有利" in page and "县里的在后" in page
    assert "（无此市的规定）" in page and "（本地的规定，和无此市的不同）" in page
