"""What an editor changes is spliced into the text: nothing else moves, no comment of what stays is lost."""

from __future__ import annotations

import io
import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import ruamel.yaml
import yaml
from expected import ROOT
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.desk.files import writing
from generator.desk.files.writing import Data, UnwritableError, data, written
from generator.findings import Finding
from generator.policy.files import CityFile
from generator.policy.syntax.parsing import read_tree

FILES = sorted([*ROOT.glob("policies/*/*.yaml"), *ROOT.glob("tests/cases/*/policies/*/*.yaml")])
TEXT = """# 文件头
name: 虚构市   # 地名
read: {by: 甲, on: 2026-01-02}
limits: # 多少天
  # 第一条
  - id: small
    at_most: 3 # 三天
    cite: {clause: 二、, quote: 不超过3天}
  # 第二条
  - id: large
    when: &large
      class: large
    at_most: 8

  - id: huge
    when: *large
    at_most: 9
papers: not_stated  # 没有写
steps: [{id: apply, name: 申请}, {id: end, name: 通水}]
"""


def parsed(text: str = TEXT) -> Any:
    """What a text says, to be changed."""
    said = data(text)
    assert isinstance(said, dict)
    return said


def changed_lines(old: str, new: str) -> tuple[list[str], list[str]]:
    """The lines that went and those that came."""
    before, after = old.splitlines(), new.splitlines()
    gone = [line for line in before if before.count(line) > after.count(line)]
    return gone, [line for line in after if after.count(line) > before.count(line)]


def test_one_value_is_one_line() -> None:
    wanted = parsed()
    wanted["limits"][0]["at_most"] = "4"
    assert changed_lines(TEXT, written(TEXT, wanted)) == (["    at_most: 3 # 三天"], ["    at_most: 4 # 三天"])


def test_nothing_changed_is_nothing_written() -> None:
    assert written(TEXT, parsed()) == TEXT


def test_a_key_comes_behind_the_one_it_follows_and_goes_with_its_line() -> None:
    wanted = parsed()
    entry = wanted["limits"][0]
    wanted["limits"][0] = {"id": "small", "at_most": "3", "unit": "day", "cite": entry["cite"]}
    text = written(TEXT, wanted)
    assert changed_lines(TEXT, text) == ([], ["    unit: day"])
    assert text.index("at_most: 3") < text.index("unit: day") < text.index("cite: {clause: 二、")
    assert written(text, parsed()) == TEXT


def test_an_entry_comes_and_goes_with_its_own_comment() -> None:
    wanted = parsed()
    wanted["limits"].insert(1, {"id": "middle", "at_most": "5", "cite": {"clause": "二、", "quote": "5天"}})
    text = written(TEXT, wanted)
    assert changed_lines(TEXT, text) == (
        [],
        ["  - id: middle", "    at_most: 5", "    cite: {clause: 二、, quote: 5天}"],
    )
    assert written(text, parsed()) == TEXT
    del wanted["limits"][2]  # to whose condition another entry refers
    text = written(text, wanted)
    assert data(text) == wanted
    assert "# 第二条" not in text


ROWS = """classes:
  - id: far
    rows: # 一行一种情形
      - {line: true, flow: "<= 1000"} # 用量
      # 点数
      - {line: true, points: "[2..3]"}
    name: 远
"""


@pytest.mark.parametrize(
    ("rows", "gone", "came"),
    [
        (
            [{"line": "true", "flow": "(100..1000]"}, {"line": "true", "points": "[2..3]"}],
            ['      - {line: true, flow: "<= 1000"} # 用量'],
            ['      - {line: true, flow: "(100..1000]"} # 用量'],
        ),
        (
            [{"line": "true", "flow": "<= 1000"}, {"line": "true", "points": "3"}, {"line": "false"}],
            ['      - {line: true, points: "[2..3]"}'],
            ["      - {line: true, points: 3}", "      - {line: false}"],
        ),
        ([{"line": "true", "points": "[2..3]"}], ['      - {line: true, flow: "<= 1000"} # 用量'], []),
    ],
)
def test_what_no_id_tells_apart_is_changed_where_it_stands(rows: Any, gone: list[str], came: list[str]) -> None:
    wanted = parsed(ROWS)
    wanted["classes"][0]["rows"] = rows
    text = written(ROWS, wanted)
    assert changed_lines(ROWS, text) == (gone, came)
    assert "# 一行一种情形" in text


