"""Every word that a reader reads passes gettext: a pseudo-language has each of them in brackets, none stands outside.

Chinese stays in its place, in templates, in the words of `templates/*.yaml` and in code; `make words` gathers it.
"""

from __future__ import annotations

import ast
import contextlib
import html
import re
import shutil
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from babel.messages import catalog, frontend, pofile
from expected import CONFIG, ROOT, data, pages, quiet, sheets, sources
from jinja2 import TemplateSyntaxError
from loaded import INVENTED, checked

from generator import checks, language
from generator.build import cache_keys, publish
from generator.build.workers import Workers, threads
from generator.data.sentences import _APPLICATION, _COMPANY, _PUBLIC
from generator.findings import Finding
from generator.policy.files import Publisher
from generator.site import mkdocs
from generator.words import catalogue, conditions, marking, names, segments, templating

PSEUDO = "qps"
CHINESE = re.compile("[\u3400-\u9fff]+")
HERE = Workers(threads, threads)
"""No process of its own, which would know no folder of these tests."""
CACHES = (language.language, catalogue._spoken, catalogue._with_utilities, templating._environment)
"""What holds a language once it was spoken."""
BRACKETED = re.compile("⟦[^⟦⟧]*⟧")
TEMPLATES = [*(ROOT / "templates").glob("**/*.md"), *(ROOT / "templates").glob("**/*.html")]


