"""Of what documents say, how much `new` proposes, and how many proposals nobody would use.

First of the figures entered by hand of whole places, then of the corpus with keys (tests/corpus), whose texts nobody
had looked at when its key was written.
"""

from __future__ import annotations

import sys

import entered
import keyed
from bench.bounds import Table, Words, kept

print("place                       entered  proposed of them  proposals  of use")
for place, one in (*entered.of_the_five(), ("invented, not made on it", entered.of_the_invented())):
    print(f"{place:27} {one.entered:7} {one.found:17} {one.proposed:10} {one.useful:7}")
    for missed in one.missed:
        print(f"    missed: {missed.kind} {missed.number} {missed.quote[:60]}")

told = "-v" in sys.argv
seen, unseen = ([keyed.measured(key) for key in keys] for keys in (keyed.corpus(), keyed.unseen()))
print("\ntext                          figures  papers, steps  proposals  useless  wrong")
for text in seen:
    figures, names = text.share(keyed.FIGURES), text.share(keyed.NAMES)
    print(
        f"{text.name:28} {figures[0]:4}/{figures[1]:3} {names[0]:7}/{names[1]:3} {len(text.proposals):13}"
        f" {len(text.useless):8} {len(text.wrong):6}"
    )
    for entry in text.missed((*keyed.FIGURES, *keyed.NAMES)) if told else ():
        print(f"    missed   {entry.kind}: {entry.quote}")
    for kind, several in (("useless", text.useless), ("wrong", text.wrong)) if told else ():
        for proposal in several:
            print(f"    {kind:8} {proposal.section} {dict(proposal.values)}: {proposal.quote[:50]}")


def _total(measures: list[keyed.Measure], kinds: tuple[str, ...]) -> str:
    shares = [text.share(kinds) for text in measures]
    met, counted = sum(met for met, _ in shares), sum(counted for _, counted in shares)
    return f"{met}/{counted} = {100 * met / max(counted, 1):.1f} of 100"


def _print(title: str, measures: list[keyed.Measure]) -> None:
    proposals, useless = (sum(len(getattr(text, name)) for text in measures) for name in ("proposals", "useless"))
    print(f"\n{title}: {len(measures)} texts")
    print(f"  figures: {_total(measures, keyed.FIGURES)}; papers and steps: {_total(measures, keyed.NAMES)}")
    print("  " + "; ".join(f"{kind} {_total(measures, (kind,))}" for kind in (*keyed.FIGURES, *keyed.NAMES, "none")))
    print(f"  useless: {useless}/{proposals} = {100 * useless / max(proposals, 1):.1f} of 100")
    print(f"  wrong figures: {sum(len(text.wrong) for text in measures)}")


def _row(name: Words, measures: list[keyed.Measure]) -> list[str | Words]:
    proposals, useless, wrong = (
        sum(len(getattr(text, one)) for text in measures) for one in ("proposals", "useless", "wrong")
    )
    totals = (_total(measures, kinds).replace(" of 100", " %") for kinds in (keyed.FIGURES, keyed.NAMES))
    return [
        name,
        str(len(measures)),
        *totals,
        f"{useless}/{proposals} = {100 * useless / max(proposals, 1):.1f} %",
        str(wrong),
    ]


HEAD = (
    Words("文件", "texts"),
    Words("份", "number"),
    Words("提出的数", "figures proposed"),
    Words("提出的材料、环节", "papers and steps proposed"),
    Words("用不上的候选", "useless proposals"),
    Words("错的数", "wrong figures"),
)
_print("the first texts, written before the rules", [text for text in seen if int(text.name[:2]) < 50])
_print("all texts that the rules were made on", seen)
_print("texts that no rule was made on", unseen)
kept(
    [],
    [
        Table(
            Words("候选", "proposals"),
            HEAD,
            [
                _row(Words("照着定找法的虚构文件", "invented texts that the rules were made on"), seen),
                _row(Words("没有一条找法照着定的", "texts that no rule was made on"), unseen),
            ],
        )
    ],
)
