"""A guide → its telling: every fact put into words once, silence and contradiction among them. No case, no page."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from itertools import islice
from typing import Any

from generator import language
from generator.decision.boxes import shared, within
from generator.decision.deciding import decided
from generator.language import gettext
from generator.memory_cache import once
from generator.policy.facts import (
    Beyond,
    Body,
    Channel,
    Charge,
    Count,
    Deadline,
    Deferral,
    Limit,
    Paper,
    Permit,
    Pipe,
    Practice,
    Schedule,
    ScheduleRow,
    Step,
    Term,
)
from generator.policy.feel import parse
from generator.policy.guide import FACTS, Guide, Layered, answered, asked, facts, items, lacking
from generator.policy.layers import compared_of
from generator.policy.provenance import Conflict, Lacking, Nothing, NotInHand
from generator.telling.parts import (
    amount_words,
    cell_of,
    deadline_words,
    limit_words,
    misread,
    parts_of,
    standing_of,
    strength_words,
    terms_of,
)
from generator.telling.silence import unfound
from generator.telling.statements import Ask, Border, Kind, Part, Relation, Statement, Telling
from generator.words import conditions
from generator.words.catalogue import words
from generator.words.names import heading, holder, lacked, pieces, quoted, unstopped, worded


def headings(guide: Guide) -> tuple[str, ...]:
    """The headings that a guide answers, so that what is not said under them is silence."""
    return tuple(name for name in asked(guide) if name != "classes")


@once
def telling(guide: Guide) -> Telling:
    """All that is said of a guide, by everybody, to everybody."""
    statements = tuple(_statements(guide))
    return Telling(
        address=guide.address,
        statements=statements,
        relations=tuple(_relations(guide)),
        asks=tuple(_asks(guide, statements)),
        borders=tuple(_borders(guide)),
    )


def _statements(guide: Guide) -> Iterator[Statement]:
    if guide.reference is not None:
        topics, said = headings(guide), guide.reference
        yield Statement("reference", "reference", topics, "reference", said.text, cite=said.cite)
    yield from _classes(guide)
    for section in FACTS:
        if section not in ("questions", "lacking"):
            yield from (one for item in items(guide, section) for one in _item(guide, section, item))
    if guide.reference is None:
        yield from (one for rest in _rests(guide) for one in (*_lacking(guide, rest), rest))


def _item(guide: Guide, section: str, item: Any) -> Iterator[Statement]:
    """What an entry of a section says: one thing, or each side of what is said in two ways, or each row of a table."""
    if isinstance(item, Conflict):
        yield from (composed(guide, section, side, f"{section}/{item.id}/{side.id}") for side in item.cased)
    elif isinstance(item, Practice):
        yield from [composed(guide, section, _cased(guide, item), f"{section}/{item.id}")] if item.enough else []
    elif isinstance(item, Schedule):
        yield from rows_of(guide, item)
    else:
        yield composed(guide, section, item, f"{section}/{item.id}")


def _cased(guide: Guide, practice: Practice) -> Practice:
    """How long it took, in the cases in which the time limit holds that it is about."""
    limit = next((one for one in facts(guide, "limits") if one.id == practice.of), None)
    return practice if practice.when or limit is None else practice.model_copy(update={"when": limit.when})


def composed(guide: Guide, section: str, fact: Any, path: str) -> Statement:
    """A fact of a section, put into words under an id."""
    return Statement(
        id=path,
        section=section,
        topics=_topics(guide, section, fact),
        kind=_kind(fact),
        says=(fact.what or heading(section)) if isinstance(fact, NotInHand) else says(fact),
        lacks=lacked(guide, fact.not_in_hand) if isinstance(fact, NotInHand) else "",
        condition=fact.when,
        when=conditions.when(guide, fact),
        rest=isinstance(fact, Beyond),
        parts=parts_of(guide, section, fact),
        note=fact.note or "",
        cite=fact.cite,
        assured=fact.assured,
        valid=fact.valid,
        leads=_leads(guide, fact) if isinstance(fact, Step) else (),
        fact=fact,
    )


def _kind(fact: Any) -> Kind:
    if isinstance(fact, Beyond):
        return "beyond"
    return "nothing" if isinstance(fact, Nothing) else "not_in_hand" if isinstance(fact, NotInHand) else "stated"


def _topics(guide: Guide, section: str, fact: Any) -> tuple[str, ...]:
    """What a fact answers. The user's own time, and a step's, never answer how long the whole takes.

    A charge for something else than the heading is about does not answer whether that costs anything.
    """
    if isinstance(fact, Beyond):
        paid = [f"pipe/{one.piece}" for one in facts(guide, "works") if one.piece and "works" in fact.sections]
        return (*fact.sections, *dict.fromkeys(paid))
    if isinstance(fact, Limit) and (fact.steps or not fact.own) and not (fact.total and fact.own):
        return tuple(f"{section}/{step}" for step in fact.steps)
    if isinstance(fact, Paper) and fact.deferrable:
        return (section, "deferrals")
    if isinstance(fact, Nothing) and fact.step:
        return tuple(f"{section}/{step}" for step in fact.step)
    if isinstance(fact, Pipe):
        return (f"pipe/{fact.piece}",)
    if isinstance(fact, Charge):
        piece = (f"pipe/{fact.piece}",) if fact.piece else ()
        own = not fact.purpose or section in answered(guide, fact.purpose)
        return (*((section,) if own else ()), *piece)
    return (section,)


_SAYS: Mapping[type, Any] = {
    Limit: limit_words,
    Deadline: deadline_words,
    Count: lambda count: amount_words(count, count.unit),
    Charge: lambda charge: charge.item,
    Step: lambda step: step.name,
    Paper: lambda paper: paper.name,
    Channel: lambda channel: channel.name,
    Body: lambda body: body.name,
    Deferral: lambda deferral: deferral.what.words,
    Permit: worded,
    Practice: lambda practice: f"{practice.median} {words()['units'][practice.unit]}",
    Pipe: lambda pipe: pipe.name or words()["pieces"][pipe.piece],
    Term: worded,
}


def says(fact: Any) -> str:
    """The main words of a fact: an amount, a name, a sentence."""
    return str(_SAYS.get(type(fact), worded)(fact))


def _leads(guide: Guide, step: Step) -> tuple[tuple[str, str], ...]:
    """The steps that may follow: those it names, else the next in order."""
    if step.then:
        return tuple((branch.to, branch.on or "") for branch in step.then)
    steps = {one.id: one for one in facts(guide, "steps")}
    later = list(steps)[list(steps).index(step.id) + 1 :]
    return tuple((other, "") for other in islice((one for one in later if _follows(guide, step, steps[one])), 1))


def _follows(guide: Guide, step: Step, other: Step) -> bool:
    """Whether somebody may do a step after another: not if they are those of two classes, even where these meet."""
    if not (step.when and other.when):
        return True
    decisions = decided(guide)
    both = shared(decisions.where(step.when), decisions.where(other.when))
    met = [box for one in guide.defects if one.classes for box in decisions.where(one.where)]
    return not within(both, met)


def rows_of(guide: Guide, table: Schedule) -> Iterator[Statement]:
    """What the rows of a table say."""
    return (_row(guide, table, row) for row in table.rows)


def _row(guide: Guide, table: Schedule, row: ScheduleRow) -> Statement:
    """A row of a table: its cells are its parts, and who pays it, on what basis."""
    cased = row.model_copy(update={"when": _both(table.when, row.when)})
    return Statement(
        id=f"schedules/{table.id}/{row.id}",
        section="schedules",
        topics=(f"schedules/{table.id}", *answered(guide, table.purpose)),
        kind="stated",
        says=table.title,
        condition=cased.when,
        when=conditions.when(guide, cased),
        parts=(
            *(cell_of(guide, column, row.cells[column.id]) for column in table.columns if column.id in row.cells),
            *terms_of(guide, table, row),
            *standing_of(guide, table),
            *misread((row, *table.cite)),
        ),
        note=row.note or "",
        cite=row.cite or table.cite,
        assured=table.assured,
        valid=table.valid,
        fact=table,
    )


def _classes(guide: Guide) -> Iterator[Statement]:
    """The classes of every table; each holds where its table gives it."""
    for one in items(guide, "classes"):
        path = f"classes/{one.table}"
        rule = Part("rule", gettext("条件"), conditions.rule(guide, one), cite=one.cite, value=one.rows)
        parts = (rule, *misread(one))
        own = ({one.table: parse(json.dumps(one.id))},)
        yield Statement(
            f"{path}/{one.id}", "classes", (path,), "stated", one.name, own, parts=parts, cite=one.cite, fact=one
        )


# ---------------------------------------------------------------------------------------------------------- rests


def _rests(guide: Guide) -> Iterator[Statement]:
    """What is silent where nothing else answers: each heading, each step that has a limit somewhere, each table."""
    for section in headings(guide):
        yield Statement(f"{section}/·rest", section, (section,), "silent", _silenced(guide, section), rest=True)
    for table in decided(guide).classes:
        topics, when = (f"classes/{table}",), decided(guide).condition(table)
        yield Statement(f"classes/{table}/·rest", "classes", topics, "silent", gettext("按哪一类"), when, rest=True)
    yield from _silent_steps(guide)
    yield from _silent_pieces(guide)
    for schedule in guide.schedules:
        topic = f"schedules/{schedule.id}"
        yield Statement(f"{topic}/·rest", "schedules", (topic,), "silent", schedule.title, schedule.when, rest=True)


def _lacking(guide: Guide, rest: Statement) -> Iterator[Statement]:
    """Before a silence: what of its topic texts rule on that are not in hand."""
    for one in lacking(guide):
        if not one.sections or rest.section in one.sections:
            yield replace(
                rest,
                id=rest.id.replace("·rest", f"·lacks-{one.id}"),
                kind="not_in_hand" if one in guide.lacking else "incomplete",
                condition=_both(rest.condition, one.when),
                when=conditions.when(guide, one),
                lacks=lacked(guide, one.not_in_hand),
                cite=one.cite,
                fact=one,
            )


def _both(one: tuple[Any, ...], other: tuple[Any, ...]) -> tuple[Any, ...]:
    """What fulfils two conditions; where both test one input, the second test of it counts."""
    return tuple({**first, **second} for first in one or ({},) for second in other or ({},)) if one or other else ()


def _silenced(guide: Guide, section: str) -> str:
    """What nothing is said of: the heading, or, where only steps have time limits, how long the whole takes."""
    limits = list(facts(guide, "limits")) if section == "limits" else []
    stepwise = limits and not any(section in _topics(guide, section, one) for one in limits)
    return str(words()["lines"]["whole"]) if stepwise else heading(section)


def _silent_steps(guide: Guide) -> Iterator[Statement]:
    """Steps that have a time limit in some cases, in those in which neither they nor the whole have one."""
    paths: dict[str, list[Statement]] = {}
    for one in (one for item in items(guide, "steps") for one in _item(guide, "steps", item)):
        paths.setdefault(one.fact.id, []).append(one)
    limited = {step for limit in facts(guide, "limits") for step in limit.steps}
    for step, told in paths.items():
        if step in limited:
            topics, within = (f"limits/{step}", "limits"), tuple(one.id for one in told)
            yield Statement(f"limits/{step}/·rest", "limits", topics, "silent", told[0].says, rest=True, within=within)


def _silent_pieces(guide: Guide) -> Iterator[Statement]:
    """The pieces of the pipe, where nothing is said of who builds, owns or pays; none, where it never is."""
    if any(True for _ in facts(guide, "pipe")) or any(one.piece for one in facts(guide, "works")):
        for piece, name in pieces(guide).items():
            topic = f"pipe/{piece}"
            yield Statement(f"{topic}/·rest", "pipe", (topic,), "silent", name, rest=True)


# -------------------------------------------------------------------------------------------- relations and borders


def _relations(guide: Guide) -> Iterator[Relation]:
    """Clauses that differ, and classes that meet."""
    for section in FACTS:
        for item in items(guide, section):
            if isinstance(item, Conflict):
                path = f"{section}/{item.id}"
                of = tuple(f"{path}/{side.id}" for side in item.sides)
                cites = tuple(cite for side in item.sides for cite in side.cite)
                when = conditions.when(guide, item)
                yield Relation(path, "differs", of, consequence(guide, item), item.when, cites, when)
    for defect in guide.defects:
        if defect.classes:
            of = tuple(f"classes/{defect.table}/{name}" for name in defect.classes)
            yield Relation(f"defects/{defect.id}", "either", of, defect.because, defect.where, defect.cite)


def consequence(guide: Guide, conflict: Conflict[Any]) -> str:
    """What it means for the applicant that clauses differ, or what two layers say; with the reason that is recorded."""
    if conflict.consequence:
        return conflict.consequence
    above = [side for side in conflict.sides if _above(guide, side)]
    pairs = [(own, side) for own in conflict.sides if own not in above for side in above]
    found, forms = compared_of(pairs), words()["lines"]["layers"]
    place = next((place.name for side in above if (place := _above(guide, side))), "")
    said = str(forms.get(found, forms["other"])).format(place)
    because = conflict.layer.because if conflict.layer else None
    return str(forms["because"]).format(said, because) if because else said


def _above(guide: Guide, fact: Any) -> Layered | None:
    return guide.above(next((cite.doc for cite in fact.cite), None))


def _borders(guide: Guide) -> Iterator[Border]:
    """Where the document says nothing of a case: answers that contradict each other, and what it does not cover."""
    for one in guide.impossible:
        yield Border(f"impossible/{one.id}", "impossible", one.where, one.because, one.cite)
    covered = [one for one in facts(guide, "scope") if one.where]
    if covered:
        said = gettext("；").join([guide.place.covers, *(_strong(guide, one) for one in covered)])
        cites = tuple(cite for one in covered for cite in one.cite)
        where = tuple(tests for one in covered for tests in one.where)
        yield Border("scope", "outside", where, words()["lines"]["covered"].format(said), cites, complement=True)
    for one in facts(guide, "exclusions"):
        if one.where:
            said = words()["lines"]["excluded"].format(worded(one))
            yield Border(f"exclusions/{one.id}", "outside", one.where, said, one.cite)


# ----------------------------------------------------------------------------------------------------------- asks


def _asks(guide: Guide, statements: Iterable[Statement]) -> Iterator[Ask]:
    """What is open: silent statements, silent parts, words that nobody defines, classes that meet or lack, the rest."""
    for one in statements:
        if one.kind == "silent":
            yield from _ask_of_silence(guide, one)
        if one.kind == "beyond":  # whether it applies is as open as if nothing were said
            yield from (_ask(guide, name, statement=one.id) for name in one.topics if name in _forms(language.tag()))
        for part in one.parts:
            if part.silent and not part.lacks and (key := _question(one, part.name)):
                yield _ask(guide, key, name=_short(one), statement=one.id)
    yield from _asks_for_texts(guide, statements)
    yield from _asks_of_tables(guide)
    for key, name in unfound(guide):
        alone = key == "window" and not items(guide, "channels")  # open where the heading is
        yield _ask(guide, key, name=name, statement="channels/·rest" if alone else "")
    for question in guide.questions:
        said = gettext("：").join(filter(None, [conditions.when(guide, question), worded(question)]))
        yield Ask("question", _LAST, said, condition=question.when, cite=question.cite)


_LAST = 10_000


def _asks_for_texts(guide: Guide, statements: Iterable[Statement]) -> Iterator[Ask]:
    """For which texts that are not in hand to ask, and whom; what they rule on, most costly first."""
    ranked = [each for one in statements for each in _of_lacks(guide, one)]
    yield from (ask for _, ask in sorted(ranked, key=lambda each: each[0]))


def _of_lacks(guide: Guide, one: Statement) -> Iterator[tuple[int, Ask]]:
    rank = _forms(language.tag()).get(one.section, (_LAST, ""))[0]
    if one.lacks and one.section != "schedules" and not one.within:
        yield rank, _ask_for(guide, one.fact.not_in_hand, one.says, one)
    for part in one.parts:
        if isinstance(part.value, Lacking):
            named = gettext("{thing}：{part}").format(thing=one.says, part=part.label)
            yield rank, _ask_for(guide, part.value.not_in_hand, named, one)


def _ask_for(guide: Guide, text: str, name: str, one: Statement) -> Ask:
    form = str(words()["lacking"]["ask"])
    said = form.replace("{text}", lacked(guide, text, whole=True)).replace("{holder}", holder(guide, text))
    return Ask("lacking", -1, said, name, one.id, cite=one.cite)


def _ask_of_silence(guide: Guide, one: Statement) -> Iterator[Ask]:
    """The question about a heading, a step, a table that is silent; none about classes, which have their own."""
    if one.within:
        yield _ask(guide, "step_limit", name=one.says, statement=one.id)
    elif one.section == "schedules":
        yield _ask(guide, "schedule", name=one.says, statement=one.id)
    elif one.section == "limits" and any(not defect.classes for defect in guide.defects) and _stated(guide):
        return  # the question about those who fit no class asks for their days
    elif one.section == "conditions" and any(step.provided for step in islice(facts(guide, "steps"), 1)):
        return  # what one has to have at first stands at the first step; what a later one takes is no answer
    elif one.section != "classes" and one.section in _forms(language.tag()):
        yield _ask(guide, one.section, statement=one.id)


def _strong(guide: Guide, fact: Any) -> str:
    """A sentence with how strongly it holds."""
    strength = strength_words(guide, fact)
    return unstopped(worded(fact)) + (words()["lines"]["strength"].format(strength) if strength else "")


def _stated(guide: Guide) -> bool:
    """Whether any time limit is stated."""
    return any(True for _ in facts(guide, "limits"))


def _asks_of_tables(guide: Guide) -> Iterator[Ask]:
    for one in guide.inputs:
        if one.undefined:
            yield _ask(guide, "undefined", name=quoted(one.name), answered=one.id)
    for defect in guide.defects:
        key = "overlap" if defect.classes else "gap"
        if key == "gap" and not all(document.whole for document in guide.documents):
            continue  # what lacks may rule on it, and is asked for
        yield _ask(guide, key, condition=defect.where, ruled=defect.table, cite=defect.cite)


def _ask(guide: Guide, key: str, **of: Any) -> Ask:
    """An open point with its question and its place among the questions of the catalogue."""
    rank, form = _forms(language.tag())[key]
    form = form.replace("{provider}", words()["utilities"][guide.utility]["provider"])
    return Ask(key, rank, form, **of)


@lru_cache
def _forms(_: str) -> dict[str, tuple[int, str]]:
    """The questions of the catalogue by key, each with its rank; `_`: the tag of the language, which they are in."""
    asked = (pair for group in words()["open_questions"] for pair in group["asks"].items())
    return {key: (rank, str(form)) for rank, (key, form) in enumerate(asked)}


def _question(one: Statement, part: str) -> str:
    """The kind of question that a silent part raises; empty where none is asked. A paper is brought, a form got."""
    key = str(words()["parts"].get(one.section, {}).get(part, {}).get("ask", ""))
    return "copies" if key == "forms" and getattr(one.fact, "kind", "") == "paper" else key


def _short(one: Statement) -> str:
    """What a statement is called in a question, in quotation marks where its own commas would part it among others.

    The line of each time limit says itself what of it is open.
    """
    if one.section == "limits":
        return str(words()["lines"]["some_limits"])
    apart = re.sub(r"《[^》]*》", "", one.says)
    return quoted(one.says) if gettext("、") in apart else one.says
