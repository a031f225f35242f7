"""A telling as data for the browser, which decides by it as `told` does here. No wording of its own, no writing.

Conditions stand as conjunctions of boxes over the inputs and classes of tables, so that the browser can lay answers and
decisions of the window over them; where nothing else answers, it finds out itself.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from typing import Any

from generator.decision.boxes import empty
from generator.decision.deciding import Decisions, decided
from generator.decision.space import Tests
from generator.media.layout import layout
from generator.media.lines import Line
from generator.media.ways import beside
from generator.pages.browser.interview import Boxes, input_data, tables
from generator.pages.browser.script import of_guide
from generator.policy.facts import Schedule, Step
from generator.policy.files import Sections
from generator.policy.guide import Guide, facts
from generator.policy.tables import Class
from generator.telling.compose import telling
from generator.telling.costs import price
from generator.telling.statements import Ask, Border, Part, Relation, Statement
from generator.words.catalogue import words

_ROWS = ("deadlines", "paper_counts", "papers", "deferrals", "fees", "works", "channels", "contacts", "complaints")
"""What the ticket of the interview tells in rows, beside the days."""
_CASED = ("refusals", "commitments", "compensation", "schedules")
"""What stands there, too, if some of it hangs on the answers."""


def rows(guide: Guide) -> tuple[str, ...]:
    """The sections that the ticket of a guide tells in rows."""
    return (*_ROWS, *cased(guide))


def cased(guide: Guide) -> tuple[str, ...]:
    """Those among them that it tells only where some of it hangs on the answers."""
    return tuple(name for name in _CASED if any(one.when for one in _parts(guide, name)))


def _parts(guide: Guide, section: str) -> Iterator[Any]:
    """The facts of a section; of tables, their rows as well; those of money stand with other money."""
    for one in facts(guide, section):
        if not getattr(one, "money", False):
            yield from (one, *getattr(one, "rows", ()))


def tables_js(guide: Guide) -> str:
    """`tables.js` beside a guide."""
    data = telling_data(guide, ("classes", "steps", "limits", *rows(guide)))
    del data["inputs"]  # those of the tables
    return of_guide(guide.address, {**tables(guide), "telling": data})


def telling_data(guide: Guide, spoken: Container[str] = Sections.model_fields) -> dict[str, Any]:
    """`{inputs, tables, statements, relations, asks, borders, overlaps}`, in the shapes of `scripts.schema.json`.

    A condition is `[[box, {table: [classes]}]]`, any of whose entries will do; without one, a thing always holds.
    `spoken`: the sections whose statements come with their words.
    """
    decisions, said = decided(guide), telling(guide)
    conditions = _Conditions(decisions)
    shown = layout(guide, "interview")
    lines = {
        one.statement.id: one
        for name in dict.fromkeys(("limits", "schedules", "classes", *rows(guide)))
        for one in (shown.unclassed() if name == "classes" else shown.told_under(name))
    }
    ids = {one.id for one in said.statements if one.section in spoken or _paid(one)}
    return {
        "inputs": [input_data(axis) for axis in decisions.space.axes],
        "tables": {
            table: [conditions.of_class(one, decisions.condition(table)) for one in classes]
            for table, classes in decisions.classes.items()
        },
        "statements": [conditions.statement(one, lines.get(one.id), spoken=one.id in ids) for one in said.statements],
        "relations": [conditions.relation(one) for one in said.relations if ids & set(one.of)],
        "asks": [conditions.ask(one) for one in said.asks],
        "borders": [conditions.border(one) for one in said.borders],
        "overlaps": [
            {"table": one.table, "classes": list(one.classes), "where": conditions.of(one.where)}
            for one in guide.defects
            if one.classes
        ],
    }


def _paid(one: Statement) -> bool:
    """Whether a statement is a row of a table of money, which the ticket tells with the other costs."""
    return isinstance(one.fact, Schedule) and one.fact.money


class _Conditions:
    """Conditions over one space in the shape the browser reads, and what bears them."""

    def __init__(self, decisions: Decisions) -> None:
        self.decisions, self.boxes = decisions, Boxes(decisions)

    def of(self, condition: Sequence[Tests]) -> list[Any]:
        """The conjunctions of a condition that any value passes."""
        return [one for one in map(self._conjunction, condition) if one is not None]

    def _conjunction(self, tests: Tests) -> list[Any] | None:
        box = self.decisions.space.box(tests)
        if empty(box):
            return None
        fed = {name: test for name, test in tests.items() if name not in self.decisions.space.index}
        classes = {
            name: [one.id for one in self.decisions.classes[name] if test.matches(one.id)]
            for name, test in fed.items()
            if name in self.decisions.classes
        }
        return [self.boxes.of([box])[0], classes]

    def _cased(self, condition: Sequence[Tests]) -> dict[str, Any]:
        return {"where": self.of(condition)} if condition else {}

    def of_class(self, one: Class, within: Sequence[Tests]) -> dict[str, Any]:
        """A class: its rows, or that it is the rest; where its table divides at all; the classes it goes before."""
        rows = {} if one.rows == "rest" else {"rows": self.of([row.tests for row in one.rows])}
        return {"id": one.id, "name": one.name, **rows, **_kept(within=self.of(within), precedes=list(one.precedes))}

    def statement(self, one: Statement, said: Line | None, *, spoken: bool) -> dict[str, Any]:
        """A statement, with its words where it is spoken; what is empty is left out."""
        head = {"id": one.id, "section": one.section, "topics": list(one.topics), "kind": one.kind}
        kept = _kept(rest=one.rest, within=list(one.within))
        said_ = _words(one, said) if spoken else {}
        return {**head, **self._cased(one.condition), **kept, **_kept(price=_price(one), paid=_paid(one)), **said_}

    def relation(self, one: Relation) -> dict[str, Any]:
        """A relation between statements."""
        return {"id": one.id, "kind": one.kind, "of": list(one.of), "says": one.says, **self._cased(one.condition)}

    def ask(self, one: Ask) -> dict[str, Any]:
        """An open point."""
        of = _kept(name=one.name, statement=one.statement, answered=one.answered, ruled=one.ruled)
        return {"key": one.key, "rank": one.rank, "form": one.form, **of, **self._cased(one.condition)}

    def border(self, one: Border) -> dict[str, Any]:
        """A region that the document says nothing of."""
        return {
            "id": one.id,
            "standing": one.standing,
            "says": one.says,
            "where": self.of(one.condition),
            **_kept(complement=one.complement),
        }


def _price(one: Statement) -> dict[str, Any]:
    """What a statement gives to reckon with; empty of what is not about money that adds up."""
    found = price(one)
    if found is None:
        return {}
    number = "" if found.number is None else f"{found.number:f}"
    kept = _kept(number=number, final=found.final, times=found.times, payer=found.payer, rate=found.rate)
    return {"item": found.item, "currency": found.currency, **kept}


def _words(one: Statement, said: Line | None) -> dict[str, Any]:
    """What a statement says; `line`: all of it in a line, but for when it holds."""
    if one.section in (*_ROWS, *_CASED):
        return _row(one, said)
    kept = _kept(
        when=one.when,
        line=said.without("when", "status").text if said else "",
        parts=[_part(part) for part in one.parts if beside("interview", one.section, part.name, silent=part.silent)],
        note=one.note,
        strength="" if one.strength == "required" else one.strength,
        step=one.fact.id if isinstance(one.fact, Step) else "",
        leads=[to for to, _ in one.leads],
    )
    return {"says": one.says, **kept}


def _row(one: Statement, said: Line | None) -> dict[str, Any]:
    """A row of the ticket: the line without what is said once for several, how strongly it holds and our note."""
    form = words()["lines"]["lacking_about" if one.lacks else "silent_about"]
    silent = str(form).format(one.says, one.lacks) if one.open else ""
    line = silent or (said.without("when", "status", "strength", "note").text if said else "")
    force = next((part.words for part in one.parts if part.name == "strength"), "")
    return {"says": one.says, **_kept(when=one.when, line=line, force=force, note=one.note)}


def _part(part: Part) -> dict[str, Any]:
    return {"name": part.name, "label": part.label, "words": part.words, **_kept(silent=part.silent)}


def _kept(**of: Any) -> dict[str, Any]:
    """What is not empty."""
    return {name: value for name, value in of.items() if value}
