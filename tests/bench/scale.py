"""How long a whole country takes, beside what a user would otherwise take, in one run.

An invented country (country.py) of as many guides as GUIDES says, 300 by default. Each figure is the median of RUNS
rounds (of the checklists: of three), each ratio the median of the ratios within a round. Time is what a clock shows;
CPU counts all processes; memory is the highest sum of what all processes hold (PSS), the search indexer aside. PDFs of
a whole country would take hours: builds are measured without printing, but for those of the one place that is changed,
and COUNT checklists are printed apart. The table goes to standard output and into tests/bench/scale-GUIDES.md.
Run: make bench only=scale guides=8500
"""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

import psutil
import yaml
from bench import country, rivals
from bench.clock import Run, measured
from desk import Desk
from expected import ROOT

HERE = Path(__file__).parent
GUIDES = int(os.environ.get("GUIDES") or 300)
RUNS = int(os.environ.get("RUNS") or (3 if GUIDES <= 300 else 1))
COUNT = int(os.environ.get("COUNT") or 40)
PRINTED = 3
"""So often are the checklists printed, however large the country."""
LARGE = GUIDES > 3000
"""Of so large a country no template is changed, and what a change gives is not held against a build from nothing."""
COMPARED = 300
"""The size against which the time per page of a larger country is held."""
NO_PAPER = """

import os
_printed = printed

def printed(sheet):
    return _printed(sheet) if "PAPER" in os.environ else b"%PDF-1.7"
"""
"""What the checkout gets: the PDFs of a country take hours, so that they are printed only where that is asked for."""
HUGO = HERE / ".venv" / "bin" / "hugo"
FONTS = HERE / "fonts"
"""Debian's Noto CJK, unpacked, not installed."""


# ------------------------------------------------------------------------------------------------------ the builds


class Build:
    """A checkout with an invented country, and the builds of it."""

    def __init__(self, folder: Path, guides: int) -> None:
        country.write(guides, 1, folder / "country")
        (folder / "desk").mkdir()
        self.desk = Desk(folder / "desk", folder / "country")
        self.folder = self.desk.folder
        with (self.folder / "generator" / "paper" / "printing.py").open("a", encoding="utf-8") as printing:
            printing.write(NO_PAPER)
        subprocess.run([sys.executable, "-m", "compileall", "-q", "generator"], cwd=self.folder, check=True)
        places = sorted(path.name for path in (self.folder / "policies").iterdir() if path.name.startswith("xp"))
        self.edited = f"policies/{places[len(places) // 2]}/city.yaml"

    def run(self, *options: str, **environment: str) -> Run:
        """One build."""
        return measured([sys.executable, "-m", "generator", "build", *options], self.folder, environment)

    def anew(self, *options: str) -> Run:
        """With nothing but the sources."""
        for name in (".made", "guides", "site"):
            self._away(self.folder / name)
        return self.run(*options)

    def _away(self, path: Path) -> None:
        """Out of the way: a file system that has just forgotten much is slow for a while, which is nobody's time."""
        if path.exists():
            path.rename(Path(tempfile.mkdtemp(dir=self.folder.parent), path.name))

    def pages(self) -> Run:
        """The pages alone, with nothing but the sources."""
        return self.anew("--draft")

    def again(self) -> Run:
        """With what the policies say, as it was read before, and nothing else."""
        for path in (*(self.folder / ".made").iterdir(), self.folder / "guides", self.folder / "site"):
            if path.is_dir() and path.name != "checked":
                self._away(path)
        return self.run("--draft")

    def same(self) -> Run:
        """With nothing changed."""
        return self.run()

    def policy(self) -> Run:
        """With a place that is said to cover something else, its PDFs printed."""
        self.desk.edit(self.edited, "covers: ", "covers: 改过的")
        run = self.run(PAPER="yes")
        self.desk.edit(self.edited, "covers: 改过的", "covers: ")
        return run

    def template(self) -> Run:
        """With one more sentence on every guide."""
        self.desk.edit("templates/pages/guide.md", "\n# {{", "\n虚构的一句话。\n\n# {{")
        run = self.run()
        self.desk.edit("templates/pages/guide.md", "虚构的一句话。\n\n", "")
        return run


