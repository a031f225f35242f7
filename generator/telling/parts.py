"""The parts of a fact in words: every field of the model that says something, by the catalogue's `parts`.

A new field of a fact needs its words in the catalogue and nothing here, unless it is of a kind of value that no other
field has. No I/O, no page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from generator.language import gettext
from generator.language import month as named
from generator.policy.facts import (
    Amount,
    Charge,
    Column,
    Deadline,
    Deferrable,
    EveryYear,
    Form,
    Hours,
    Lead,
    Limit,
    Schedule,
    ScheduleRow,
)
from generator.policy.guide import Guide, facts
from generator.policy.provenance import Actors, Cite, Fact, Lacking, Words, unsaid, walk
from generator.policy.renderings import chinese
from generator.policy.scalars import NOT_STATED
from generator.telling.statements import Part
from generator.words.catalogue import unit as unit_words
from generator.words.catalogue import words
from generator.words.conditions import day, when
from generator.words.names import lacked, pieces


def parts_of(guide: Guide, section: str, fact: Fact) -> tuple[Part, ...]:
    """What a fact says beside its main words, in the order of the catalogue; what it leaves out is left out."""
    forms = words()["parts"].get(section, {})
    own = [part for name, form in forms.items() for part in _part(guide, fact, name, form)]
    return (*own, *standing_of(guide, fact, section), *misread(fact))


def standing_of(guide: Guide, fact: Fact, section: str = "") -> Iterator[Part]:
    """How strongly a fact holds, and which place above says it; nothing where it simply holds in one layer."""
    if said := strength_words(guide, fact, section):
        yield Part("strength", words()["parts"]["strength"]["label"], said, value=fact.force)
    yield from _layers(guide, fact)


def _layers(guide: Guide, fact: Fact) -> Iterator[Part]:
    """Which place above says a fact, or how it stands to what is said there; nothing where there is one layer."""
    forms = words()["parts"]["layer"]
    names = {place.slug: place.name for place in guide.layers}
    above = guide.above(next((cite.doc for cite in fact.cite), None))
    if above is not None:
        yield Part("layer", forms["label"], forms["above"].format(above.name), value=above.slug)
    elif fact.layer is not None and (place := fact.layer.of[0]) in names:
        yield Part("layer", forms["label"], forms[fact.layer.word].format(names[place]), value=place)


def misread(fact: Any) -> Iterator[Part]:
    """The misprints in the quotations of a fact: how each stands there, and how it is read."""
    cites = (part for _, part, _ in walk(fact) if isinstance(part, Cite) and part.read_as)
    form = words()["parts"]["read_as"]
    for cite in dict.fromkeys(cites):
        said = str(form["form"]).format(quote=cite.quote[0], reading=cite.read_as)
        yield Part("read_as", form["label"], said, cite=(cite,), value=cite.read_as)


def _part(guide: Guide, fact: Any, name: str, form: Mapping[str, str]) -> Iterator[Part]:
    value = getattr(fact, name, None)
    if value == NOT_STATED and name in ("payer", "basis") and (fact.free or not (fact.numbers or fact.settlement)):
        return  # the document's own words may say it, and nobody bears what costs nothing
    if value == NOT_STATED and name == "late" and fact.own:
        return  # what the utility tells ahead is no day that anybody can miss
    yield from _told(guide, fact, name, form, value)


def _told(guide: Guide, fact: Any, name: str, form: Mapping[str, str], value: Any) -> Iterator[Part]:
    """A value as a part; none of what says nothing."""
    if unsaid(value):
        open_ = form.get("open", form["label"])
        yield Part(name, form["label"], open_, silent=True, lacks=_lacks(guide, value), value=value)
    elif (said := _said(guide, fact, name, value)) is not None:
        yield Part(name, form["label"], form["form"].format(said), cite=_cites(value), value=value)


def terms_of(guide: Guide, table: Schedule, row: ScheduleRow) -> Iterator[Part]:
    """How a row of a table of money is settled, who pays it, on what basis; nothing of what a column says."""
    forms = words()["parts"]["schedules"]
    yield from _told(guide, table, "settlement", forms["settlement"], row.settlement)
    for name in ("payer", "basis") if table.money else ():
        said = getattr(row, name) or getattr(table, name)
        asked = name == "basis" or table.purpose not in _BOUGHT
        headed = any(re.search(forms[name]["heads"], chinese(column.name)) for column in table.columns)
        if said or (asked and not headed):
            yield from _told(guide, table, name, forms[name], said or NOT_STATED)


_BOUGHT = ("goods", "price")
"""What is paid by whoever buys it, so that nobody has to ask who pays."""


def cell_of(guide: Guide, column: Column, cell: Any) -> Part:
    """A cell of a table as a part: the document's words, or an amount with its unit."""
    name = f"cell:{column.id}"
    if unsaid(cell):
        return Part(name, column.name, column.name, silent=True, lacks=_lacks(guide, cell), value=cell)
    said = amount_words(cell, money_unit(cell.unit, cell.per)) if isinstance(cell, Amount) else str(cell)
    return Part(name, column.name, said, value=cell)


