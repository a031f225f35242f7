"""Policy text reaches pages as text: HTML, Markdown, Jinja and script in it are inert."""

from __future__ import annotations

import html
import re
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import loaded
import markdown
import pytest
import yaml
from expected import ROOT
from expected import pages as pages_of

from generator import checks
from generator.media.marks import Marks
from generator.pages.guide_pages import guide_page
from generator.pages.print_sheets import checklist_sheet
from generator.policy.files import Publisher
from generator.policy.guide import ANSWERED
from generator.policy.provenance import Nothing
from generator.words import templating
from generator.words.templating import markdown_safe

EXTENSIONS = yaml.safe_load((ROOT / "templates" / "mkdocs.yml").read_text(encoding="utf-8"))["markdown_extensions"]
HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[点这里](javascript:alert(1))",
    "![图](http://example.invalid/x.png)",
    "**粗** _斜_ `码` ~~删~~ ^上^",
    "# 标题",
    "- 列表",
    "1. 列表",
    "| a | b |",
    "{{ 7*7 }} {% raw %}",
    "{: .class onclick=x }",
    "&lt;b&gt; &amp;",
    "!!! note",
    "[TOC]",
    "*[HTML]: x",
    "--- : = > \" ' \\ $x$ [^1]",
    "http://example.invalid/ a@example.invalid",
    "<!-- x --> <div markdown>*x*</div>",
]


def _plain(text: str) -> str:
    converter = markdown.Markdown(extensions=[next(iter(one)) if isinstance(one, dict) else one for one in EXTENSIONS])
    return converter.convert(text)


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("frame", ["{}", "- {}", '<p title="{}">x</p>', "| {} |\n|---|\n| {} |", "<li>{}</li>"])
def test_text_stays_text(text: str, frame: str) -> None:
    made = _plain(frame.format(*[markdown_safe(text)] * 2))
    harmless = _plain(frame.format(*["X"] * 2))
    assert " ".join(html.unescape(made).split()) == " ".join(harmless.replace("X", text).split())


@pytest.mark.parametrize("text", HOSTILE)
def test_who_vouches_is_named_as_text(text: str) -> None:
    vouched = SimpleNamespace(assured=SimpleNamespace(by=text, since=date(2099, 3, 1)))
    made = Marks(()).mark(vouched)
    assert _plain(made) == f'<p><span class="assured">{markdown_safe(text)}提供，2099年3月1日起</span></p>'


OUR_SCRIPTS = {
    f'<script defer src="{path}">'
    for path in (
        "tables.js",
        "water/tables.js",
        "../water/tables.js",
        "known.js",
        *(f"../../../assets/{one}.js" for one in ("supply-form", "supplied", "supply")),
        *(
            f"../../assets/{one}.js"
            for one in (
                "addresses",
                "words",
                "decide",
                "told",
                "answers",
                "nodes",
                "typed",
                "case",
                "costs",
                "yearly",
                "dates",
                "reckoning",
                "ruler",
                "due",
                "ticket",
                "interview",
                "window",
            )
        ),
        "../tables.js",
        *(
            f"../../../assets/{one}.js"
            for one in (
                "addresses",
                "words",
                "decide",
                "told",
                "answers",
                "nodes",
                "dates",
                "reckoning",
                "ruler",
                "dated",
            )
        ),
        *(f"assets/{one}.js" for one in ("addresses", "find", "finder", "finder-index", "fulltext")),
    )
}


def test_hostile_policy_is_inert_on_every_page(tmp_path: Path) -> None:
    source = Path(__file__).parent / "errors" / "base" / "policies" / "nowhere"
    folder = tmp_path / "policies" / "nowhere"
    folder.mkdir(parents=True)
    hostile = "<script>alert(1)</script>{{7*7}}[x](javascript:y)"
    for path in source.iterdir():
        text = path.read_text(encoding="utf-8")
        for word in ("无此市（虚构）", "小型项目\n", "关于用水报装的通知（虚构）\n", "日用水量,"):
            text = text.replace(word, word.rstrip("\n,") + hostile + word[len(word.rstrip("\n,")) :])
        text = text.replace(f"日用水量{hostile}", f'"日用水量{hostile}"')
        (folder / path.name).write_text(text, encoding="utf-8")
    loaded, resolved, findings = checks.check(tmp_path / "policies")
    assert {one.code for one in findings} <= {"unborne"}
    for name, page in pages_of(resolved, loaded).items():
        shown = _plain(page.decode("utf-8").split("---\n", 2)[2])
        assert set(re.findall(r"<script[^>]*>[^<]*", shown)) <= OUR_SCRIPTS, name
        assert "javascript:" not in [part[:11] for part in shown.split('href="')[1:]], name
        assert "49[" not in shown, name
        head = yaml.safe_load(page.decode("utf-8").split("---\n", 2)[1])
        assert "<" not in head["title"], name


@pytest.mark.parametrize("section", [name for name in ANSWERED if name != "classes"])
def test_a_page_can_say_that_there_is_none(section: str) -> None:
    guide = loaded.guide("wuhai/gas")
    none = Nothing.model_validate(
        {"id": "none", "none": "true", "text": "这里说没有", "cite": {"clause": "一、", "quote": "没有"}}
    )
    page = guide_page(guide.model_copy(update={section: (none,)}), version="0")
    sheet = checklist_sheet(guide.model_copy(update={section: (none,)}), version="0", publisher=Publisher())
    assert "这里说没有" in page
    assert "办事清单" in sheet


@pytest.mark.parametrize(
    ("telephone", "called"),
    [
        ("12345", "12345"),
        ("0000-1234567", "0000-1234567"),
        ("（0000）1234567", "00001234567"),
        ("+86 000 1234", "+860001234"),
    ],
)
def test_a_number_is_called(telephone: str, called: str) -> None:
    template = templating.environment(markdown=True).from_string("{{ number|calls(number) }}")
    assert f'href="tel:{called}"' in template.render(number=telephone)


@pytest.mark.parametrize(
    "telephone",
    [
        "见公告",
        "1;phone-context=x",
        "*#06#",
        "1234567、7654321",
        "javascript:alert(1)",
        '1" onclick="alert(1)',
        "１２３４５",
    ],
)
def test_what_is_no_number_is_no_link(telephone: str) -> None:
    template = templating.environment(markdown=True).from_string("{{ number|calls(number) }}")
    assert template.render(number=telephone) == str(templating.markdown_safe(telephone))