def markdown(build: Build, folder: Path, name: str) -> None:
    """The pages alone, copied from the store, where nothing else lies beside them."""
    for guides in (build.folder / ".made").glob("*/*/guides"):
        for path in guides.rglob("index.md"):
            target = folder / path.relative_to(guides).with_name(name)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)


def mkdocs(build: Build) -> Run:
    """Plain MkDocs on the same pages, with the same theme, not minding links."""
    folder = Path(tempfile.mkdtemp(dir=build.folder.parent), "pages")
    markdown(build, folder, "index.md")
    own = {
        "INHERIT": str(build.folder / "templates" / "mkdocs.yml"),
        "docs_dir": str(folder),
        "site_dir": str(folder.with_name("site")),
        "theme": {"custom_dir": str(build.folder / "templates" / "theme")},
        "validation": {
            "nav": dict.fromkeys(("omitted_files", "not_found", "absolute_links"), "ignore"),
            "links": dict.fromkeys(("not_found", "absolute_links", "unrecognized_links", "anchors"), "ignore"),
        },
    }
    config = build.folder / "plain.yml"
    config.write_text(yaml.safe_dump(own), encoding="utf-8")
    return measured(
        [sys.executable, "-m", "mkdocs", "build", "--config-file", config], build.folder, {"NO_MKDOCS_2_WARNING": "1"}
    )


FRAME = (
    '<!doctype html><html lang="zh-Hans"><head><meta charset="utf-8"><title>{{ .Title }}</title>'
    '<link rel="stylesheet" href="/assets/site.css"></head><body>{{ .Content }}</body></html>'
)


def hugo(build: Build) -> Run:
    """Hugo on the same Markdown, with the smallest frame there is; the pages alone."""
    folder = Path(tempfile.mkdtemp(dir=build.folder.parent), "hugo")
    markdown(build, folder / "content", "_index.md")
    (folder / "layouts" / "_default").mkdir(parents=True)
    (folder / "layouts" / "_default" / "list.html").write_text(FRAME, encoding="utf-8")
    config = {
        "markup": {"goldmark": {"renderer": {"unsafe": True}}},
        "disableKinds": ["taxonomy", "term", "RSS", "sitemap", "404"],
    }
    (folder / "hugo.yaml").write_text(yaml.safe_dump(config), encoding="utf-8")
    run = measured([HUGO, "build"], folder)
    made = {path.parent.relative_to(folder / "public") for path in (folder / "public").rglob("index.html")}
    assert {path.parent.relative_to(folder / "content") for path in (folder / "content").rglob("*.md")} <= made
    return run


def pages(folder: Path, name: str) -> int:
    """How many pages."""
    return sum(1 for _ in folder.rglob(name))


PAGES, PLAIN, SWIFT = "the pages", "plain MkDocs", "Hugo"
AGAIN, REST = "the pages, policies read before", "data, sheets and search index, pages there"
SAME, POLICY, TEMPLATE = "nothing changed", "one policy changed", "one template changed"
BUILDS: Mapping[str, Callable[[Build], Run]] = {
    PAGES: Build.pages,
    AGAIN: Build.again,
    PLAIN: mkdocs,
    SWIFT: hugo,
    REST: Build.run,
    SAME: Build.same,
    POLICY: Build.policy,
    **({} if LARGE else {TEMPLATE: Build.template}),
}


def rounds(build: Build, number: int) -> list[dict[str, Run]]:
    """Everything in turn, so many times."""
    found: list[dict[str, Run]] = []
    for _ in range(number):
        found.append({})
        for name, work in BUILDS.items():
            found[-1][name] = run = work(build)
            print(f"{name}: {run.seconds:.1f} s, CPU {run.cpu:.1f} s, {run.memory / 1e6:.0f} MB", file=sys.stderr)
    return found


def same_as_anew(build: Build) -> bool:
    """Whether the site after a change is, file by file, the one that is built from nothing; the search index aside."""
    build.anew()
    build.desk.edit(build.edited, "covers: ", "covers: 改过的")
    build.run()
    changed = _files(build.folder / "site")
    build.anew()
    return _files(build.folder / "site") == changed


def _files(site: Path) -> dict[str, str]:
    found = (path for path in site.rglob("*") if path.is_file() and "pagefind" not in path.parts)
    return {path.relative_to(site).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in found}