def _lacks(guide: Guide, value: Any) -> str:
    """What would say a value and is not in hand; empty where the document is silent."""
    return lacked(guide, value.not_in_hand) if isinstance(value, Lacking) else ""


def money_unit(unit: str | None, per: str | None) -> str:
    """`元/户`, or the unit alone."""
    return f"{unit}/{per}" if per else str(unit)


def _said(guide: Guide, fact: Fact, name: str, value: Any) -> str | None:
    """A value in words; None where it says nothing."""
    if name == "amount" and isinstance(fact, Charge):
        return charge_words(fact) or None
    if value is None or value is False or value == ():
        return None
    if name in _NAMED:
        return _NAMED[name](guide, fact, value)
    return _plain(value)


def _plain(value: Any) -> str:
    """A value that needs nothing else to be said."""
    if isinstance(value, Words):
        return value.words
    if isinstance(value, Hours):
        return " ".join(filter(None, [value.season, value.words]))
    if isinstance(value, tuple):
        return _series([_plain(each) for each in value])
    if isinstance(value, dict):
        return gettext("、").join(name for names in value.values() for name in names)
    return "" if value is True else str(value)


def _series(entries: Sequence[str]) -> str:
    """Several entries in a row, told apart by a mark that stands in none of them."""
    inner = any(mark in entry for entry in entries for mark in (gettext("、"), gettext("，")))
    return (gettext("；") if inner else gettext("、")).join(entries)


def _step_names(guide: Guide, _: Fact, ids: Any) -> str | None:
    several = ids if isinstance(ids, tuple) else (ids,)
    named = [*facts(guide, "steps"), *facts(guide, "permits")]
    found = [getattr(step, "name", None) or step.text or "" for step in named if step.id in several]
    return gettext("和").join(dict.fromkeys(found)) or None


def _others(guide: Guide, fact: Fact, group: Any) -> str | None:
    """The other papers of a group of which one is enough."""
    others = (paper for paper in facts(guide, "papers") if group and paper.either == group and paper.id != fact.id)
    return gettext("、").join(dict.fromkeys(paper.name for paper in others)) or None


def _phase(guide: Guide, _: Fact, phase: Any) -> str | None:
    return next((one.name for one in guide.phases if one.id == phase), None)


_NAMED: Mapping[str, Callable[[Guide, Any, Any], str | None]] = {
    "steps": _step_names,
    "permit": _step_names,
    "whose": lambda _, fact, whose: _bearer(whose, "applicant" if isinstance(fact, Deadline) else "utility"),
    "advised": lambda _, __, day: yearly_words(day),
    "late": lambda _, __, late: _overdue(late.words),
    "deemed": lambda _, __, deemed: _overdue(deemed.words),
    "otherwise": lambda _, __, otherwise: _overdue(otherwise.words),
    "during": _step_names,
    "either": _others,
    "phase": _phase,
    "step": lambda guide, _, ids: step_names(guide, ids) or None,
    "forms": lambda _, __, forms: forms_words(forms),
    "deferrable": lambda _, __, deferrable: deferrable_words(deferrable),
    "kind": lambda _, __, kind: words()["kinds"].get(kind) or words()["channels"].get(kind),
    "need": lambda _, paper, need: None if need == "required" or paper.provided else words()["needs"].get(need),
    "until": lambda _, __, until: _latest(until.words),
    "times": lambda guide, _, times: next((asked.name for asked in guide.inputs if asked.id == times), None),
    "item": lambda _, __, item: words()["particulars"].get(item),
    "of": lambda guide, _, of: _limit_name(guide, of),
    "spread": lambda _, practice, spread: _between(spread, practice.unit),
    "period": lambda _, __, period: gettext("{first}至{last}").format(first=day(period[0]), last=day(period[1])),
    "piece": lambda guide, _, piece: pieces(guide).get(piece),
    "purpose": lambda _, __, purpose: words()["purposes"].get(purpose),
    "serves": lambda _, __, serves: gettext("、").join(words()["serves"][service] for service in serves or ()) or None,
}
"""Fields whose value is an id or a word of a list, and what that is called."""