def test_the_first_entry_gives_way_to_another() -> None:
    wanted = parsed()
    wanted["limits"][0] = {"id": "tiny", "at_most": "1"}
    text = written(TEXT, wanted)
    assert data(text) == wanted
    assert "  # 第二条\n  - id: large" in text


def test_a_silent_heading_gets_its_first_entry_and_becomes_silent_again() -> None:
    wanted = parsed()
    wanted["papers"] = [{"id": "card", "name": "身份证"}]
    text = written(TEXT, wanted)
    assert "papers:  # 没有写\n" in text or "papers: # 没有写\n" in text
    assert "  - id: card\n    name: 身份证\n" in text
    assert data(written(text, parsed())) == parsed()
    assert "# 没有写" in written(text, parsed())


def test_an_alias_is_replaced_where_it_stands() -> None:
    wanted = parsed()
    wanted["limits"][2]["when"] = {"class": "huge"}
    text = written(TEXT, wanted)
    assert changed_lines(TEXT, text) == (["    when: *large"], ["    when: {class: huge}"])


def test_what_others_refer_to_is_not_changed_behind_their_back() -> None:
    wanted = parsed()
    wanted["limits"][1]["when"] = {"class": "medium"}
    text = written(TEXT, wanted)
    assert data(text) == wanted
    assert "when: &large {class: large}" in text
    assert written(TEXT, parsed()) == TEXT


def test_a_mark_and_line_ends_stay() -> None:
    windows = "\ufeff" + TEXT.replace("\n", "\r\n")
    wanted = parsed(windows)
    wanted["limits"][0] |= {"unit": "day"}
    text = written(windows, wanted)
    assert text.startswith("\ufeff#")
    assert "\n" not in text.replace("\r\n", "")


@pytest.mark.parametrize(
    "said",
    [
        "8:30",
        "否",
        "a: b",
        "# x",
        "x #y",
        "- x",
        "*x",
        "&x",
        "",
        " x",
        "a, b",
        "[x]",
        "{",
        "'",
        '"',
        "%",
        "@",
        "\t",
        "x\ny",
        "null",
        "~",
        "016000",
        "\\",
        "?",
        "| x",
        "> x",
        "!x",
        "，。：",
        "x:",
    ],
)
def test_whatever_is_typed_is_read_back(said: str) -> None:
    wanted = parsed()
    wanted["name"] = said
    wanted["limits"][0]["note"] = said
    wanted["steps"][0]["name"] = said
    assert data(written(TEXT, wanted)) == wanted


# ---------------------------------------------------------------------------------------------------- of any policy

WORDS = st.sampled_from(["3", "甲", "a: b", "x # y", "not_stated", "", "[1]", "二、（一）", '"', "*", "&a"])
VALUES: st.SearchStrategy[Data] = st.recursive(
    WORDS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "note", "quote"]), inner, max_size=3)
    ),
    max_leaves=5,
)


def _edited(draw: st.DrawFn, said: Data) -> Data:
    """Something that a file says, changed at one place."""
    ways = ["replace"]
    if isinstance(said, (dict, list)) and said:
        ways += ["inside", "inside", "inside", "remove", "add"]
    way = draw(st.sampled_from(ways))
    if way == "replace" or isinstance(said, str):
        return draw(VALUES)
    keys = list(said) if isinstance(said, dict) else list(range(len(said)))
    key = draw(st.sampled_from(keys))
    changed = json.loads(json.dumps(said))
    if way == "inside":
        changed[key] = _edited(draw, said[key])  # type: ignore[call-overload, index]
    elif way == "remove":
        del changed[key]
    elif isinstance(changed, dict):
        changed[draw(st.sampled_from(["note", "force", "because"]))] = draw(VALUES)
    else:
        changed.insert(key, draw(VALUES | st.builds(lambda word: {"id": f"new-{len(word)}", "name": word}, WORDS)))
    return changed  # type: ignore[no-any-return]


FEW = settings(
    max_examples=100, derandomize=True, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow]
)


@FEW
@given(st.data())
def test_any_edits_are_written_or_refused_and_lose_no_comment_of_what_stays(given_: st.DataObject) -> None:
    path = given_.draw(st.sampled_from(FILES))
    text = path.read_text(encoding="utf-8")
    for _ in range(given_.draw(st.integers(1, 3))):
        said = data(text)
        assert isinstance(said, dict)
        key = given_.draw(st.sampled_from(list(said)))
        wanted = {**said, key: given_.draw(st.composite(_edited)(said[key]))}
        try:
            new = written(text, wanted)
        except UnwritableError:
            continue
        assert data(new) == wanted
        assert _by_another(new) == wanted
        assert _outside(text, key) == _outside(new, key)
        text = new