# ----------------------------------------------------------------------------------------------------- the sheets


def sheets(folder: Path, policies: Path, number: int) -> list[dict[str, Run]]:
    """Some checklists printed in every way there is, so many times; CPU is that of one sheet, the start aside."""
    few, many = folder / "few", folder / "many"
    for count, into in ((FEW, few), (COUNT, many)):
        into.mkdir(parents=True)
        measured([*PRINT, "write", policies, count, into], into, OURS)
    settings = folder / "fonts.conf"
    settings.write_text(f"<fontconfig><dir>{FONTS}</dir><cachedir>{folder}/fontcache</cachedir></fontconfig>")

    def printed(way: str, cores: tuple[int, ...]) -> Run:
        fonts = {} if way == "ours" else {"FONTCONFIG_FILE": str(settings)}
        start, run = (measured([*PRINT, way, one], one, {**OURS, **fonts}, cores=cores) for one in (few, many))
        return replace(run, cpu=(run.cpu - start.cpu) / (COUNT - FEW))

    return [{name: printed(way, cores) for name, way, cores in WAYS} for _ in range(number)]


PRINT = (sys.executable, HERE / "rivals.py")
OURS = {"PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}"}
FEW = 2
"""So many sheets start as many processes as there are."""
WAYS = (
    ("ours, one core", "ours", (0,)),
    ("ours, two cores", "ours", ()),
    ("WeasyPrint, naive loop, Noto CJK", "naive", (0,)),
    ("Chromium, started for each", "chromium", ()),
    ("Chromium, started once", "browser", ()),
    ("Typst, the text alone", "typst", ()),
)


# ------------------------------------------------------------------------------------------------------ the tables


def ratio(found: list[dict[str, Run]], one: str, other: str, of: Callable[[Run], float]) -> float:
    """The median of the ratios within a round."""
    return statistics.median(of(done[one]) / of(done[other]) for done in found)


def middle(found: list[dict[str, Run]], name: str, of: Callable[[Run], float]) -> float:
    """The median of a figure."""
    return statistics.median(of(done[name]) for done in found)


def without_index(run: Run) -> float:
    """Seconds, those of the search indexer aside."""
    return run.seconds - run.during("Pagefind")


def builds_table(found: list[dict[str, Run]], count: int) -> Iterator[str]:
    """The builds, side by side."""
    yield "| HTML | s | of it the search index | CPU s | ms a page, index aside | MB | of plain MkDocs, index aside |"
    yield "|---|---|---|---|---|---|---|"
    for name in BUILDS:
        seconds, cpu = middle(found, name, lambda run: run.seconds), middle(found, name, lambda run: run.cpu)
        index, bare = middle(found, name, lambda run: run.during("Pagefind")), middle(found, name, without_index)
        memory, times = middle(found, name, lambda run: run.memory), ratio(found, name, PLAIN, without_index)
        figures = (
            f"{seconds:.2f} | {index:.2f} | {cpu:.2f} | {bare / count * 1000:.2f} | {memory / 1e6:.0f} | {times:.2f}"
        )
        yield f"| {name} | {figures} |"


def sheets_table(found: list[dict[str, Run]], folder: Path) -> Iterator[str]:
    """The ways to print, side by side."""
    yield "| PDF | ms a sheet | of the naive loop | CPU ms a sheet | of the naive loop | MB | KB a sheet |"
    yield "|---|---|---|---|---|---|---|"
    for name, way, _ in WAYS:
        size = statistics.mean(path.stat().st_size for path in folder.glob(f"many/*.{way}.pdf"))
        of: tuple[Callable[[Run], float], ...] = (Run.each, lambda run: run.cpu)
        times = " | ".join(f"{middle(found, name, by) * 1000:.0f} | {ratio(found, name, NAIVE, by):.2f}" for by in of)
        yield f"| {name} | {times} | {middle(found, name, lambda run: run.memory) / 1e6:.0f} | {size / 1000:.0f} |"


ONE, TWO, NAIVE = (WAYS[index][0] for index in range(3))