def _limit_name(guide: Guide, of: str) -> str:
    """Which time limit it is: its steps, or its case; that of the whole service."""
    limit = next((one for one in facts(guide, "limits") if one.id == of), None)
    named = [step_names(guide, limit.steps), when(guide, limit)] if limit else []
    return next(filter(None, named), str(words()["lines"]["whole_practice"]))


def _between(spread: tuple[Decimal, Decimal], unit: str) -> str:
    return str(words()["amounts"]["between"]).format(low=spread[0], high=spread[1], unit=unit_words(unit, spread[1]))


def _bearer(whose: Actors, plain: str) -> str | None:
    """Whose limit it is: as the document calls them, else by role; nothing of the plain role, unless it has a name."""
    names = (names or ((str(words()["roles"][role]),) if role != plain else ()) for role, names in whose.items())
    return gettext("、").join(name for each in names for name in each) or None


def _overdue(consequence: str) -> str:
    """What follows when a day passes, without the 逾期 that stands before it."""
    return consequence.removeprefix(gettext("逾期"))


def _latest(moment: str) -> str:
    """Until when something may follow; no 最迟 before words that are a span and not a moment."""
    return moment if moment.endswith(("内", "时")) else gettext("最迟{moment}").format(moment=moment)


def _cites(value: Any) -> tuple[Cite, ...]:
    """The citations that a part has of its own."""
    several = value if isinstance(value, tuple) else (value,)
    return tuple(cite for one in several if isinstance(one, Words) for cite in one.cite)


_OF_ALL = ("strength", "layer", "read_as")
"""The parts that a statement of any section may have."""


def part_form(section: str, name: str) -> Mapping[str, Any]:
    """How a part of a section is said, by the catalogue; strength and layer are said alike in all sections."""
    forms: Mapping[str, Any] = words()["parts"]
    return forms[name] if name in _OF_ALL else forms[section][name]  # type: ignore[no-any-return]


def strength_words(guide: Guide, fact: Fact, section: str = "") -> str:
    """How strongly a fact of a section holds, in words for a reader; the day of a target; empty for plain duties."""
    return target_words(guide, [fact]) or force_words(fact, section)


def target_words(guide: Guide, held: Sequence[Any]) -> str:
    """Targets with the days that their documents name, and whether these had passed when somebody read them.

    Empty where any of the facts is no target with a day, and where only some of the days had passed.
    """
    targets = [target for fact in held if (target := getattr(fact, "target", None)) and not unsaid(target.by)]
    over = {target.by < guide.place.read.on for target in targets}
    if len(targets) < len(held) or len(over) != 1:
        return ""
    days = gettext("、").join(dict.fromkeys(target.words for target in targets))
    return str(words()["target_over" if over.pop() else "target_by"]).format(words=days)


def force_words(fact: Fact, section: str = "") -> str:
    """The word for the force of a fact: the document's own where it has one, before what we add to it."""
    said = str(words()["forces_in"].get(section, {}).get(fact.force) or words()["forces"][fact.force])
    comma = gettext("，")
    return comma.join([fact.force_words, *said.split(comma)[1:]]) if fact.force_words else said


# -------------------------------------------------------------------------------------------------------- amounts