def _by_another(text: str) -> Data:
    """What another parser reads."""
    return _plain(ruamel.yaml.YAML(typ="rt").compose(io.StringIO(text)))


def _plain(node: Any) -> Data:
    if isinstance(node, ruamel.yaml.nodes.MappingNode):
        return {key.value: _plain(value) for key, value in node.value}
    return [_plain(item) for item in node.value] if isinstance(node.value, list) else str(node.value)


def _outside(text: str, key: str) -> list[str]:
    """The lines of the other keys at the top of a file, and every comment at its margin."""
    lines, inside = [], False
    for line in text.splitlines():
        if re.match(r"[^\s#-]", line):
            inside = line.startswith(f"{key}:")
        if not inside or line.startswith("#"):
            lines.append(line)
    return [line for line in lines if line.strip()]


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_file_that_says_the_same_stays_byte_for_byte(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert written(text, data(text)) == text


def test_a_text_that_is_no_mapping_is_refused() -> None:
    for text in ("- a\n", "{a: b}\n", "a\n", "a: b\na: b\n"):
        with pytest.raises(UnwritableError):
            written(text, {"a": "c"})
    assert issubclass(writing.UnwritableError, ValueError)


@pytest.mark.parametrize("words", ["甲，乙", "“一网通办”", "012", "yes", "2026-01-02T03:04:05Z"])
def test_nothing_is_written_that_the_check_would_take_for_a_slip(words: str) -> None:
    assert f'"{words}"' in written(TEXT, parsed() | {"called": [words]})


@pytest.mark.parametrize("text", ["", "# 文件头\n", "# 没有行末"])
def test_a_text_that_says_nothing_gets_its_first_words_behind_its_comments(text: str) -> None:
    assert written(text, {"a": "c"}) == f"{text.rstrip()}\na: c\n".lstrip()


MULTILINE = """about: [
  gas, # 气
  water, # 水
  heat # 暖
]
cites:
  - doc: plan # 哪份
    # 哪一条
    clause: 二、
    quote: 甲
# 最后
"""


@pytest.mark.parametrize(
    ("about", "lines"),
    [
        (["gas", "heat"], ["  gas, # 气", "  heat # 暖"]),
        (["water", "heat"], ["  water, # 水", "  heat # 暖"]),
        (["gas", "water"], ["  gas, # 气", "  water # 水"]),
        (["gas", "power", "water", "heat"], ["  gas, power, # 气", "  water, # 水", "  heat # 暖"]),
        (["gas", "water", "power"], ["  gas, # 气", "  water, # 水"]),
        (["gas"], ["  gas # 气"]),
        (["power", "gas", "water", "heat"], ["  power, gas, # 气", "  water, # 水", "  heat # 暖"]),
    ],
)
def test_between_brackets_what_stays_keeps_its_line_and_comment(about: list[Data], lines: list[str]) -> None:
    wanted = parsed(MULTILINE) | {"about": about}
    text = written(MULTILINE, wanted)
    assert data(text) == wanted
    inside = text.partition("about: [\n")[2].partition("]")[0].split("\n")
    assert [line for line in inside if line.strip() and "暖" not in line] == [
        line for line in lines if "暖" not in line
    ]


def test_the_first_key_behind_a_dash_goes_and_the_comments_of_the_others_stay() -> None:
    wanted = parsed(MULTILINE)
    del wanted["cites"][0]["doc"]
    text = written(MULTILINE, wanted)
    assert "cites:\n    # 哪一条\n  - clause: 二、\n    quote: 甲\n# 最后\n" in text


def test_a_comment_at_the_margin_stays_when_the_entry_below_goes() -> None:
    text = TEXT.replace("  # 第二条\n", "#   - id: 候选\n  # 第二条\n")
    wanted = parsed(text)
    del wanted["limits"][1]
    new = written(text, wanted)
    assert "# 第二条" not in new
    assert "#   - id: 候选\n" in new


def test_comments_above_the_first_entry_stay_when_all_go() -> None:
    text = TEXT.replace("  # 第一条\n", "  # 第一条\n  # 又一行\n")
    wanted = parsed(text) | {"limits": "not_stated"}
    assert "limits: not_stated # 多少天\n  # 第一条\n  # 又一行\n" in written(text, wanted)


@pytest.mark.parametrize("ends", ["\r\n", "\r"])
def test_new_lines_end_as_the_others_do(ends: str) -> None:
    text = TEXT.replace("\n", ends)
    wanted = parsed(text)
    wanted["limits"].insert(1, {"id": "middle", "at_most": "5"})
    wanted["limits"][0]["note"] = "甲"
    del wanted["steps"]
    new = written(text, wanted)
    assert data(new) == wanted
    assert "\n" not in new.replace(ends, "")
    assert f"{ends}    note: 甲{ends}" in new


def test_a_key_comes_first_behind_a_mark() -> None:
    text = "\ufeffname: 虚构市\n"
    assert written(text, {"code": "1", "name": "虚构市"}) == "\ufeffcode: 1\nname: 虚构市\n"


BOMB = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 10)}]\n" for before, name in pairwise("abcdefghij")
)


