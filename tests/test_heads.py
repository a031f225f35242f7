"""A page of which nobody knows the title, the issuer, the day or the place: every line that names it copes."""

from __future__ import annotations

import json
from typing import Any

import loaded
import pytest
from rendered import MEDIA
from shown import plain

from generator.data import cpsv, jsonld
from generator.media.layout import layout
from generator.policy.files import Document, Held, Publisher
from generator.policy.guide import Guide
from generator.words.names import headed, held, lacked, numbered


@pytest.fixture(scope="module")
def water() -> Guide:
    return loaded.resolved(loaded.INVENTED)["wuming/water"].guide


def made(medium: str, guide: Guide) -> str:
    """What a medium makes of a guide, as plain text."""
    return plain(MEDIA[medium].made([guide], guide))


@pytest.mark.parametrize("medium", [name for name in MEDIA if name not in ("joint page", "joint sheet")])
def test_every_medium_tells_it_and_none_shows_a_word_of_the_model(water: Guide, medium: str) -> None:
    if not MEDIA[medium].of([water], water):
        pytest.skip("nothing to tell")
    text = MEDIA[medium].made([water], water)
    assert list(MEDIA[medium].faults(water, text)) == []
    assert medium in ("guide.json", "comparison CSV", "comparison JSON") or "《not_stated》" not in text


@pytest.mark.parametrize("medium", ["guide page", "city page", "checklist", "notice page", "booklet"])
def test_a_document_without_title_is_called_that(water: Guide, medium: str) -> None:
    assert "没有标题的文件" in made(medium, water)


@pytest.mark.parametrize("medium", ["guide page", "city page", "checklist"])
def test_that_the_place_is_not_named_is_said(water: Guide, medium: str) -> None:
    assert "文件没有写明是哪个地方的" in made(medium, water)


def test_publisher_day_of_publication_index_number_and_kind_are_kept(water: Guide) -> None:
    said = made("guide page", water)
    for words in ("公开：虚构便民网，2099年5月30日", "索引号：XG-2099-017", "种类：办事指南"):
        assert words in said
    (document,) = json.loads(MEDIA["guide.json"].made([water], water))["documents"]
    assert (document["published"], document["index_no"], document["kind"]) == ("2099-05-30", "XG-2099-017", "guide")


def test_no_vocabulary_names_what_has_no_name(water: Guide) -> None:
    data: dict[str, Any] = json.loads(jsonld.json_ld(water, "1", Publisher()))
    assert "某地" not in json.dumps(data["@graph"][0].get("areaServed", {}), ensure_ascii=False)
    assert "geographicName" not in cpsv.cpsv_ap(water, "1", Publisher())


@pytest.mark.parametrize(
    ("how", "says", "rest"),
    [
        ("whole", "", ""),
        ("excerpt", "手里只有摘要，全文没有拿到", "全文"),
        (Held(cut_after="（三）调压"), "手里的一份到“（三）调压”为止，后面的没有拿到", "后面的部分"),
        (Held(damaged="流程图"), "手里的一份有缺损，没有流程图", "缺损的流程图"),
    ],
)
def test_how_a_document_is_held(water: Guide, how: Any, says: str, rest: str) -> None:
    document = water.documents[0].model_copy(update={"held": how})
    guide = water.model_copy(update={"documents": (document,)})
    assert held(document) == says
    assert lacked(guide, document.id) == rest or how == "whole"
    assert layout(guide, "page").silence("refusals") == (f"没有拿到（{rest}）" if rest else "文件没有写")


def test_what_an_annex_rules_on_goes_before_what_a_copy_lacks(water: Guide) -> None:
    shown = layout(water, "page")
    assert shown.silence("works") == "没有拿到（附件1）"
    assert [line.when for line in shown.section("papers")] == ["居民", "单位"]


@pytest.mark.parametrize("key", ["basis", "cell:price"])
def test_a_part_and_a_cell_may_lack(water: Guide, key: str) -> None:
    statements = [line.statement for name in ("fees", "schedules") for line in layout(water, "page").section(name)]
    lacks = {part.lacks for one in statements for part in one.parts if part.name == key and part.silent}
    assert lacks == {"附件1"}
    assert any(
        "依据" in text and text.startswith("附件1《收费标准》没有拿到，请向窗口索取")
        for text in layout(water, "page").texts()
    )


def test_a_document_is_named_by_what_is_known_of_it(water: Guide) -> None:
    document: Document = water.documents[0]
    assert headed(document) == "（发文单位：没有拿到）没有标题的文件"
    titled = document.model_copy(update={"title": "须知", "issuers": ("虚构局",), "number": "虚〔2099〕1号"})
    assert (headed(titled), numbered(titled)) == ("虚构局《须知》（虚〔2099〕1号）", "《须知》（虚〔2099〕1号）")