def amount_words(fact: Any, unit: str, called: Callable[[str, Decimal], str] = lambda unit, _: unit) -> str:
    """`不超过 3.5 个工作日`; the document's words stand behind the number, or alone.

    `called`: what the unit is called behind a number.
    """
    forms, said = words()["amounts"], ""
    if fact.between:
        said = forms["between"].format(low=fact.between[0], high=fact.between[1], unit=called(unit, fact.between[1]))
    for name in ("exactly", "at_most", "at_least", "starts_within"):
        number: Decimal | None = getattr(fact, name)
        said = forms[name].format(n=number, unit=called(unit, number)) if number is not None else said
    both = gettext("{said}（{words}）")
    return both.format(said=said, words=fact.words) if said and fact.words else said or fact.words or ""


def limit_words(limit: Limit) -> str:
    """The amount of a time limit; of an instant, its name."""
    if limit.unit == NOT_STATED:
        return amount_words(limit, "")
    return amount_words(limit, limit.unit, unit_words) or str(words()["units"][limit.unit])


def forms_words(forms: Sequence[Form]) -> str:
    """`原件 1 份（盖公章、骑缝章）和电子件`; `原件或复印件`; `1 份，可用电子件`."""
    needed = gettext("和").join(_form_words(form) for form in forms if not form.optional)
    return gettext("，").join(filter(None, [needed, *(_form_words(form) for form in forms if form.optional)]))


def _form_words(form: Form) -> str:
    said = words()["forms"]
    kinds = gettext("或").join(said["kinds"][kind] for kind in form.kinds)
    number = str(said["number"]).format(form.number) if form.number is not None else ""
    seals = str(said["seal"]).format(gettext("、").join(form.seal)) if form.seal else ""
    counted = " ".join(filter(None, [kinds, number]))
    both = f"{counted}{str(said['sealed']).format(seals)}" if counted and seals else counted or seals
    return str(said["optional"]).format(both) if form.optional else both


def deferrable_words(deferrable: Deferrable) -> str:
    """`可以后补（最迟验收通水前，凭书面承诺，逾期暂停办理）`."""
    said = words()["forms"]
    until = "" if unsaid(deferrable.until) else _latest(deferrable.until.words)
    footing = str(said["footing"]).format(deferrable.footing.words) if deferrable.footing else ""
    late = str(said["late"]).format(_overdue(deferrable.otherwise.words)) if deferrable.otherwise else ""
    terms = gettext("，").join(filter(None, [until, footing, late]))
    return str(said["deferrable"]) + (str(said["sealed"]).format(terms) if terms else "")


def step_names(guide: Guide, ids: Sequence[str]) -> str:
    """The names of some steps or phases, in order; empty where there are none."""
    named = [*guide.phases, *facts(guide, "steps")]
    return gettext("、").join(dict.fromkeys(one.name for one in named if one.id in ids))


def deadline_words(deadline: Deadline) -> str:
    """`每年 9 月底前办理`, `供暖期开始 1 个月前办理`, `提前 24 小时通知`."""
    forms, does = words()["yearly"], deadline.does or ""
    if deadline.before:
        return f"{_lead_words(deadline.before, forms)}{does}"
    return f"{_yearly_words(deadline.yearly, forms)}{does}" if deadline.yearly else does


def _yearly_words(yearly: EveryYear, forms: Mapping[str, str]) -> str:
    last = yearly_words(yearly.by)
    if yearly.since is None:
        return forms["by"].format(last)
    return forms["within"].format(forms["between"].format(low=yearly_words(yearly.since), high=last))


def _lead_words(before: Lead, forms: Mapping[str, str]) -> str:
    event = "" if unsaid(before.event) else before.event.words
    amount = f"{before.lead} {unit_words(before.unit, before.lead or 0)}" if before.unit else ""
    form = "before" if event and amount else "ahead" if amount else "until"
    return forms[form].format(event=event, amount=amount)


def yearly_words(day: str) -> str:
    """A day of every year: `7 月 31 日`, `9 月底`."""
    month, _, date = day.partition("-")
    forms = words()["yearly"]
    number = int(date) if date.isdigit() else ""
    return str(forms["day" if number else date]).format(month=named(int(month)), day=number)


def charge_words(charge: Charge) -> str:
    """`不收费`, `120 元/户`, or the document's words; empty where it names no amount."""
    unit = money_unit(charge.currency, charge.per)
    if charge.included:
        return gettext("不另收，已计入{price}").format(price=charge.included)
    return gettext("不收费") if charge.free else amount_words(charge, unit)
