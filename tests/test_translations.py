"""A policy's texts in another language: which, by which address, what stays Chinese, what is out of date."""

from __future__ import annotations

import pickle
import re
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from expected import ROOT
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from loaded import INVENTED, resolved
from strategies import TEXTS, utilities

from generator import checks, language
from generator.checks.translated import differing
from generator.cli import main
from generator.desk import translating
from generator.desk.files import writing
from generator.pages.browser import interview
from generator.policy import loader
from generator.policy.facts import YUAN, Charge
from generator.policy.files import Translation, TranslationFile, UtilityFile
from generator.policy.provenance import Part
from generator.policy.renderings import Rendered, carrying, chinese, renderings, seen, shown
from generator.policy.resolve import Resolved
from generator.policy.translations import files, in_language, state

BASE = ROOT / "tests" / "errors" / "base"
DRAWN = settings(
    max_examples=50, derandomize=True, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow]
)
CHINESE = re.compile("[\u3400-\u9fff]")
KEPT = {
    "quote",
    "clause",
    "read_as",
    "number",
    "index_no",
    "telephone",
    "values",
    "none",
    "tests",
    "when",
    "where",
    "currency",
}
"""The keys whose Chinese stays."""
BESIDE = {"title", "address", "name"}
"""The keys whose Chinese stands beside the translation: of documents, of what they lack, of windows."""


def pseudo(text: str) -> str:
    """What stands for the translation of a text: none of its Chinese, another for each."""
    return "T" + "".join(chr(ord("a") + int(digit)) for sign in text for digit in str(ord(sign)))


def translated(model: Part) -> dict[str, Translation]:
    return {address: Translation(of=text, says=pseudo(text)) for address, text in seen(model).items()}


@pytest.fixture(scope="module")
def pairs(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Resolved, Resolved]]:
    """Every invented guide in Chinese, and with every text of it translated."""
    policies = tmp_path_factory.mktemp("translated") / "policies"
    shutil.copytree(INVENTED, policies)
    for city in loader.load(policies)[0].cities:
        for name, model in files(city).items():
            path = f"{city.slug}/{name.removesuffix('.yaml')}.en.yaml"
            text = translating.file(path, name, seen(model), "", {})
            for entry in set(seen(model).values()):
                text = re.sub(rf"(of: (\"?){re.escape(entry)}\2\n    says: )\"\"", rf"\g<1>{pseudo(entry)}", text)
            (policies / path).write_text(text, encoding="utf-8")
    loaded = {one.guide.address: one for one in checks.check(policies)[1]}
    with language.spoken("en"):
        return list(zip(loaded.values(), in_language([*loaded.values()], "en"), strict=True))