@pytest.mark.parametrize("text", [BOMB, "a: &a [*a]\n", "a: &a {b: *a}\n", "[" * 60 + "]" * 60, "a: {? [x] : y}\n"])
def test_what_says_too_much_or_what_no_key_names_is_refused_at_once(text: str) -> None:
    with pytest.raises((UnwritableError, yaml.YAMLError)):
        data(text)
    with pytest.raises((UnwritableError, yaml.YAMLError)):
        written(text, {"a": "b"})


AWKWARD = [
    "a: b\nc: {d}",
    "a: b\n? c\n",
    "? a\n: b\nc: d\n",
    "a: b\nc: [d: e]\n",
    "a: b\nc: - d\n",
    "a: b\nc:\n-  # x-y\n   d\n- e\n",
    "a: b\nc:\n  - - d\n    - e\n",
    "a: b\nc: !!str d\n",
    "a: b\nc: &x !!str d\nd: *x\n",
    "a: b\nc: |\n  d\n\n# e\n",
    "a: b\nc: >-\n  d\n  e",
    "a: b\nc: 'd\n  e'\n",
    "a: b\nc: d\n  e\n",
    "a: b\nc: {\n d: e, # f\n g: h }\n",
    "a: b\nc: [d, e,]\n",
    "a: b\nc:\n\n\n  d: e\n\n\n",
    "a: b\u2028c: d\n",
    "a: b\x85c: d\n",
    "a: &x b\nc: &x d\nd: *x\n",
    'a: b\n"c": d\n"e f" : g\n',
    "a: b\nc: *x\n",
    "a: b\n--- \nc: d\n",
    "a:\tb\nc: d\n",
]


@pytest.mark.parametrize("new", ["x", "", ["x", "y"], {"d": "x"}, [{"id": "x"}], [["d", "x"]], None])
@pytest.mark.parametrize("text", AWKWARD)
def test_awkward_yaml_is_changed_as_wanted_or_refused(text: str, new: Data | None) -> None:
    try:
        wanted = parsed(text) | {"c": new}
        if new is None:
            del wanted["c"]
        assert data(written(text, wanted)) == wanted
    except (UnwritableError, yaml.YAMLError):
        assert text not in AWKWARD[9:12]


@pytest.mark.parametrize("said", ["\ud800", {"id": "x", "note": "a\udfff"}])
def test_what_no_file_can_hold_is_refused(said: Data) -> None:
    with pytest.raises(UnwritableError):
        written(TEXT, parsed() | {"name": said})


@pytest.mark.parametrize("text", ["a: b\n...\n", "---\na: b\n", "%YAML 1.1\n---\na: b\n...\n"])
def test_the_marks_of_a_document_stay(text: str) -> None:
    assert written(text, {"a": "b", "c": "d"}) == text.replace("a: b\n", "a: b\nc: d\n")


@pytest.mark.parametrize("text", ["null", "~", "yes", "Off", "010", "1_000", "1e3", ".inf", "“小型”", "甲，乙", "= 5"])
def test_what_is_written_is_no_trap_to_the_loader(text: str, tmp_path: Path) -> None:
    wanted: Any = parsed()
    wanted["limits"][0]["cite"] = {"clause": text, "quote": [text, text]}
    wanted["about"] = [text]
    wanted["read"]["on"] = text
    path = tmp_path / "water.yaml"
    path.write_text(written(TEXT, wanted), encoding="utf-8")
    problems: list[Finding] = []
    assert read_tree(path, problems, CityFile).raw == wanted
    assert [one.code for one in problems] == []