# ------------------------------------------------------------------------------------------------ words in templates


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_template_whose_messages_stay_stays_as_it_is(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    stripped = re.sub(r"\s+(?=\{[{%#]-)", "", source)
    assert re.sub(r"\s+(?=\{[{%#]-)", "", segments.translated(source, lambda message, _: message)) == stripped


@pytest.mark.parametrize(
    ("source", "messages"),
    [
        ("适用于 <b>{{ place.name }}</b>的企业", ["适用于", "的企业"]),
        ("到{{ one.day }}止，{{ c(one) }}", ["到{day}止，{c}"]),
        ("{{ a.name }}和{{ b.name }}", ["{name}和{name2}"]),
        ('<p title="依据：{{ x }}">', ["依据：{x}"]),
        ("- **先要具备：**[清单](x-{{ y }}.pdf){ .print } 见“{{ z }}”", ["先要具备：", "清单", "见“{z}”"]),
        ("## 多少钱 { #fees }\n| 甲 | 乙 |\n1. 丙", ["多少钱", "甲", "乙", "丙"]),
        ("title: 怎样做成的", ["怎样做成的"]),
        ('{% call row("去哪里办") %}{{ "是" if x else "否" }}{% endcall %}', ["去哪里办", "是", "否"]),
        ('{{ x|trim("。") }}{{ x|replace("个", "") }}{% if "必填" not in x and x != "各" %}{% endif %}', []),
        ('{% if x in ("钱", "材料") %}{% endif %}{{ x|reject("equalto", "各") }}', ["钱", "材料"]),
        ("{# 给编辑看的 #}<!-- 也是 -->plain", []),
        ("{% trans n=x.n %}共 {{ n }} 份{% endtrans %}，完", ["，完"]),
    ],
)
def test_messages_are_cut_where_markup_stands(source: str, messages: list[str]) -> None:
    found: list[str] = []

    def noted(message: str, _: int) -> str:
        found.append(message)
        return message

    segments.translated(source, noted)
    assert found == messages


def test_a_translation_moves_its_places_and_is_no_markup() -> None:
    said = {"到{day}止，{c}": '{c} until {day} <b> {{ 7*7 }} & "x"', "是": 'a "b" \\ {{ c }}'}
    made = segments.translated('到{{ one.day }}止，{{ c(one) }}{% set x = "是" %}', lambda message, _: said[message])
    environment = templating.environment(markdown=True)
    shown = environment.from_string(made + "{{ x }}").render(one={"day": "D"}, c=lambda _: "C")
    assert html.unescape(shown) == 'C until D <b> {{ 7*7 }} & "x"a "b" \\ {{ c }}'
    assert not re.search('[<>"*]', shown)


@pytest.mark.parametrize(
    ("source", "said", "shown"),
    [
        ("甲：\n{%- if true %}x{% endif %}", {"甲：": "A: "}, "A: x"),
        ("{{ a }}，\n{{- b }}止", {"{a}，{value}止": "until {value}, {a}"}, "until 2, 1"),
        ("{{ a }}，\n{{- b }}", {"{a}，{value}": "{a}, {value}"}, "1, 2"),
        ("**甲：**{{ a }}", {"甲：": "A: "}, "**A: **1"),
    ],
)
def test_blanks_of_a_translation_stay_beside_what_strips(source: str, said: dict[str, str], shown: str) -> None:
    made = segments.translated(source, lambda message, _: said[message])
    text = templating.environment(markdown=True).from_string(made).render(a=1, b=2)
    assert html.unescape(text) == shown


def test_a_translation_in_the_head_of_a_page_is_one_value() -> None:
    made = segments.translated("---\ntitle: 甲\n---\n", lambda *_: 'A: "b"')
    assert yaml.safe_load(html.unescape(made.split("---")[1].replace("&#34;", "'"))) == {"title": "A: 'b'"}


def test_names_stand_apart_where_a_language_parts_them(locale: Path) -> None:
    write(
        locale / f"{PSEUDO}.po", {"{place}{name}": "{name}, {place}", "{utilities}{subject}": "{utilities} {subject}"}
    )
    said = names.placed("许州", "用水报装"), names.joined("用水", "收费")
    with language.spoken(PSEUDO):
        apart = names.placed("许州", "用水报装"), names.joined("用水", "收费")
    assert said == ("许州用水报装", "用水收费") and apart == ("用水报装, 许州", "用水 收费")


def test_lines_of_a_template_keep_their_numbers() -> None:
    source = "甲\n  \n{%- if x -%}\n乙{{ x\n }}丙\n{%- endif %}丁{% trans %}戊{% endtrans %}\n{{ y"
    made = segments.translated(source, lambda message, _: f"said {message}")
    assert made.count("said") == 3
    with pytest.raises(TemplateSyntaxError) as raised:
        templating.environment(markdown=True).parse(made)
    assert raised.value.lineno == 7


# -------------------------------------------------------------------------------------------------- another language


@pytest.fixture(scope="module")
def messages(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Every message, as `make words` gathers them."""
    path = tmp_path_factory.mktemp("messages") / "words.pot"
    gather = re.search(r"extract (.*) \\\n.*--output-file \S+ (.*)", (ROOT / "Makefile").read_text(encoding="utf-8"))
    assert gather is not None
    asked = [*gather[1].split(), "--output-file", str(path), *gather[2].split()]
    with contextlib.chdir(ROOT):
        frontend.CommandLineInterface().run(["pybabel", "--quiet", "extract", *asked])  # type: ignore[no-untyped-call]
    with path.open("rb") as file:
        return [language.forms(one.id)[0] for one in pofile.read_po(file) if one.id]


@pytest.fixture
def locale(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty folder in place of `templates/locale/`."""
    folder = tmp_path / "locale"
    folder.mkdir()
    monkeypatch.setattr(language, "FOLDER", folder)
    yield folder
    for kept in CACHES:
        kept.cache_clear()


def write(path: Path, said: Mapping[str, str]) -> None:
    """A file of translations."""
    translations = catalog.Catalog()
    for message, translation in said.items():
        translations.add(message, translation)
    with path.open("wb") as file:
        pofile.write_po(file, translations)


@pytest.fixture
def pseudo(locale: Path, messages: list[str]) -> str:
    """A language with brackets around all that is Chinese in a message; places stand outside."""
    marked = re.compile("[\u3001-\u303f\u3400-\u9fff\uff01-\uff60“”…]+")
    write(locale / f"{PSEUDO}.po", {one: marked.sub(lambda found: f"⟦{found[0]}⟧", one) for one in messages})
    return PSEUDO


def shown() -> dict[str, str]:
    """What readers of the invented places see, by path: pages, sheets, the words of scripts and tables."""
    policies, resolved, _ = checked(INVENTED)
    made = {path: text.decode("utf-8") for path, text in pages(resolved, policies).items()}
    made |= {path: sheet.html for path, sheet in sheets(resolved, policies.publisher).items()}
    files = data(resolved, policies).items()
    made |= {path: text.decode("utf-8") for path, text in files if path.endswith(("words.js", "tables.js", ".csv"))}
    return {path: html.unescape(text) for path, text in made.items() if not path.startswith("help/")}


def own_words() -> set[str]:
    """The words of invented policies, of public holidays, of what editors are to paste, of terms in documents."""
    files = [*INVENTED.rglob("*.yaml"), *(ROOT / "templates" / "workdays").glob("*.yaml")]
    texts = [path.read_text(encoding="utf-8") for path in sorted(files)]
    terms = [one["term"] for one in catalogue.catalogue("glossary.yaml")]
    return set(CHINESE.findall(" ".join([*texts, *terms, "请填写"])))


def made_of(run: str, known: Collection[str]) -> bool:
    """Whether a run of characters consists of known ones, one after the other."""
    ends = {0}
    for end in range(1, len(run) + 1):
        if any(run[start:end] in known for start in ends):
            ends.add(end)
    return len(run) in ends


@pytest.mark.slow
def test_every_word_on_pages_and_sheets_passes_gettext(pseudo: str) -> None:
    known = own_words()
    with language.spoken(pseudo):
        found = {path: CHINESE.findall(BRACKETED.sub(" ", text)) for path, text in shown().items()}
    outside = {run: path for path, runs in found.items() for run in set(runs) if not made_of(run, known)}
    assert outside == {}


@pytest.mark.slow
def test_the_tag_of_the_language_is_that_of_pages_and_sheets(pseudo: str) -> None:
    config = mkdocs.settings(CONFIG.read_text(encoding="utf-8"), pseudo, Publisher())
    page = mkdocs.converted({"index.md": b"# x\n\n## y\n"}, config, None)["index.html"].decode("utf-8")
    assert f'<html lang="{pseudo}"' in page
    assert CHINESE.findall(BRACKETED.sub(" ", page)) == ["中文"]  # what leads to the Chinese page
    with language.spoken(pseudo):
        texts = shown()
    sheets_ = {path: text for path, text in texts.items() if path.endswith(".pdf")}
    assert sheets_ and all(f'<html lang="{pseudo}">' in text for text in sheets_.values())


def test_a_number_of_things_is_said_in_the_form_that_a_language_has_for_it(locale: Path) -> None:
    text = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=3; plural=(n%10==1 ? 0 : n%10>=2 && n%10<=4 ? 1 : 2);\\n"

msgid "个工作日"
msgid_plural "个工作日"
msgstr[0] "dzień"
msgstr[1] "dni"
msgstr[2] "dniami"

msgid "{year}年{month}月{day}日"
msgstr "{day} {month} {year}"
"""
    (locale / "pl.po").write_text(text, encoding="utf-8")
    assert list(language.faults("pl")) == []
    with language.spoken("pl"):
        said = [catalogue.unit("working_day", Decimal(number)) for number in ("1", "3", "5", "21", "1.5")]
        assert said == ["dzień", "dni", "dniami", "dzień", "dniami"]
        assert catalogue.words()["units"]["working_day"] == "dniami"
        assert conditions.day(date(2021, 9, 6)) == "6 września 2021"
    assert catalogue.unit("working_day", Decimal(3)) == "个工作日"
    assert conditions.day(date(2021, 9, 6)) == "2021年9月6日"


def test_what_is_not_translated_stays_chinese(locale: Path) -> None:
    before = catalogue.words()["units"]
    write(locale / f"{PSEUDO}.po", {"个工作日": "working days", "天": ""})
    with language.spoken(PSEUDO):
        assert catalogue.words()["units"] == {**before, "working_day": "working days"}
    assert catalogue.words()["units"] == before


QUOTED = re.compile("“[天个不超过无外线]+”|建城规〔2021〕4号|「{quote}」|承担|付费|缴费|交费|出资|依据|文号")
"""What stands in Chinese in an English text on purpose: a word of documents, a number by which one finds one, the marks
around a quotation, which is Chinese itself."""


def test_english_has_every_message_and_nothing_else(messages: list[str]) -> None:
    entries = language._messages("en")
    named = [one.id if isinstance(one.id, str) else one.id[0] for one in entries]
    assert set(messages) - set(named) == set(), "make words, then translate these"
    assert set(named) - set(messages) == set(), "make words: these are no messages any more"
    assert [one.id for one in entries if not language._finished(one)] == []
    assert list(language.faults("en")) == []
    said = [str(text) for one in entries for text in (one.string if isinstance(one.string, tuple) else [one.string])]
    assert [text for text in said if LITERAL.search(QUOTED.sub("", text))] == []


def drafted(folder: Path, settings: str) -> dict[str, str]:
    """The files of a site of one invented place, by path; what is no text is empty."""
    shutil.copytree(ROOT / "tests" / "errors" / "base" / "policies", folder / "policies", dirs_exist_ok=True)
    (folder / "policies" / "publisher.yaml").write_text(settings, encoding="utf-8")
    made = publish.drafted(sources(folder, folder / "policies"), HERE, say=quiet, unpublished=True)
    texts = (".html", ".js", ".xml")
    return {
        path: made.store.data(file).decode("utf-8") if path.endswith(texts) else "" for path, file in made.site.items()
    }


@pytest.mark.build
def test_a_language_has_its_pages_beside_the_chinese_ones(tmp_path: Path, locale: Path) -> None:
    write(locale / "en.po", {"文件没有写的，问窗口": "Ask the window", "水气暖报装指南": "Connection guides"})
    alone = drafted(tmp_path, "{}\n")
    site = drafted(tmp_path, "languages: [en]\n")
    page = site["en/nowhere/water/index.html"]
    assert '<html lang="en"' in page
    assert ">Ask the window</h2>" in page and "Connection guides" in page
    assert '><span lang="zh-Hans" title="只有中文，没有译文">适用于谁、依据什么</span></h2>' in page
    assert '<a href="../../../nowhere/water/" hreflang="zh-Hans">' in page
    assert set(alone) == {path for path in site if not path.startswith("en/")}
    own = {path.removeprefix("en/") for path in site if path.startswith("en/")}
    pages = {path for path in alone if path.endswith(".html") and not path.startswith("help/")}
    assert {path for path in own if path.endswith(".html")} == pages
    assert own - pages == {
        path for path in alone if path.endswith(("words.js", "tables.js", "known.js", "-form.js", "-index.js"))
    }


@pytest.mark.build
def test_a_language_changes_no_chinese_page_but_for_the_way_to_it(tmp_path: Path, locale: Path) -> None:
    address = "site_url: https://example.invalid/a/\n"
    write(locale / "en.po", {"水气暖报装指南": "Connection guides"})
    before = drafted(tmp_path, f"{address}languages: [en]\n")
    write(locale / "en.po", {"水气暖报装指南": "Guides"})
    for kept in CACHES:
        kept.cache_clear()
    after = drafted(tmp_path, f"{address}languages: [en]\n")
    alone = drafted(tmp_path, address)
    chinese = [path for path in alone if path != "sitemap.xml"]
    assert [path for path in chinese if before[path] != after[path]] == []
    assert before["en/index.html"] != after["en/index.html"]
    ways = re.compile(r' *<p class="languages">.*?</p>\n|<link rel="alternate"[^>]*>\n', re.DOTALL)
    page = after["nowhere/water/index.html"]
    assert re.sub(r"\s+", " ", ways.sub("", page)) == re.sub(r"\s+", " ", alone["nowhere/water/index.html"])
    assert '<link rel="alternate" hreflang="en" href="https://example.invalid/a/en/nowhere/water/">' in page
    assert '<link rel="alternate" hreflang="zh-Hans" href="https://example.invalid/a/nowhere/water/">' in page
    assert 'href="../../en/nowhere/water/" lang="en" hreflang="en">English</a>' in page
    assert "https://example.invalid/a/en/nowhere/water/" in after["sitemap.xml"]
    assert "404" not in after["sitemap.xml"]


# ------------------------------------------------------------------------------------------------- what can be wrong


def found(folder: Path, name: str) -> tuple[Finding, ...]:
    """What `check` says of policies whose publisher sets a language."""
    (folder / "policies").mkdir()
    (folder / "policies" / "publisher.yaml").write_text(f"languages: [{name}]\n", encoding="utf-8")
    return checks.check(folder / "policies")[2]


def test_places_that_differ_are_told_with_line_and_remedy(tmp_path: Path, locale: Path) -> None:
    text = 'msgid ""\nmsgstr ""\n\nmsgid "{n} 份"\nmsgstr "{m} copies"\n\nmsgid "从{}起算"\nmsgstr "from {}"\n'
    (locale / "en.po").write_text(text, encoding="utf-8")
    [one] = found(tmp_path, "en")
    assert str(one.position) == "templates/locale/en.po:4:1"
    assert "（{n} 份: -{n} +{m}）" in one.zh and "要和原文一样" in one.zh
    assert one.severity == "error" and one.code == "translation-fault"


@pytest.mark.parametrize(
    ("data", "line", "problem"),
    [(b'msgid "a"\nnonsense\n', 2, "PoFileError"), ("甲".encode("gbk"), 1, "UnicodeDecodeError")],
)
def test_a_file_that_cannot_be_read_is_told(data: bytes, line: int, problem: str, tmp_path: Path, locale: Path) -> None:
    (locale / "en.po").write_bytes(data)
    [one] = found(tmp_path, "en")
    assert (one.position.path, one.position.line) == ("templates/locale/en.po", line)
    assert problem in one.zh


def test_a_language_without_translations_is_refused(tmp_path: Path, locale: Path) -> None:
    write(locale / "en.po", {})
    [one] = found(tmp_path, "../en")
    assert (one.code, one.severity) == ("no-translation", "error")
    assert "没有“../en”的译文" in one.zh


def test_values_in_a_trans_block_stay_text() -> None:
    made = templating.environment(markdown=True)
    text = made.from_string("{% trans n=x %}共 {{ n }} 份{% endtrans %}").render(x="<b>**x**</b>")
    assert html.unescape(text) == "共 <b>**x**</b> 份" and not re.search("[<>*]", text)


@pytest.mark.parametrize("patterns", [cache_keys.TO_WORD, cache_keys.TO_FRAME, cache_keys.EVERYTHING])
def test_an_edit_of_a_translation_makes_its_language_anew_and_nothing_chinese(
    patterns: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ignore = shutil.ignore_patterns("*.ttf")
    shutil.copytree(ROOT / "templates", tmp_path / "templates", ignore=ignore)
    monkeypatch.setattr(cache_keys, "TEMPLATES", tmp_path / "templates")
    monkeypatch.setattr(language, "FOLDER", tmp_path / "templates" / "locale")
    keys, chinese = [], set()
    for text in ("", "a", "b"):
        (tmp_path / "templates" / "locale" / "en.po").write_text(text, encoding="utf-8")
        cache_keys.tools.cache_clear()
        keys.append(cache_keys.locale("en"))
        chinese.add((cache_keys.tools(*patterns), cache_keys.locale(None)))
    cache_keys.tools.cache_clear()
    assert len(set(keys)) == len(keys) and len(chinese) == 1


# --------------------------------------------------------------------------------------------- words in other places

LITERAL = re.compile("[\u3001-\u303f\u3400-\u9fff\uff01-\uff60]")
READ = ("words", "telling", "media", "pages", "data", "paper", "site", "decision")
"""The packages that word what readers see."""


def literals(name: str) -> list[str]:
    """The Chinese texts of a module that do not pass gettext, doc strings aside."""
    tree = ast.parse((ROOT / "generator" / name).read_text(encoding="utf-8"))
    aside = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == "gettext":
            aside |= {id(argument) for argument in node.args}
    texts = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in aside)
    return sorted(node.value for node in texts if isinstance(node.value, str) and LITERAL.search(node.value))


ASIDE: dict[str, set[str]] = {
    "media/answers.py": set(literals("media/answers.py")),  # the command line, for editors
    "paper/printing.py": set(literals("paper/printing.py")),  # what the machine lacks, for editors, in both languages
    "telling/compose.py": {"《[^》]*》"},  # looked for in a name
    "data/cpsv.py": {"。"},  # behind the words of a document
    "data/guide_json.py": set(literals("data/guide_json.py")),  # the schema, for programmers, in both languages
    "data/jsonld.py": {"。"},
    "data/sentences.py": {
        "「",
        "」",
        "元",
        *(one.pattern for one in (_APPLICATION, _PUBLIC, _COMPANY)),
    },  # of documents
    "data/spreadsheet.py": {"＋", "－", "＝", "＠", "……（一格放不下，全文见 CSV）"},  # formulas; the table of editors
    "decision/dmn.py": {"（", "）", "；"},  # data for machines, which stay in the words of the documents
    "pages/manual.py": set(literals("pages/manual.py")),  # the handbook of editors
    "site/hosting.py": set(literals("site/hosting.py")),  # for whoever runs a server, in both languages
    "site/offline.py": set(literals("site/offline.py")),  # for whoever makes a disk, the same
    "words/controls.py": {"(?<=[(（])\\s*(?=[)）])"},  # looked for in a form
    "media/marks.py": {"(?<=、).*", "〔", "〕"},  # looked for in clauses; around numbers
    "words/marking.py": {marking._HAN.pattern},
    "words/names.py": {"。", "。.", "《", "》", "〈", "〉"},  # at the end of sentences; titles
    "telling/parts.py": {"内", "时"},  # looked for in the words of a document
    "media/duty.py": {"？。"},  # the same
    "words/segments.py": {segments.CHINESE.pattern},
    "pages/filling.py": {"（([^（）]+)）$"},  # looked for in the names of a document
    "words/templating.py": {templating._NUMBER.pattern, "全角空格"},  # for editors
}
"""Texts that are no messages."""


def test_every_text_in_code_passes_gettext() -> None:
    modules = (path.relative_to(ROOT / "generator").as_posix() for one in READ
               for path in sorted((ROOT / "generator" / one).rglob("*.py")))  # fmt: skip
    left = {name: [text for text in literals(name) if text not in ASIDE.get(name, ())] for name in modules}
    assert {name: len(texts) for name, texts in left.items() if texts} == {}, left
    assert {name: texts - set(literals(name)) for name, texts in ASIDE.items()} == {name: set() for name in ASIDE}


_TEXT = re.compile(r"""//[^\n]*|/\*.*?\*/|("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`)""", re.DOTALL)


@pytest.mark.parametrize("path", sorted((ROOT / "templates" / "assets").glob("*.js")), ids=lambda path: path.name)
def test_no_word_stands_in_a_script(path: Path) -> None:
    texts = (found[1] for found in _TEXT.finditer(path.read_text(encoding="utf-8")))
    assert [text for text in texts if text and CHINESE.search(text)] == []
