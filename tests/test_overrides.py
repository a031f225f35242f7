"""A publisher's own words and templates come before ours, survive an update of ours, and are named when out of date."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from desk import BASE, Desk
from expected import quiet, sources, tree

from generator import language, overrides
from generator.build import contents, publish, workers
from generator.build.contents import PAGES, SHEETS
from generator.build.steps import Build
from generator.build.workers import LOCAL, Task
from generator.build.workshop import RefusedError, equipped
from generator.checks import overridden
from generator.cli import main
from generator.findings import Finding
from generator.overrides import Overrides
from generator.paths import TEMPLATES
from generator.policy import colours, logos
from generator.policy.files import Publisher
from generator.preview.state import Preview
from generator.site import mkdocs
from generator.words import replaced, templating
from generator.words.catalogue import catalogue, words
from generator.words.icons import icon

FOOT = "本站整理公开文件"


@pytest.fixture(autouse=True)
def ours() -> Iterator[None]:
    """Afterwards all is as it is with us."""
    yield
    overrides.use(overrides.NONE)


@pytest.fixture
def bureau(tmp_path: Path) -> Path:
    """The repository of an invented publisher, with nothing of its own yet."""
    shutil.copytree(BASE, tmp_path / "bureau" / "policies")
    return tmp_path / "bureau"


def begin(bureau: Path, *named: str, change: tuple[str, str] = ("", "")) -> Path:
    """An override as the command begins it, one text in it changed."""
    assert main(["override", *named, "--policies", str(bureau / "policies")]) == 0
    path = bureau / "templates" / named[0]
    text = path.read_text(encoding="utf-8")
    assert change[0] in text
    path.write_text(text.replace(*change), encoding="utf-8")
    return path


def put(bureau: Path, name: str, text: str) -> None:
    """A file of the publisher's `templates/`."""
    path = bureau / "templates" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def found(bureau: Path) -> list[Finding]:
    """What the check says of the publisher's templates."""
    overrides.use(overrides.read(bureau / "templates"))
    return list(overridden.findings())


def codes(bureau: Path) -> list[str]:
    return [problem.code for problem in found(bureau)]


def made(bureau: Path, kind: str = PAGES) -> Build:
    """What is made of the publisher's places."""
    own = replace(sources(bureau, bureau / "policies"), templates=bureau / "templates")
    work = Build(own, LOCAL, quiet)
    work.places(PAGES, kind)
    return work


def page(bureau: Path, path: str = "nowhere/water/index.md") -> str:
    work = made(bureau)
    return work.store.data(work.guides[path]).decode("utf-8")


# ------------------------------------------------------------------------------------------- each kind, as it shows


def test_a_file_a_block_a_word_and_a_drawing_show_on_the_page(bureau: Path) -> None:
    before = page(bureau)
    begin(bureau, "pages/footer.md", change=(FOOT, "虚水局整理公开文件"))
    begin(bureau, "words.yaml", "units/working_day", change=("个工作日", "个上班日"))
    begin(bureau, "icons/water.svg", change=("<svg ", '<svg data-own="1" '))
    assert codes(bureau) == []
    after = page(bureau)
    assert FOOT in before
    assert FOOT not in after
    assert "虚水局整理公开文件" in after
    assert "个工作日" in before
    assert "个工作日" not in re.sub("「.*?」", "", after)
    assert "个上班日" in after
    assert "data-own" in after
    assert "replaces" not in after


def test_a_block_replaces_itself_alone_on_a_sheet(bureau: Path) -> None:
    begin(bureau, "print/checklist.html", "kind", change=("#}checklist", "#}checklist own"))
    assert codes(bureau) == []
    work = made(bureau, SHEETS)
    key = work.families.products[SHEETS][0]
    pdfs = contents.PDFS.read(work.store, key)
    sheet = contents.sheet(pdfs["nowhere/water/checklist.pdf"]).read(work.store, key)
    assert '<body class="checklist own">' in sheet.html
    assert "办事清单" in sheet.html


def test_a_block_may_say_what_ours_says_and_more(bureau: Path) -> None:
    version = replaced.original("print/sheet.html", "title")
    assert version is not None
    put(
        bureau,
        "print/sheet.html",
        '{% extends "ours:print/sheet.html" %}\n'
        f"{{% block title %}}{{# replaces {overrides.version(version)} #}}"
        "{{ super() }}（虚水局）{% endblock %}\n",
    )
    assert codes(bureau) == []
    made_ = templating.environment(markdown=False).get_template("print/sheet.html")
    place = {"read": {"by": "张三", "on": "2026-01-01"}}
    assert "<title>单子（虚水局）</title>" in made_.render(title="单子", publisher=Publisher(), place=place)


