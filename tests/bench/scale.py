"""How long a whole country takes, beside what a user would otherwise take, in one run.

An invented country (country.py) of as many guides as GUIDES says, 300 by default, in RUNS rounds. In each round ours
and the rivals take turns, in the order of ORDERS, so that what makes the machine slow for a while meets both; a ratio
is one of two figures of the same round. Seconds are those of a clock, CPU counts all processes, memory is the highest
sum of what all processes hold (PSS). PDFs of a whole country would take hours: builds are measured without printing,
but for those of the one place that is changed; printing has a program of its own (sheets.py). Ctrl-C ends it, and what
was measured until then is kept.
Run: make bench only=scale guides=8500
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import TypeAlias

from bench.bounds import GUIDES, Bound, Table, Words, kept, of_rounds, spread
from bench.checkout import HUGO, Checkout
from bench.clock import Run, adopt

RUNS = int(os.environ.get("RUNS") or (5 if GUIDES <= 300 else 2))
COMPARED = 300
"""The size against which the time per page of a larger country is held."""
COUNTRY = GUIDES >= 3000
"""Of a smaller one Hugo takes about a second, as long as a program takes to begin: there it is an aim."""

PAGES, AGAIN, PLAIN, SWIFT = "pages", "again", "plain", "swift"
REST, SAME, POLICY, TEMPLATE = "rest", "same", "policy", "template"
ALONE, CHECK, CHECKED, EDITED = "alone", "check", "checked", "edited"
STEPS: Mapping[str, tuple[Words, Callable[[Checkout], Run]]] = {
    PAGES: (Words("政策 → 网页，从头做", "policies → HTML, from nothing"), Checkout.pages),
    AGAIN: (Words("政策 → 网页，政策读过", "policies → HTML, policies read before"), Checkout.again),
    PLAIN: (Words("只用 MkDocs 转同样的 Markdown", "plain MkDocs on the same Markdown"), Checkout.mkdocs),
    SWIFT: (Words("Hugo 转同样的 Markdown", "Hugo on the same Markdown"), Checkout.hugo),
    REST: (Words("数据、打印件、检索，网页已有", "data, sheets, search index; pages there"), Checkout.build),
    SAME: (Words("什么都没改", "nothing changed"), Checkout.build),
    POLICY: (Words("改一份政策", "one policy changed"), Checkout.policy),
    TEMPLATE: (Words("改模板的一句话", "a sentence of a template changed"), Checkout.template),
    ALONE: (Words("检查，从头做，一个核心", "check from nothing, one core"), lambda checkout: checkout.check_anew(0)),
    CHECK: (Words("检查，从头做", "check from nothing"), Checkout.check_anew),
    CHECKED: (Words("检查，什么都没改", "check, nothing changed"), Checkout.check),
    EDITED: (Words("检查，改一份政策", "check, one policy changed"), Checkout.check_edited),
}
ORDERS = (
    (PAGES, PLAIN, AGAIN, REST, SAME, POLICY, SWIFT, ALONE, CHECK, CHECKED, EDITED, TEMPLATE),
    (AGAIN, PLAIN, PAGES, REST, SAME, SWIFT, POLICY, TEMPLATE, CHECK, CHECKED, EDITED, ALONE),
)
"""The order of one round, and of the next: what leaves little behind for others is turned round."""
RIVALS = (PLAIN, SWIFT)


def rounds(checkout: Checkout, small: Checkout | None) -> Iterator[dict[str, Run]]:
    """Everything in turn, so many times; `small`: another country, whose pages are made in each round, too.

    The last round may lack some steps, where Ctrl-C has ended it.
    """
    for number in range(RUNS):
        done: dict[str, Run] = {}
        try:
            if small:
                name = Words(f"{COMPARED} 份指南的网页", f"pages of {COMPARED} guides")
                done[SMALL] = _told(number, name, small.pages())
                small.forget()
            for step in ORDERS[number % len(ORDERS)]:
                done[step] = _told(number, STEPS[step][0], STEPS[step][1](checkout))
        except KeyboardInterrupt:
            if done:
                yield done
            return
        checkout.forget()
        yield done


SMALL = "small"


def _told(number: int, name: Words, run: Run) -> Run:
    times = f"{run.seconds:.1f} s, CPU {run.cpu:.1f} s, {run.memory / 1e6:.0f} MB"
    beside = f"load {run.load:.1f} before, others {run.others:.0%}{', disturbed' if run.disturbed else ''}"
    print(f"round {number + 1}: {name.en}: {times}; {beside}", file=sys.stderr, flush=True)
    return run


# ------------------------------------------------------------------------------------------------------- bounds

Round: TypeAlias = Mapping[str, Run]
Figure: TypeAlias = Callable[[Run], float]


def cpu(run: Run) -> float:
    """Seconds of the processors."""
    return run.cpu


def clock(run: Run) -> float:
    """Seconds by the clock."""
    return run.seconds


def ratio(step: str, other: str, of: Figure, done: Round) -> float:
    """A figure of a step, as a part of that of another step of the same round."""
    return of(done[step]) / of(done[other])


def seconds(step: str, done: Round) -> float:
    """By the clock."""
    return done[step].seconds


def of_all(step: str, of: Figure, done: Round) -> float:
    """The same of everything from nothing: two builds, less what the second does again, and what any build does."""
    return of(done[step]) / (of(done[PAGES]) + of(done[REST]) - of(done[SAME]))


def highest(done: Round) -> float:
    """The memory of ours at the highest, in megabytes."""
    return max(run.memory for step, run in done.items() if step not in RIVALS) / 1e6


def of_smaller(done: Round) -> float:
    """The CPU time for a guide, as a part of that in a smaller country."""
    return (done[PAGES].cpu / GUIDES) / (done[SMALL].cpu / COMPARED)


CLOCK = Words("同上，时间", "the same by the clock")
BOUNDS: tuple[tuple[Words, str, Callable[[Round], float], tuple[str, ...], bool], ...] = (
    (Words("政策 → 网页，从头做，比只用 MkDocs，CPU", "policies → HTML from nothing, of plain MkDocs, CPU"),
     "≤ 1.3", partial(ratio, PAGES, PLAIN, cpu), (), False),
    (CLOCK, "≤ 0.8", partial(ratio, PAGES, PLAIN, clock), (PAGES, PLAIN), True),
    (Words("政策读过，比只用 MkDocs，CPU", "policies read before, of plain MkDocs, CPU"),
     "≤ 1", partial(ratio, AGAIN, PLAIN, cpu), (), True),
    (CLOCK, "≤ 0.6", partial(ratio, AGAIN, PLAIN, clock), (AGAIN, PLAIN), True),
    (Words("改一份政策，连检索，比 Hugo 做全部网页", "one policy changed, index and all, of Hugo for all pages"),
     "< 1", partial(ratio, POLICY, SWIFT, clock), (POLICY, SWIFT), not COUNTRY),
    (Words("改模板的一句话，比全部从头做，CPU", "a sentence of a template changed, of all from nothing, CPU"),
     "≤ 0.8", partial(of_all, TEMPLATE, cpu), (), False),
    (CLOCK, "≤ 0.8", partial(of_all, TEMPLATE, clock), (TEMPLATE, PAGES, REST), True),
    (Words("什么都没改，比全部从头做", "nothing changed, of all from nothing"),
     "< 0.1", partial(of_all, SAME, clock), (SAME, PAGES, REST), False),
    (Words("检查，从头做，两个核心比一个", "check from nothing, two cores, of one"),
     "≤ 0.55", partial(ratio, CHECK, ALONE, clock), (CHECK, ALONE), False),
    (Words("检查，什么都没改，秒", "check, nothing changed, s"),
     "< 20", partial(seconds, CHECKED), (CHECKED,), False),
    (Words("同上，比只用 MkDocs", "the same, of plain MkDocs"),
     "< 0.1", partial(ratio, CHECKED, PLAIN, clock), (CHECKED, PLAIN), True),
    (Words("检查，改一份政策，秒", "check, one policy changed, s"),
     "< 2", partial(seconds, EDITED), (EDITED,), False),
    (Words("生成和检查的全部进程一共最多用的内存，MB", "memory of all processes of a build or a check, MB"),
     "< 500", highest, (), False),
)  # fmt: skip
"""What is to be reached: its name, sign and number, what a round says, the steps whose clock counts, whether an aim."""
GROWTH = Words(f"每份指南的 CPU，比 {COMPARED} 份时的每份", f"CPU for a guide, of that with {COMPARED} guides")
BYTES = (
    Words("改一份政策，又改回来，和原来不一样的文件", "files that are not what they were, once a change is taken back")
    if COUNTRY else
    Words("改一份政策以后，和从头做的不一样的文件", "files that are not, after a change, what they are from nothing")
)  # fmt: skip


def bounds(found: Sequence[Round], differing: Sequence[str] | None) -> Iterator[Bound]:
    """What is to be reached, and what was, round by round; `differing`: None where nobody has looked."""
    for name, wanted, of, steps, aim in (*BOUNDS, *(((GROWTH, "≤ 1.2", of_smaller, (), False),) if COUNTRY else ())):
        if told := [done for done in found if _tells(of, done)]:
            yield of_rounds(name, wanted, told, of, *steps, aim=aim)
    if differing is not None:
        yield Bound(BYTES, "= 0", [len(differing)])


def _tells(of: Callable[[Round], float], done: Round) -> bool:
    """Whether a round has the steps that a figure is made of."""
    try:
        of(done)
    except KeyError:
        return False
    return True


# ------------------------------------------------------------------------------------------------------- figures

HEAD = (
    Words("做什么", "what"),
    Words("秒", "s"),
    Words("CPU 秒", "CPU s"),
    Words("其中检索，秒", "of it the index, s"),
    Words("MB", "MB"),
    Words("先前的负载", "load before"),
    Words("别的程序占", "others"),
)


def table(found: Sequence[Round]) -> Table:
    """All steps side by side: the median, the least and the greatest of all rounds."""

    def row(name: Words, runs: Sequence[Run]) -> list[str | Words]:
        figures: tuple[Figure, ...] = (clock, cpu, lambda run: run.during("Pagefind"), lambda run: run.memory / 1e6,
                                       lambda run: run.load, lambda run: run.others)  # fmt: skip
        return [name, *(spread([of(run) for run in runs]) for of in figures)]

    title = Words(f"{GUIDES} 份指南，{RUNS} 次", f"{GUIDES} guides, {RUNS} rounds")
    having = {step: [done[step] for done in found if step in done] for step in ORDERS[0]}
    return Table(title, HEAD, [row(STEPS[step][0], runs) for step, runs in having.items() if runs])


def sizes(checkout: Checkout) -> str:
    """What was made, in megabytes."""
    kinds = {"Markdown": (".made", "index.md"), "HTML": ("site", "*.html"), "data": ("site", "*.js*"),
             "search index": ("site/pagefind", "*"), "the whole site": ("site", "*")}  # fmt: skip
    found = (
        (name, sum(path.stat().st_size for path in (checkout.folder / at).rglob(kind) if path.is_file()))
        for name, (at, kind) in kinds.items()
    )
    return "MB: " + ", ".join(f"{name} {size / 1e6:.1f}" for name, size in found)


def main() -> None:
    """Measure, print, keep."""
    adopt()
    with tempfile.TemporaryDirectory() as folder:
        checkout = Checkout(Path(folder) / "large", GUIDES)
        small = Checkout(Path(folder) / "small", COMPARED) if COUNTRY else None
        if not COUNTRY:
            checkout.pages()  # fills the system's cache
        found = list(rounds(checkout, small))
        count, size = sum(1 for _ in (checkout.folder / "site").rglob("index.html")), sizes(checkout)
        differing = checkout.returned if COUNTRY else checkout.differing()
        print("\n".join((differing or ())[:20]), file=sys.stderr)
        more = {"pages": count, "rounds": RUNS, "sizes": size, "versions": _versions()}
        kept(list(bounds(found, differing)), [table(found)], **more)  # before the folder goes, which takes minutes


def _versions() -> str:
    told = subprocess.run([HUGO, "version"], capture_output=True, text=True, check=True).stdout
    hugo = next(iter(re.findall(r"\bv(\d[\d.]*)", told)), "")
    return f"MkDocs {version('mkdocs')}, Hugo {hugo}, Pagefind {version('pagefind-bin-extended')}"


if __name__ == "__main__":
    main()