def bounds(found: list[dict[str, Run]], printed: list[dict[str, Run]]) -> Iterator[str]:
    """What is to be reached, and what was."""
    rows = [
        ("policies → HTML, of plain MkDocs", "≤ 1.3", ratio(found, PAGES, PLAIN, without_index)),
        ("the same, policies read before", "≤ 0.8", ratio(found, AGAIN, PLAIN, without_index)),
        ("one policy changed, of Hugo for all pages", "< 1", ratio(found, POLICY, SWIFT, without_index)),
        ("nothing changed, of everything", "< 0.1", statistics.median(_of_everything(done) for done in found)),
        ("memory, MB", "< 1000", max(run.memory for done in found for run in _ours(done)) / 1e6),
        ("a checklist on one core, of the naive loop", "≤ 0.45", ratio(printed, ONE, NAIVE, Run.each)),
        ("rate on two cores, of that on one", "≥ 1.9", ratio(printed, ONE, TWO, Run.each)),
    ]
    yield "| bound | wanted | measured |"
    yield "|---|---|---|"
    yield from (f"| {name} | {wanted} | {value:.2f} |" for name, wanted, value in rows)


def _of_everything(done: Mapping[str, Run]) -> float:
    return done[SAME].seconds / (done[PAGES].seconds + done[REST].seconds)


def _ours(done: Mapping[str, Run]) -> list[Run]:
    return [run for name, run in done.items() if name not in (PLAIN, SWIFT)]


def growth(found: list[dict[str, Run]], count: int, small: Build) -> str:
    """The time per page, as part of that in a smaller country."""
    before = [{PAGES: small.pages()} for _ in range(3)]
    each = middle(before, PAGES, without_index) / pages(small.folder / "site", "index.html")
    times = middle(found, PAGES, without_index) / count / each
    return f"| time per page, of that with {COMPARED} guides | ≤ 1.2 | {times:.2f} |"


def sizes(build: Build) -> str:
    """What was made, in megabytes."""
    kinds = {"Markdown": (".made", "index.md"), "HTML": ("site", "*.html"), "data": ("site", "*.js*"),
             "search index": ("site/pagefind", "*"), "the whole site": ("site", "*")}  # fmt: skip
    found = (
        (name, sum(path.stat().st_size for path in (build.folder / at).rglob(kind) if path.is_file()))
        for name, (at, kind) in kinds.items()
    )
    return "MB: " + ", ".join(f"{name} {size / 1e6:.1f}" for name, size in found)


def surroundings() -> str:
    """Versions and machine."""
    libraries = ("mkdocs", "weasyprint", "pagefind-bin-extended", "playwright")
    others = subprocess.run([rivals.TYPST, "-m", "pip", "freeze"], capture_output=True, text=True, check=True).stdout
    browser = subprocess.run(["chromium", "--version"], capture_output=True, text=True, check=True).stdout.split()[1]  # noqa: S607
    known = [f"{name} {version(name)}" for name in libraries] + others.replace("==", " ").split("\n")[:-1]
    cores = f"{os.cpu_count()} cores, {psutil.virtual_memory().total / 1e9:.0f} GB"
    return f"{', '.join(known)}, Chromium {browser}, Python {platform.python_version()}; {cores}, {platform.system()}"


def report(folder: Path) -> Iterator[str]:
    """All of it, as Markdown."""
    build = Build(folder / "large", GUIDES)
    found = rounds(build, RUNS)
    count, size = pages(build.folder / "site", "index.html"), sizes(build)
    printed = sheets(folder / "sheets", build.folder / "policies", PRINTED)
    yield f"# {GUIDES} guides, {count} pages, {RUNS} runs; {COUNT} checklists, {PRINTED} runs\n"
    yield from bounds(found, printed)
    if GUIDES > COMPARED:
        yield growth(found, count, Build(folder / "small", COMPARED))
    if not LARGE:
        yield f"| after a change, the site is that from nothing | yes | {('no', 'yes')[same_as_anew(build)]} |"
    yield ""
    yield from builds_table(found, count)
    yield ""
    yield from sheets_table(printed, folder / "sheets")
    yield "\nCPU: the start aside; of Chromium, whose processes nobody waits for, not all is seen."
    yield f"\n{size}\n\n{surroundings()}"


def main() -> None:
    """Print the tables, and keep them."""
    with tempfile.TemporaryDirectory() as folder:
        lines = list(report(Path(folder)))
    print("\n".join(lines))
    (HERE / f"scale-{GUIDES}.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
