"""What a utility supplies: the same rules, file and letter in Python and in the browser, whatever is typed."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import loaded
import pytest
import supplies
import yaml
from expected import ROOT, same
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from nodejs import FOLDER, node
from strategies import TEXTS

from generator.findings import Finding
from generator.pages import guide_pages
from generator.pages.browser import supply
from generator.policy.files import AssuredFile
from generator.policy.guide import Guide
from generator.policy.syntax.parsing import read_tree
from generator.supply import letter, rules, short_file
from generator.supply.form import Tree, form
from generator.supply.known import Known, known
from generator.telling import disclosure

CASE = ROOT / "tests" / "cases" / "every-structure" / "policies"
VECTORS = FOLDER / "supplied.json"
Made = dict[str, Any]


def data() -> Any:
    """What all pages load."""
    return json.loads(supply.form_js().partition(" = ")[2].removesuffix(";\n"))


def as_json(told: Known) -> Any:
    return {**told._asdict(), "limits": [bound._asdict() for bound in told.limits]}


def in_browser(cases: list[Any]) -> list[Any]:
    """What the script makes of trees with a guide, and of texts of files."""
    asked = json.dumps({"data": data(), "cases": cases}, ensure_ascii=False)
    command = node(FOLDER / "supplied.mjs")
    done = subprocess.run(command, input=asked, capture_output=True, encoding="utf-8", check=True)
    made: list[Any] = json.loads(done.stdout)
    return made


def here(tree: Tree, guide: Guide) -> Made:
    """What the program makes of a tree."""
    told = known(guide)
    settled = short_file.settled(form(), tree, told.taken)
    lacking = rules.lacking(settled, guide)
    remarks = [{"rule": one.rule, "at": list(one.at), "document": one.document} for one in rules.remarks(settled, told)]
    made = {"settled": settled, "text": short_file.written(settled), "remarks": remarks, "lacking": lacking}
    return {**made, "letter": letter.letter(settled, told, lacking)}


def read(text: str, folder: Path) -> Any:
    """The tree of a text as the loader reads it, which finds no fault in its syntax."""
    path, problems = folder / "water.assured.yaml", list[Finding]()
    path.write_text(text, encoding="utf-8", newline="")
    tree = read_tree(path, problems, AssuredFile).raw
    assert [str(problem) for problem in problems] == []
    return tree


def compared(cases: dict[str, tuple[Tree, Guide]], folder: Path) -> dict[str, Made]:
    """What both sides make of some trees, held to one another; and that both read the file again as it was."""
    asked = [{"tree": tree, "known": as_json(known(guide)), "head": ""} for tree, guide in cases.values()]
    both = zip(cases.items(), in_browser(asked), strict=True)
    found = {}
    for (name, (tree, guide)), there in both:
        again = there.pop("again")
        found[name] = here(tree, guide)
        assert there == found[name], name
        if found[name]["settled"]:
            assert again["tree"] == found[name]["settled"] == read(found[name]["text"], folder), name
    return found


# --------------------------------------------------------------------------------------------------------- vectors


@pytest.mark.slow
def test_both_sides_judge_and_write_alike(tmp_path: Path, *, refresh: bool) -> None:
    vectors = json.loads(VECTORS.read_text(encoding="utf-8"))
    cases = {name: (one["tree"], loaded.guide(one["guide"])) for name, one in vectors.items()}
    made = compared(cases, tmp_path)
    told = {name: {**one, "remarks": _short(made[name]), "text": made[name]["text"]} for name, one in vectors.items()}
    same(VECTORS, (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode("utf-8"), refresh=refresh)


def _short(made: Made) -> list[str]:
    return [
        " ".join(filter(None, ["/".join(map(str, one["at"])), one["rule"], one["document"]])) for one in made["remarks"]
    ]


# ------------------------------------------------------------------------------------------ whatever stands in a file


def test_a_file_is_read_in_the_browser_as_here_or_not_at_all(tmp_path: Path) -> None:
    paths = [
        path
        for folder in ("cases", "findings", "errors")
        for path in sorted((FOLDER.parent / folder).rglob("*.assured.yaml"))
    ]
    texts = [path.read_bytes().decode("utf-8", "replace") for path in paths]
    found = in_browser([*texts, *_ODD])
    assert sum("tree" in there for there in found) > len(paths) * 0.8
    for text, there in zip([*texts, *_ODD], found, strict=True):
        problems = list[Finding]()
        (tmp_path / "water.assured.yaml").write_text(text, encoding="utf-8")
        tree = read_tree(tmp_path / "water.assured.yaml", problems, AssuredFile).raw
        assert "line" in there or there["tree"] == tree, text


_ODD = (
    "by: 甲 # 注释\nsince: 2099-01-01\n",
    "by: '甲''乙' # x\nname: \"a\\u4e00\\n\"\n",
    "scope:\n- {id: a, text: 甲}\n-   id: b\n    text: 乙\n",
    "contacts: [{id: a, serves: [enquire, repair], hours: [{words: 8}, {words: '9'}]}]\n",
    "by: 甲\n  乙\nname: 丙\n",
    "by: |\n  甲\n",
    "by: &a 甲\nname: *a\n",
    "by: 甲: 乙\n",
    "by: 甲\nby: 乙\n",
    "- 甲\n",
    "by:\n",
    "by: ~\n",
    "by: 甲\n---\nby: 乙\n",
    "{by: 甲}\n",
    "by: [a, b\n  , c]\n",
    'by: "甲" 乙\n',
    "by: !!str 甲\n",
    "\ufeffby: 甲\r\nname: 乙\r\n",
    "by: 甲#乙\nname: 丙 #丁\n",
    "scope: [{text: 甲, id: a,}, ]\n",
    "by: a:b\nname: -a\n",
    "? by\n: 甲\n",
    "",
)


@pytest.mark.slow
def test_what_is_hostile_stays_text(tmp_path: Path) -> None:
    listed = yaml.safe_load((FOLDER.parent / "hostile" / "strings.yaml").read_text(encoding="utf-8"))
    texts = [str(one["text"]) * one.get("repeat", 1) for one in listed]
    guide = loaded.guide("zixu/water")
    trees = {
        one: {"name": one, "since": "2099-01-01", "commitments": [{"force": "committed", "text": one}]} for one in texts
    }
    made = compared({one: (tree, guide) for one, tree in trees.items()}, tmp_path)
    kept = [one for one in texts if short_file.tidy(one)]
    assert [made[one]["settled"]["name"] for one in kept] == [short_file.tidy(one) for one in kept]


@st.composite
def supplies_drawn(draw: st.DrawFn) -> Tree:
    """A file as somebody may have filled it in, with any words in any field."""
    tree: Tree = {"name": draw(TEXTS), "since": draw(st.sampled_from(["2099-01-01", "2099-02-30", ""]))}
    for group in draw(st.lists(st.sampled_from([each for each in form().groups if each.section]), max_size=6)):
        entry = short_file.add(tree, group)
        for field in group.fields:
            if field.type != "choice" and draw(st.booleans()):
                short_file.put(entry, field.path, draw(st.one_of(TEXTS, _ODD_VALUES)))
            elif field.options:
                short_file.put(entry, field.path, draw(st.sampled_from([each.value for each in field.options])))
    return tree


_ODD_VALUES = st.sampled_from(
    ["0", "-1", "999", "1.50", "true", "not_stated", "13800000000", "000-0000-0001", "王虚构", "其他材料", " "]
)


@pytest.mark.slow
@settings(max_examples=4, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(trees=st.lists(supplies_drawn(), min_size=30, max_size=30))
def test_whatever_is_filled_in_is_judged_and_written_alike(
    trees: list[Tree], tmp_path_factory: pytest.TempPathFactory
) -> None:
    guide = loaded.guide("xugou/water")
    compared({str(at): (tree, guide) for at, tree in enumerate(trees)}, tmp_path_factory.mktemp("drawn"))


# ------------------------------------------------------------------------------------------------------- the form


@pytest.mark.parametrize("group", [group.id for group in form().groups])
def test_an_entry_of_which_every_field_is_filled_in_is_as_the_model_has_it(group: str) -> None:
    asked, tree = next(each for each in form().groups if each.id == group), dict[str, Any]()
    supplies.fill(tree, next(form().groups))
    supplies.fill(short_file.add(tree, asked) if asked.section else tree, asked)
    told = known(loaded.guide("xugou/heat"))._replace(asked=[each.id for each in form().groups])
    assert [one for one in rules.remarks(short_file.settled(form(), tree, {}), told) if one.bad] == []


def test_without_what_is_needed_a_notice_is_a_draft() -> None:
    assert {group.kinds[0] for group in form().groups if group.need} == disclosure.OWN


def test_every_rule_is_said_with_a_remedy_and_shown_by_a_vector() -> None:
    told = {
        remark.split(" ")[1]
        for one in json.loads(VECTORS.read_text(encoding="utf-8")).values()
        for remark in one["remarks"]
    }
    assert told == set(form().rules)
    assert [name for name, rule in form().rules.items() if "请" not in rule["says"]] == []


def test_every_item_of_disclosure_has_a_place_on_the_form() -> None:
    page = guide_pages.supply_page(loaded.guide("xugou/water"))
    ids = set(re.findall(r'id="([^"]+)"', page.replace("&#95;", "_")))
    assert {kind for group in form().groups for kind in group.kinds} <= ids
    assert set(disclosure.KINDS) - {"counting"} <= ids


def test_a_promise_is_compared_with_the_document_of_its_case_alone() -> None:
    bounds = [bound for bound in known(loaded.guide("wuhai/gas")).limits if bound.most == "9"]
    assert [(bound.when, bound.unit) for bound in bounds] == [({"class": "large-external"}, "working_day")]