def test_entries_of_lists_are_known_by_their_names(bureau: Path) -> None:
    begin(bureau, "glossary.yaml", "红线/means", change=("用地界线", "地块的边"))
    begin(bureau, "supply.yaml", "steps/company/groups/company/fields/name/label", change=("企业全称", "单位全称"))
    assert codes(bureau) == []
    before = words()
    terms = {entry["term"]: entry["means"] for entry in catalogue("glossary.yaml")}
    assert terms["红线"].startswith("地块的边")
    assert len(terms) > 5
    (company, *others) = catalogue("supply.yaml")["steps"]
    assert company["groups"][0]["fields"][0]["label"] == "单位全称"
    assert company["groups"][0]["fields"][0]["must"] is True
    assert others
    assert words() is before


def test_a_translation_comes_before_ours_and_a_new_one_may_stand(
    bureau: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = bureau / "ours" / "locale"
    folder.mkdir(parents=True)
    plural = 'msgid "日"\nmsgid_plural "日"\nmsgstr[0] "day"\nmsgstr[1] "days"\n'
    told = f'msgid "天"\nmsgstr "days"\n\nmsgid "月"\nmsgstr "months"\n\n{plural}'
    (folder / "qq.po").write_text(told, encoding="utf-8")
    monkeypatch.setattr(language, "FOLDER", folder)
    monkeypatch.setattr(replaced, "TEMPLATES", folder.parent)
    monkeypatch.setattr(overrides, "TEMPLATES", folder.parent)
    version = overrides.version("days")
    put(
        bureau,
        "locale/qq.po",
        f'# replaces {version}\nmsgid "天"\nmsgstr "d"\n\nmsgid "虚水局"\nmsgstr "Water Office"\n',
    )
    assert codes(bureau) == []
    with language.spoken("qq"):
        assert [language.gettext(message) for message in ("天", "月", "虚水局")] == ["d", "months", "Water Office"]
    assert main(["override", "locale/qq.po", "日", "--policies", str(bureau / "policies")]) == 0
    begun = capsys.readouterr().out
    assert begun.endswith('msgid "日"\nmsgid_plural "日"\nmsgstr[0] "day"\nmsgstr[1] "days"\n')
    put(bureau, "locale/qq.po", begun.replace('"day"', '"d"'))
    assert codes(bureau) == []
    with language.spoken("qq"):
        assert [language.plural("日", number) for number in (1, 2)] == ["d", "days"]
    put(bureau, "locale/qq.po", f'{begun.splitlines()[0]}\nmsgid "日"\nmsgstr "ds"\n')
    assert codes(bureau) == []
    with language.spoken("qq"):
        assert [language.plural("日", number) for number in (1, 2)] == ["ds", "ds"]
    put(bureau, "locale/zz.po", 'msgid "天"\nmsgstr "z"\n')
    assert codes(bureau) == []
    assert "zz" in language.names()


@pytest.mark.build
def test_the_frame_of_the_pages_is_replaced_block_by_block(bureau: Path) -> None:
    begin(bureau, "theme/404.html", "content", change=("没有这一页", "没有找到"))
    assert codes(bureau) == []
    config = (TEMPLATES / "mkdocs.yml").read_text(encoding="utf-8")
    html = mkdocs.converted({}, config, None)["404.html"].decode("utf-8")
    assert "<h1>没有找到</h1>" in html
    assert "<title>没有这一页" in html


def test_what_is_replaced_is_made_anew_and_nothing_else(bureau: Path) -> None:
    first = made(bureau).families.products[PAGES]
    begin(bureau, "assets/house.css")
    assert made(bureau).families.products[PAGES] == first
    begin(bureau, "pages/footer.md")
    assert made(bureau).families.products[PAGES] != first
    shutil.rmtree(bureau / "templates")
    assert made(bureau).families.products[PAGES] == first


# ------------------------------------------------------------------------------------- name, logo, colours, footer

SETTINGS = """name: 虚水市报装
logo: logo.svg
colours: {light: "#1d4f91", dark: "#8fb8f0"}
footer:
  - {text: 虚水市<政务>服务网, url: "https://a.invalid/"}
  - {text: 虚水}
"""


@pytest.mark.build
@pytest.mark.slow
def test_name_logo_colours_and_footer_need_no_template(bureau: Path) -> None:
    (bureau / "policies" / "publisher.yaml").write_text(SETTINGS, encoding="utf-8")
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9"/></svg>'
    (bureau / "policies" / "logo.svg").write_bytes(drawing)
    publish.build(sources(bureau, bureau / "policies"), bureau / "guides", bureau / "site", say=quiet, draft=True)
    site = tree(bureau / "site")
    html = site["nowhere/water/index.html"].decode("utf-8")
    assert "虚水市报装</title>" in html
    assert '<img class="mark" src="../../assets/logo.svg" alt="">虚水市报装' in re.sub(r">\s+虚", ">虚", html)
    assert '<a href="https://a.invalid/" rel="noreferrer">虚水市&#60;政务&#62;服务网</a>' in html.replace(
        "&lt;", "&#60;"
    ).replace("&gt;", "&#62;")
    assert site["assets/logo.svg"] == drawing
    assert site["assets/tokens.css"].decode("utf-8").rstrip().endswith("--on-green: #ffffff; }")
    assert "--green: #1d4f91;" in site["assets/tokens.css"].decode("utf-8")
    assert "--green: #8fb8f0;" in site["assets/dark.css"].decode("utf-8")


@pytest.mark.parametrize(("appearance", "colour"), [("light", "#1d4f91"), ("dark", "#8fb8f0"), ("light", "#00695c")])
def test_every_pair_of_colours_that_follows_can_be_read(appearance: str, colour: str) -> None:
    assert colours.weakest(colour, appearance)[0] >= colours.LEAST
    given = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", colours.style(colour, appearance)))
    pairs = [("green", "on-green"), ("green-deep", "on-green"), ("green", "green-wash"), ("green-deep", "green-wash")]
    assert all(colours.contrast(given[one], given[other]) >= colours.LEAST for one, other in pairs)


@pytest.mark.parametrize(
    "body",
    [
        "<script/>",
        "<rect onclick='x'/>",
        "<image href='x.png'/>",
        "<use href='x.svg#a'/>",
        "<use xmlns:x='http://www.w3.org/1999/xlink' x:href='https://a.invalid/#a'/>",
        "<rect fill='url(x.svg#a)'/>",
        "<rect style='fill: url(#a); stroke: url(https://a.invalid)'/>",
        "<style>@import 'x'</style>",
        "<foreignObject/>",
        "<a/>",
        "<set attributeName='href'/>",
        "<rect xmlns='http://www.w3.org/1999/xhtml'/>",
    ],
)
def test_a_logo_is_made_of_shapes_alone(body: str) -> None:
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg">{body}</svg>'
    assert logos.drawing_fault(drawing.encode("utf-8")) is not None
    plain = '<svg xmlns="http://www.w3.org/2000/svg"><g fill="url(#a)"><use href="#b"/></g></svg>'
    assert logos.drawing_fault(plain.encode("utf-8")) is None


@pytest.mark.parametrize("data", [b"", b"x", b"<svg/>", b"<!DOCTYPE svg><svg/>", b"\xff", b"<svg>", b"x" * 300_000])
def test_what_is_no_drawing_is_no_logo(data: bytes) -> None:
    assert logos.drawing_fault(data) is not None


# --------------------------------------------------------------------------------------------- an update of ours


@pytest.mark.slow
def test_overrides_survive_an_update_and_those_out_of_date_are_named(bureau: Path, tmp_path: Path) -> None:
    """Three originals change with the engine; what a publisher has in their place stays, and `check` names it."""
    begin(bureau, "pages/footer.md", change=(FOOT, "虚水局整理公开文件"))
    begin(bureau, "words.yaml", "units/working_day", change=("个工作日", "个上班日"))
    begin(bureau, "print/checklist.html", "kind", change=("#}checklist", "#}checklist own"))
    begin(bureau, "assets/house.css")
    engine = Desk(tmp_path / "engine")
    shutil.rmtree(engine.folder / "policies")
    given = ("--policies", str(bureau / "policies"))
    code, said = engine.done("check", *given)
    assert (code, "[override" in said) == (0, False), said

    engine.edit("templates/pages/footer.md", "不代替文件原文", "不能代替文件原文")
    engine.edit("templates/words.yaml", "working_day: 个工作日", "working_day: 个办公日")
    engine.edit("templates/print/checklist.html", "kind %}checklist", "kind %}sheet checklist")
    code, said = engine.done("check", *given)
    assert code == 0
    named = re.findall(r"templates/(\S+?):(\d+):1: .*当时 (\w{8})，现在 (\w{8}).*\[override-out-of-date\]", said)
    assert [(name, line) for name, line, *_ in named] == [
        ("pages/footer.md", "1"),
        ("print/checklist.html", "2"),
        ("words.yaml", "2"),
    ]
    assert all(was != now and f"replaces {now}" in said for *_, was, now in named)

    code, said = engine.done("build", "--draft", *given, "--store", "made")
    assert code == 0, said
    html = engine.site()["nowhere/water/index.html"].decode("utf-8")
    assert "虚水局整理公开文件" in html
    assert "个上班日" in html


# ---------------------------------------------------------------------------------------------- what is wrong is told


@pytest.mark.parametrize(
    ("name", "text", "line", "code"),
    [
        ("pages/nothing.md", "x", 1, "override-of-nothing"),
        ("words.yaml", "units:\n  dai: 天\n", 2, "override-of-nothing"),
        ("glossary.yaml", "- {term: 虚词, means: x}\n", 1, "override-of-nothing"),
        (
            "pages/about.md",
            '{% extends "ours:pages/about.md" %}\n{% block no %}x{% endblock %}',
            2,
            "override-of-nothing",
        ),
        ("pages/footer.md", "x", 1, "override-unrecorded"),
        ("words.yaml", "units:\n  day: 日\n", 2, "override-unrecorded"),
        ("words.yaml", "units:\n  day: 日  # replaces 00000000\n", 2, "override-out-of-date"),
        ("words.yaml", "amounts:\n  exactly: '{m}' # replaces dd22943c\n", 2, "override-of-another-kind"),
        ("words.yaml", "units: x # replaces 00000000\n", 1, "override-of-another-kind"),
        ("words.yaml", "units: {\n", 2, "template-fault"),
        ("pages/footer.md", "\n{% if %}", 2, "template-fault"),
        ("pages/footer.md", "{{ publisher.contact|safe }}", 1, "template-fault"),
        ("pages/footer.md", "\n\n{{ publsher.contact }}", 3, "override-names-nothing"),
        ("pages/footer.md", '\n{% include "pages/none.md" %}', 2, "override-names-nothing"),
        ("theme/main.html", "{% block content %}", 1, "template-fault"),
        ("assets/house.css", "\nbody { background: url(https://a.invalid/x.png) }", 2, "override-fetches"),
        ("assets/house.css", '@import "//a.invalid/x.css";', 1, "override-fetches"),
        ("assets/house.css", "\n\n@\\69mport url(x.css);", 3, "override-fetches"),
        ("assets/house.css", "a { background: image-set('https://a.invalid/x.png' 1x) }", 1, "override-fetches"),
        ("assets/house.css", "a { background: URL( '//a.invalid/x.png' ) }", 1, "override-fetches"),
        ("assets/house.css", "a { background: url(\\2f/a.invalid) }", 1, "override-fetches"),
        ("print/notice.css", "a { background: url(file:///etc/hostname) }", 1, "override-fetches"),
        ("assets/case.js", "x", 1, "override-not-possible"),
        ("fonts/NotoSansSC-Bold.ttf", "x", 1, "override-not-possible"),
        ("findings.yaml", "x", 1, "override-not-possible"),
        ("duties.yaml", "lists: []", 1, "override-not-possible"),
        ("locale/qq.po", 'msgid "a\n', 1, "template-fault"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(bureau: Path, name: str, text: str, line: int, code: str) -> None:
    put(bureau, name, text)
    places = {(problem.code, problem.position.line) for problem in found(bureau)}
    assert (code, line) in places
    assert all(problem.position.path == str(bureau / "templates" / name) for problem in found(bureau))


def test_what_the_check_asks_to_be_pasted_is_what_it_wants(bureau: Path) -> None:
    put(bureau, "words.yaml", "units:\n  day: 日\n")
    put(bureau, "pages/footer.md", "虚水局\n")
    put(bureau, "assets/house.css", "footer { color: red }\n")
    for problem in found(bureau):
        line = dict(problem.words)["yaml"].strip()
        path = Path(problem.position.path)
        lines = path.read_text(encoding="utf-8").split("\n")
        lines[problem.position.line - 1] += f" {line}"
        path.write_text("\n".join(lines), encoding="utf-8")
    assert codes(bureau) == []


def test_bytes_that_are_no_text_are_told(bureau: Path) -> None:
    put(bureau, "pages/footer.md", "")
    (bureau / "templates" / "pages" / "footer.md").write_bytes("政策".encode("gb18030"))
    assert codes(bureau) == ["not-utf8"]


def test_a_build_is_refused_with_the_place_of_what_is_wrong(bureau: Path) -> None:
    begin(bureau, "pages/footer.md", change=("{{ home }}about", "{{ home.way.back }}about"))
    assert codes(bureau) == []  # only by what it is given it can be known to have no such part
    with pytest.raises(RefusedError) as refused:
        made(bureau)
    (problem,) = refused.value.findings
    assert problem.code == "template-fault"
    assert str(problem.position) == f"{bureau}/templates/pages/footer.md:5:1"
    put(bureau, "words.yaml", "units: {\n")
    with pytest.raises(RefusedError):
        made(bureau)


def test_a_command_that_uses_words_is_refused_and_not_broken(bureau: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(bureau, "words.yaml", "units: {\n")
    for command in (["classify", "nowhere/water"], ["check"]):
        assert main([*command, "--policies", str(bureau / "policies")]) == 1
        assert f"{bureau}/templates/words.yaml:2:1" in capsys.readouterr().err


# --------------------------------------------------------------------------------------------------- no hole is opened


@pytest.mark.parametrize(
    "source",
    [
        "{{ text }}",
        "{% autoescape false %}{{ text }}{% endautoescape %}",
        "{% set held %}{{ text }}{% endset %}{{ held }}",
        "{{ text|replace('x', 'y') }}",
        "{{ text ~ '' }}",
        "{{ [text]|join }}",
        "{% macro m(t) %}{{ t }}{% endmacro %}{{ m(text) }}",
        "{% autoescape false %}{% macro m(t) %}{{ t }}{% endmacro %}{{ m(text) }}{% endautoescape %}",
    ],
)
@pytest.mark.parametrize("name", ["pages/footer.md", "print/guide.html"])
def test_words_of_a_policy_stay_text_whatever_a_template_does(bureau: Path, name: str, source: str) -> None:
    put(bureau, name, source)
    overrides.use(overrides.read(bureau / "templates"))
    made_ = templating.environment(markdown=name.endswith(".md")).get_template(name)
    assert "<b" not in made_.render(text="<b onclick=x>")


@pytest.mark.parametrize(
    "source",
    [
        "{{ icon('gas').__class__('<b>') }}",
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ icon.__globals__ }}",
        "{{ self._TemplateReference__context }}",
    ],
)
def test_a_template_reaches_nothing_of_the_program(bureau: Path, source: str) -> None:
    put(bureau, "pages/footer.md", source)
    overrides.use(overrides.read(bureau / "templates"))
    with pytest.raises(Exception, match=r"unsafe|no attribute|access to attribute"):
        templating.environment(markdown=True).get_template("pages/footer.md").render()


def test_links_out_of_the_folder_and_hidden_files_are_no_overrides(bureau: Path) -> None:
    put(bureau, ".git/config", "x")
    put(bureau, "pages/.footer.md.swp", "x")
    put(bureau, "README.md", "x")
    (bureau / "templates" / "pages" / "footer.md").symlink_to("/etc/hostname")
    assert overrides.read(bureau / "templates").files == {}


def test_our_own_templates_are_no_overrides(tmp_path: Path) -> None:
    assert overrides.theirs(TEMPLATES) is None
    engine = Desk(tmp_path / "engine")
    assert overrides.beside(engine.folder / "policies") is None
    assert main(["override", "pages/footer.md", "--templates", str(engine.folder / "templates")]) == 2


# ------------------------------------------------------------------------------------------------- who does the work


def test_who_does_the_work_has_the_words_of_the_order(bureau: Path) -> None:
    """Also another process, that has no such folder; and the next order may be of another publisher."""
    begin(bureau, "words.yaml", "units/day", change=("天", "日"))
    own = overrides.read(bureau / "templates")
    orders = [(own, _day), (overrides.NONE, _day)] * 3
    tasks = [Task(number, equipped, partial(tuple, order)) for number, order in enumerate(orders)]
    results = dict(workers.done(workers.processes, tasks))
    assert [results[number] for number in range(6)] == ["日", "天"] * 3


def _day() -> str:
    return str(words()["units"]["day"])


def test_what_was_read_before_is_forgotten() -> None:
    before = str(icon("water")), words()["units"]["day"]
    own = Overrides({"words.yaml": b"units: {day: x}", "icons/water.svg": b"<svg></svg>"})
    with overrides.used(own):
        assert (str(icon("water")), words()["units"]["day"]) == ("<svg></svg>", "x")
    with overrides.used(overrides.NONE):
        assert (str(icon("water")), words()["units"]["day"]) == before


@pytest.mark.build
def test_the_preview_shows_what_is_saved_and_what_is_wrong_now(bureau: Path) -> None:
    preview = Preview(replace(sources(bureau, bureau / "policies"), templates=bureau / "templates"))
    assert bureau / "templates" not in preview.watched
    preview.refresh()
    first = preview.state
    begin(bureau, "pages/footer.md", change=(FOOT, "虚水局整理公开文件"))
    assert bureau / "templates" in preview.watched
    preview.refresh()
    assert "虚水局整理公开文件" in (preview.made("nowhere/water/index.html") or b"").decode("utf-8")
    put(bureau, "pages/footer.md", "{% if %}")
    preview.refresh()
    assert {problem.code for problem in preview.state.findings} == {"override-unrecorded", "template-fault"}
    assert preview.state.builds == first.builds + 1
    (bureau / "templates" / "pages" / "footer.md").unlink()
    preview.refresh()
    assert FOOT in (preview.made("nowhere/water/index.html") or b"").decode("utf-8")


def test_styles_may_name_what_lies_beside_them(bureau: Path) -> None:
    begin(bureau, "assets/house.css")
    path = bureau / "templates" / "assets" / "house.css"
    text = path.read_text(encoding="utf-8")
    more = (
        "a { background: url(mark.svg) url('data:image/png;base64,AAAA') } @media print { b { content: 'https://x' } }"
    )
    path.write_text(text + more, encoding="utf-8")
    assert codes(bureau) == []


# ---------------------------------------------------------------------------------------------------- the command


def test_the_command_lists_begins_and_compares(bureau: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own = ("--policies", str(bureau / "policies"))
    assert main(["override", *own]) == 0
    assert {"pages/guide.md", "words.yaml", "assets/tokens.css"} <= set(capsys.readouterr().out.split())
    path = begin(bureau, "pages/footer.md", change=(FOOT, "虚水局"))
    assert main(["override", "pages/footer.md", *own]) == 0
    said = capsys.readouterr()
    assert "已经有了" in said.err
    assert FOOT in said.out
    assert FOOT not in path.read_text(encoding="utf-8")
    before = tree(bureau)
    assert main(["override", "--diff", *own]) == 0
    shown = capsys.readouterr().out
    assert re.search(r"^--- ours/pages/footer.md (\w{8})\n\+\+\+ yours/pages/footer.md \1\n", shown)
    assert f"\n-<p>{FOOT}" in shown
    assert "\n+<p>虚水局" in shown
    assert "\n+{#" not in shown
    assert tree(bureau) == before


@pytest.mark.parametrize(
    ("named", "said"),
    [
        (("pages/foter.md",), "pages/footer.md"),
        (("utilities.yaml",), "utilities/"),
        (("words.yaml", "units/dya"), "units/day"),
        (("pages/footer.md", "no"), "PART no"),
        (("../policies/publisher.yaml",), "NAME"),
        (("pages/footer.md", "--diff"), "NAME"),
    ],
)
def test_the_command_names_what_might_have_been_meant(
    bureau: Path, named: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["override", *named, "--policies", str(bureau / "policies")]) == 2
    told = capsys.readouterr().err
    assert said in told
    assert not (bureau / "templates").exists()


@pytest.mark.parametrize("file", replaced.files())
def test_every_file_and_part_of_ours_can_be_begun(file: str) -> None:
    """What the command writes replaces just what it was asked for, and has the record of it."""
    parts = replaced.names(file)
    for part in parts if file.endswith(".yaml") else parts[::40] if file.endswith(".po") else ["", *parts]:
        there = replaced.original(file, part)
        assert there is not None
        text = replaced.head(file, part) + replaced.beginning(file, part, there)
        own = [one for one in replaced.parts(file, text.encode("utf-8")) if one.name == part]
        assert [(one.record, one.original) for one in own] == [(overrides.version(there), there)], part
        assert own[0].text.strip() == there.strip()


def test_what_is_begun_is_no_finding(bureau: Path) -> None:
    for file in ("pages/guide.md", "print/notice.html", "theme/main.html", "help/index.md", "assets/site.css"):
        begin(bureau, file)
    assert codes(bureau) == []
