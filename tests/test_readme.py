"""The documents about the project: links that lead somewhere, the files, packages, words and commands they name."""

from __future__ import annotations

import re
import tomllib

import pytest
from expected import ROOT, same

from generator.pages import manual

DOCUMENTS = ("README.md", "README.zh-CN.md", "CONTRIBUTING.md")
CONTRIBUTING = ROOT / "CONTRIBUTING.md"
PAGES = manual.pages()
ARCHITECTURE = PAGES["help/architecture/index.md"]
GENERATOR = ROOT / "generator"


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def section(name: str, title: str) -> str:
    """What stands below a heading."""
    return text(name).partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def rows(name: str, title: str) -> list[list[str]]:
    """The cells of the table below a heading."""
    lines = [line for line in section(name, title).splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines[1:]]


# --------------------------------------------------------------------------------------------------------- links


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_link_leads_to_a_file(name: str) -> None:
    links = re.findall(r"\]\(([^)#\s]+)", text(name))
    assert links
    assert [link for link in links if not (ROOT / link).is_file()] == []


def test_both_readmes_lead_to_the_same_files() -> None:
    def led(name: str) -> set[str]:
        return set(re.findall(r"\]\(([^)]+)\)", text(name))) - {"README.md", "README.zh-CN.md"}

    assert led("README.md") == led("README.zh-CN.md")


def test_the_readme_is_short_and_its_picture_says_what_it_shows() -> None:
    assert len(text("README.md").split()) < 600
    for name in ("README.md", "README.zh-CN.md"):
        ((words, picture),) = re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", text(name))
        assert len(words) > 40
        assert (ROOT / picture).read_text(encoding="utf-8").startswith("<svg ")


def test_every_page_of_the_handbook_is_linked_from_its_index_and_written_down() -> None:
    pages = {f"{path.parent.name}/index.md" for path in (ROOT / "guides" / "help").glob("*/index.md")}
    linked = set(re.findall(r"\]\(([\w-]+/index\.md)\)", PAGES["help/index.md"]))
    assert linked == pages
    written = {path.stem for path in (ROOT / "templates" / "help").glob("*.md")} - {"index"}
    assert {page.partition("/")[0] for page in pages} == written | {"findings"}


# --------------------------------------------------------------------------------------------------- what is named


def test_the_first_edit_is_in_the_policy() -> None:
    policy = text("policies/wuhai/gas.yaml")
    for name in ("README.md", "README.zh-CN.md"):
        (fact,) = re.findall(r"^```yaml\n(.*?)^```", text(name), re.DOTALL | re.MULTILINE)
        assert re.sub(r" +#.*", "", fact) in policy, name


@pytest.mark.parametrize("page", ["architecture", "commands", "hosting", "reviews", "setup", "speed", "tasks"])
def test_every_file_that_a_page_names_is_there(page: str) -> None:
    """Files of the project by their whole path, modules by their path below `generator/`."""
    found = re.findall(r"(?:`|<code>)([\w./-]+)(?:`|</code>)", PAGES[f"help/{page}/index.md"])
    named = {name for name in found if re.search(r"\.(py|js|css|conf|md|toml)$", name)}
    assert [name for name in sorted(named) if not ((GENERATOR / name).is_file() or (ROOT / name).is_file())] == []
    settings, folders = {name for name in found if name.endswith(".yml")}, (ROOT, ROOT / ".github" / "workflows")
    assert [name for name in sorted(settings) if not any((one / name).is_file() for one in folders)] == []


@pytest.mark.parametrize("title", ["Where do I change what", "Changing code", "Changing a page"])
def test_every_file_that_contributing_names_is_there(title: str) -> None:
    named = re.findall(r"`([.\w-]+/[\w./-]*|[A-Z][a-z]+file)`", section("CONTRIBUTING.md", title))
    assert named
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_every_row_of_what_is_changed_where_says_what_holds_it() -> None:
    found = rows("CONTRIBUTING.md", "Where do I change what")
    assert {len(row) for row in found} == {3}
    assert [row[0] for row in found if "`" not in row[1] or not ("tests/" in row[2] or row[2] == "the same")] == []


def test_every_word_of_the_code_is_in_the_code() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in GENERATOR.rglob("*.py")).lower()
    found = rows("CONTRIBUTING.md", "Words of the code")
    assert [word for word, _ in found if not re.search(rf"(?<![a-z]){word}(?![a-z])", code)] == []
    assert len({word for word, _ in found}) == len(found)
    named = [name for _, meaning in found for name in re.findall(r"`(\w+\.py)`", meaning)]
    assert [name for name in named if not list(GENERATOR.rglob(name))] == []


# ------------------------------------------------------------------------------------------------------ packages


def test_the_layers_are_those_that_imports_are_held_to() -> None:
    """The page's list of packages, layer by layer, is that of import-linter."""
    contracts = tomllib.loads(text("pyproject.toml"))["tool"]["importlinter"]["contracts"]
    (contract,) = [contract for contract in contracts if contract["type"] == "layers"]
    wanted = [set(layer.split(" | ")) for layer in contract["layers"]]
    listed = ARCHITECTURE.partition('<ol class="layers">')[2].partition("</ol>")[0].split("<li>")[1:]
    named = [re.findall(r"<dt><code>([\w./]+)</code></dt>", layer) for layer in listed]
    assert [{name.removesuffix("/").removesuffix(".py") for name in layer} for layer in named] == wanted
    for name in (name for layer in named for name in layer):
        path = GENERATOR / name
        assert path.is_dir() if name.endswith("/") else path.is_file(), name


# ------------------------------------------------------------------------------------------------------- commands

_TABLE = re.compile(
    r"(?<=<!-- the table of `make`: written by `make refresh`, held against the Makefile -->\n).*(?=<!-- its end)",
    re.DOTALL,
)


def test_the_table_of_commands_is_what_make_lists(*, refresh: bool) -> None:
    listed = re.findall(r"^([a-z]+):.*?  ## .* \| (.*)$", text("Makefile"), re.MULTILINE)
    lines = [f"| `make {target}` | {words} |" for target, words in listed]
    table = "\n".join(["| | |", "|---|---|", *lines, ""])
    same(CONTRIBUTING, _TABLE.sub(lambda _: table, text("CONTRIBUTING.md")).encode("utf-8"), refresh=refresh)
    targets = set(re.findall(r"^([a-z]+):.*##", text("Makefile"), re.MULTILINE))
    assert {target for target, _ in listed} == targets


def test_a_readme_names_the_commands_one_begins_with() -> None:
    for name in ("README.md", "README.zh-CN.md"):
        assert {"site", "serve", "test"} <= set(re.findall(r"\bmake ([a-z]+)", text(name))), name