def leaves(value: Any, at: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every value of a tree with the keys that lead to it."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from leaves(inner, (*at, str(key)))
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from leaves(inner, at)
    else:
        yield at, value


def dumped(part: Part) -> dict[str, Any]:
    return part.model_dump(mode="json", serialize_as_any=True)


# ------------------------------------------------------------------------------------------------------- whole guides


def test_nothing_but_quotations_values_and_what_stands_beside_stays_chinese(
    pairs: list[tuple[Resolved, Resolved]],
) -> None:
    left = set()
    for _, there in pairs:
        parts = [there.guide, there.city.file, *([there.city.form] if there.city.form else [])]
        for at, value in (leaf for part in parts for leaf in leaves(dumped(part))):
            if isinstance(value, str) and CHINESE.search(value) and not KEPT & set(at):
                left.add((at[-2:], re.sub(r"^T[a-z]+ \(.*\)$", "", value)))
    assert {keys for keys, value in left if value} == {("serial", "words")}
    assert {keys[-1] for keys, value in left if not value} <= BESIDE


def test_all_else_is_as_it_was(pairs: list[tuple[Resolved, Resolved]]) -> None:
    for here, there in pairs:
        before, after = list(leaves(dumped(here.guide))), list(leaves(dumped(there.guide)))
        old, new = ([leaf for leaf in part if leaf[0][:2] != ("inputs", "words")] for part in (before, after))
        assert [at for at, _ in new] == [at for at, _ in old]
        changed = [value for (_, value), (_, now) in zip(old, new, strict=True) if value != now]
        assert all(isinstance(value, str) and CHINESE.search(value) for value in changed)
        assert changed


def test_what_is_decided_is_decided_alike(pairs: list[tuple[Resolved, Resolved]]) -> None:
    words = ("name", "unit", "words", "case", "says", "starts", "ends", "excludes", "extends", "note", "late", "event")
    for here, there in pairs:
        both = [interview.tables(guide) for guide in (here.guide, there.guide)]
        before, after = ([leaf for leaf in leaves(one) if not set(words) & set(leaf[0])] for one in both)
        assert after == before


def test_answers_stay_what_they_are_and_are_called_otherwise(pairs: list[tuple[Resolved, Resolved]]) -> None:
    asked = [pair for here, there in pairs for pair in zip(here.guide.inputs, there.guide.inputs, strict=True)]
    choices = [(old, new) for old, new in asked if old.type == "enumeration"]
    assert choices
    for old, new in choices:
        assert new.answers == old.answers
        assert [new.called(answer) for answer in new.answers] == list(map(pseudo, old.answers))
        assert [old.called(answer) for answer in old.answers] == list(old.answers)


def test_without_translations_a_guide_is_the_same() -> None:
    every = list(resolved(INVENTED).values())
    for before, after in zip(every, in_language(every, "en"), strict=True):
        assert after.guide == before.guide
        assert after.city.file is before.city.file


def test_a_guide_with_translations_is_chinese_until_another_language_is_asked_for(
    pairs: list[tuple[Resolved, Resolved]],
) -> None:
    plain = resolved(INVENTED)
    for here, _ in pairs:
        assert here.guide == plain[here.guide.address].guide


def test_money_is_called_as_the_frame_calls_it() -> None:
    charge = Charge.model_validate(
        {"id": "meter", "item": "水表费", "exactly": "3", "payer": "not_stated", "basis": "not_stated"}
    )
    assert seen(charge) == {"item": "水表费"}
    with language.spoken("en"):
        assert shown(charge, "en").currency == "yuan"
    assert shown(charge, "en").currency == YUAN


def test_texts_know_their_translations_after_a_journey_between_processes(
    pairs: list[tuple[Resolved, Resolved]],
) -> None:
    here, there = pairs[0]
    arrived = pickle.loads(pickle.dumps(here.guide))  # noqa: S301  our own
    assert shown(arrived, "en").place == there.guide.place
    text = pickle.loads(pickle.dumps(Rendered("Gas", "燃气", {"en": "Gas"})))  # noqa: S301  our own
    assert (text, chinese(text), text.by_language) == ("Gas", "燃气", {"en": "Gas"})


# ---------------------------------------------------------------------------------------------------- drawn policies


@DRAWN
@given(utilities())
def test_a_list_in_another_order_keeps_its_translations(sections: dict[str, Any]) -> None:
    turned = {name: value[::-1] if isinstance(value, list) else value for name, value in sections.items()}
    before, after = UtilityFile.model_validate(sections), UtilityFile.model_validate(turned)
    entries = translated(before)
    assert renderings(seen(after), entries) == renderings(seen(before), entries)
    assert not state(seen(after), entries).out_of_date


@DRAWN
@given(utilities(), st.data())
def test_a_changed_text_puts_its_own_translation_out_of_date_and_no_other(
    sections: dict[str, Any], data: st.DataObject
) -> None:
    texts = seen(UtilityFile.model_validate(sections))
    entries = {address: Translation(of=text, says=pseudo(text)) for address, text in texts.items()}
    assert state(texts, entries).said == {address: pseudo(text) for address, text in texts.items()}
    if not texts:
        return
    changed = data.draw(st.sampled_from(sorted(texts)))
    now = {**texts, changed: "".join(texts.values()) + "改"}
    told = state(now, entries)
    assert set(told.out_of_date) == {changed}
    assert set(told.said) == set(texts) - {changed}
    assert not told.missing


@DRAWN
@given(utilities())
def test_drawn_texts_are_shown_in_the_language_and_nothing_else_changes(sections: dict[str, Any]) -> None:
    model = UtilityFile.model_validate(sections)
    there = shown(carrying(model, {"en": translated(model)}), "en")
    assert not [value for _, value in leaves(dumped(there)) if isinstance(value, str) and CHINESE.search(value)]
    assert [at for at, _ in leaves(dumped(there))] == [at for at, _ in leaves(dumped(model))]
    assert shown(carrying(model, {"en": translated(model)}), "fr") == model


@DRAWN
@given(TEXTS, TEXTS)
def test_what_stands_in_a_file_of_translations_is_read_as_it_was_meant(text: str, says: str) -> None:
    one = f"{text}文"
    written = translating.file("a/gas.en.yaml", "gas.yaml", {"name": one}, "", {})
    assert writing.data(written) == {"texts": {"name": {"of": one, "says": ""}}}
    TranslationFile.model_validate({"texts": {"name": {"of": one, "says": says}}})


# ------------------------------------------------------------------------------------------------------ the command


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The valid place of the tests of errors, in a folder of its own."""
    shutil.copytree(BASE, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path / "policies" / "nowhere"


def told(capsys: pytest.CaptureFixture[str]) -> str:
    """What the command says of the file of water."""
    assert main(["translate", "nowhere", "--language", "en"]) == 0
    (line,) = (line for line in capsys.readouterr().out.splitlines() if line.startswith("policies/nowhere/water.en"))
    return line.partition(": ")[2]


def test_the_command_adds_what_is_missing_and_says_how_far_it_is(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = place / "water.en.yaml"
    assert told(capsys).startswith("0 处已译，0 处过时，5 处未译 / ")
    assert '  classes/small/name:\n    of: 小型项目\n    says: ""\n' in file.read_text(encoding="utf-8")
    written = file.read_text(encoding="utf-8").replace('小型项目\n    says: ""', "小型项目\n    says: Small # mine")
    file.write_text(written, encoding="utf-8")
    assert told(capsys).startswith("1 处已译，0 处过时，4 处未译 / ")
    assert file.read_text(encoding="utf-8") == written


def test_the_command_marks_what_is_out_of_date_and_takes_the_mark_away_again(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = place / "water.en.yaml"
    text = "# ours\ntexts:\n  # the small ones\n  classes/small/name: {of: 小型用户, says: Small}\n"
    file.write_text(text, encoding="utf-8")
    assert told(capsys).startswith("0 处已译，1 处过时，4 处未译 / ")
    marked = file.read_text(encoding="utf-8")
    assert marked.startswith("# ours\ntexts:\n  # the small ones\n  # 中文已改为：小型项目 / ")
    assert marked.count("中文已改为") == 1
    told(capsys)
    assert file.read_text(encoding="utf-8") == marked
    file.write_text(marked.replace("小型用户", "小型项目"), encoding="utf-8")
    assert told(capsys).startswith("1 处已译，0 处过时，4 处未译 / ")
    assert file.read_text(encoding="utf-8").startswith(text.replace("小型用户", "小型项目"))


def test_only_entries_that_nobody_filled_in_are_taken_out(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = place / "water.en.yaml"
    text = 'texts:\n  gone/a/name: {of: 甲, says: ""} # nobody\n  gone/b/name: {of: 乙, says: B}\n'
    file.write_text(text, encoding="utf-8")
    told(capsys)
    left = file.read_text(encoding="utf-8")
    assert "gone/a" not in left
    assert "  gone/b/name: {of: 乙, says: B}\n" in left


def test_an_empty_file_of_translations_is_told(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "water.en.yaml").write_text("texts: {}\n", encoding="utf-8")
    assert main(["translate", "nowhere"]) == 1
    assert "policies/nowhere/water.en.yaml" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "of"),
    [
        ("gas.en.yaml", ("gas.yaml", "en")),
        ("city.zh-Hant.yaml", ("city.yaml", "zh-Hant")),
        ("heat.assured.fr.yaml", ("heat.assured.yaml", "fr")),
        ("gas.old.yaml", None),
        ("gas.assured.yaml", None),
        ("gas.zh-Hans.yaml", None),
        ("waivers.en.yaml", None),
        ("gas.en.yml", None),
        ("en.yaml", None),
    ],
)
def test_a_file_of_translations_is_known_by_its_name(name: str, of: tuple[str, str] | None) -> None:
    assert loader.translated_by(name) == of


@pytest.mark.parametrize(
    ("chinese", "says"),
    [
        ("不超过三个工作日", "at most 3 working days"),
        ("两种情形都算", "both cases count"),
        ("到2099年12月31日前", "by 31 December 2099"),
        ("3万元", "30,000 yuan"),
        ("百分之三十", "30%"),
        ("2个半小时", "2.5 hours"),
        ("统一办理，一次告知", "handled together, told at once"),
        ("零材料", "no papers"),
        ("二次供水", "secondary supply"),
        ("十余户", "more than 10 households"),
        ("流量大于5m³/h", "a flow of more than 5 m³/h"),
        ("管径DN50", "a pipe of DN50"),
    ],
)
def test_figures_may_be_written_as_the_language_does(chinese: str, says: str) -> None:
    assert differing(chinese, says, "en") is None


@pytest.mark.parametrize(
    ("chinese", "says", "lacking", "foreign"),
    [
        ("不超过三个工作日", "at most 5 working days", ("三",), ("5",)),
        ("不超过3个工作日", "at most a few working days", ("3",), ()),
        ("不超过100吨", "at most 1,000 tonnes", ("100",), ("1,000",)),
        ("按实际用量", "by actual use, in twelve months", (), ("twelve",)),
        ("到2099年12月31日前", "by 30 December 2099", ("2099年12月31日",), ("30",)),
    ],
)
def test_another_figure_is_found(chinese: str, says: str, lacking: tuple[str, ...], foreign: tuple[str, ...]) -> None:
    assert differing(chinese, says, "en") == (lacking, foreign)


def test_of_a_language_whose_numerals_nobody_has_listed_digits_are_compared() -> None:
    assert differing("不超过三个工作日", "tri dny", "cs") is None
    assert differing("不超过3个工作日", "tri dny", "cs") == (("3",), ())
