"""The rules of a short file, by name: what the loader and the checks judge, and what only the form asks. No I/O.

`templates/assets/supplied.js` judges the same in the browser; `tests/node/supplied.json` holds both to one another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import islice
from typing import Any, NamedTuple

from generator.checks import doubts
from generator.findings import Finding, Position
from generator.policy.facts import Channel, Charge, Limit
from generator.policy.files import AssuredFile, Responsible
from generator.policy.guide import Guide
from generator.policy.provenance import Assured, Fact, Part
from generator.policy.sources import Location, Source
from generator.policy.syntax.shape_faults import modelled
from generator.supply.form import Form, Group, Tree, form, path
from generator.supply.known import Known, cases, needed, with_supplied
from generator.supply.short_file import entries, value
from generator.telling import disclosure


class Remark(NamedTuple):
    """What a rule has to say: its name, where in the tree, and the words of the document that it names."""

    rule: str
    at: Location
    document: str = ""

    @property
    def bad(self) -> bool:
        """Whether it is to be mended before the file is handed in."""
        return bool(form().rules[self.rule]["bad"])

    @property
    def says(self) -> str:
        """The rule as a sentence, with the remedy."""
        return str(form().rules[self.rule]["says"]).format(document=self.document)


def remarks(tree: Tree, known: Known) -> tuple[Remark, ...]:
    """All that the rules have to say about a tree that is put in order, in the order of the tree."""
    asked = form()
    faults = {*_faults(tree), *_missing(asked, tree)}
    if any(remark.at == ("name",) for remark in faults):  # from which it is taken
        faults.discard(Remark("missing", ("by",)))
    sound = _sound(tree, faults)
    found = {
        *faults,
        *_not_asked(tree, known),
        *_taken(tree, known),
        *(remark for at, part in sound for remark in _of_part(at, part, known)),
    }
    return tuple(sorted(found, key=lambda remark: (_place(tree, remark.at), _key(remark))))


def lacking(tree: Tree, guide: Guide) -> list[str]:
    """The items of disclosure without which the notice would still be a draft."""
    parts = dict[str, list[Any]]()
    for (section, *_), part in _sound(tree, set(_faults(tree))):
        parts.setdefault(str(section), []).append(part)
    update: dict[str, Any] = {name: tuple(each) for name, each in parts.items()}
    update["name"] = "-" if tree.get("name") else None
    short = AssuredFile.model_validate(_HEAD).model_copy(update=update)
    missing = disclosure.missing(with_supplied(guide, short))
    return [kind for kind in needed() if kind in missing]


_HEAD = {"by": "-", "since": "2000-01-01"}


def _key(remark: Remark) -> str:
    return f"{'/'.join(map(str, remark.at))} {remark.rule}"


def _place(tree: Any, at: Location) -> list[int]:
    """Where a location stands among others of its tree; what is not there stands last."""
    places = []
    for step in at:
        keys: Sequence[Any] = (
            list(tree) if isinstance(tree, dict) else range(len(tree)) if isinstance(tree, list) else ()
        )
        places.append(keys.index(step) if step in keys else len(keys))
        tree = value(tree, (step,))
    return places


# ------------------------------------------------------------------------------------------- what the loader judges


def _faults(tree: Tree) -> Iterator[Remark]:
    """What the loader has against a tree, each fault at its location."""
    at = dict(enumerate(_locations(tree), start=1))
    positions = {location: Position("", number) for number, location in at.items()}
    problems: list[Finding] = []
    modelled(Source("", tree, positions, positions), AssuredFile, problems)
    for problem in problems:
        yield _fault(problem, at.get(problem.position.line, ()))


def _locations(tree: Any, at: Location = ()) -> Iterator[Location]:
    yield at
    inner = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for step, each in inner:
        yield from _locations(each, (*at, step))


def _fault(problem: Finding, at: Location) -> Remark:
    if problem.code in ("missing-key", "required-key"):
        return Remark("missing", (*at, dict(problem.words)["key"]))
    if problem.code == "no-amount":
        return Remark("missing", (*at, "at_most"))
    code = {"empty-text": "missing"}.get(problem.code, problem.code)
    return Remark(code if code in form().rules else "bad-value", at)


def _missing(asked: Form, tree: Tree) -> Iterator[Remark]:
    """The fields that must be answered where an entry is begun."""
    for group in asked.groups:
        for at, entry in _entries(asked, tree, group):
            lacks = (field for field in group.fields if field.must and not value(entry, field.path))
            yield from (Remark("missing", (*at, *field.path)) for field in lacks if not entry.keys() & {*field.unless})


def _not_asked(tree: Tree, known: Known) -> Iterator[Remark]:
    """The sections that are the document's alone."""
    closed = (group for group in form().groups if group.alone and group.id not in known.asked)
    yield from (Remark("not-asked", (group.section,)) for group in closed if tree.get(group.section))


def _taken(tree: Tree, known: Known) -> Iterator[Remark]:
    """The ids that a fact of the document or another entry has."""
    for section, listed in tree.items():
        used = set(known.taken.get(section, ()))
        for index, entry in enumerate(listed if isinstance(listed, list) else ()):
            named = entry.get("id") if isinstance(entry, dict) else None
            if isinstance(named, str) and named in used:
                yield Remark("id-taken", (section, index, "id"))
            used.add(str(named))


def _entries(asked: Form, tree: Tree, group: Group) -> Iterator[tuple[Location, Tree]]:
    """The entries of a group, each with its location."""
    if not group.section:
        yield (), tree
    own = entries(asked, tree, group)
    for location in _locations(tree):
        if location[:1] == (group.section,):
            entry = value(tree, location)
            if any(entry is each for each in own):
                yield location, entry


def _sound(tree: Tree, faults: set[Remark]) -> list[tuple[Location, Part]]:
    """The entries of a tree without a fault, as the model has them, each with its location."""
    faulty = {remark.at[:2] for remark in faults}
    listed = {name: each for name, each in tree.items() if isinstance(each, list) and (name,) not in faulty}
    kept = {name: [index for index in range(len(each)) if (name, index) not in faulty] for name, each in listed.items()}
    raw = {name: [listed[name][index] for index in indices] for name, indices in kept.items()}
    model = AssuredFile.model_validate({**_HEAD, **raw})
    parts = ((name, pair) for name, indices in kept.items() for pair in zip(indices, getattr(model, name), strict=True))
    return [((name, index), _vouched(part)) for name, (index, part) in parts]


def _vouched(part: Part) -> Part:
    return part.model_copy(update={"assured": Assured.model_validate(_HEAD)}) if isinstance(part, Fact) else part


# ------------------------------------------------------------------------------- what the checks doubt, and the form


def _of_part(at: Location, part: Part, known: Known) -> Iterator[Remark]:
    for code, key, _ in doubts.of_part(part):
        yield Remark(code, (*at, *path(form().rules[code].get("at", key))))
    if isinstance(part, Channel):
        yield from _channel(at, part)
    elif isinstance(part, Responsible):
        yield from _responsible(at, part)
    elif isinstance(part, Charge) and not part.stated and not part.free:
        yield Remark("fee-without-amount", (*at, "exactly"))
    elif isinstance(part, Limit):
        yield from (Remark("promise-wider", (*at, "at_most"), says) for says in _narrower(part, known))
        yield from (Remark("negative", (*at, "at_most")) for _ in islice(filter(_is_negative, part.numbers), 1))


def _channel(at: Location, channel: Channel) -> Iterator[Remark]:
    if channel.kind == "window" and not channel.address:
        yield Remark("outlet-without-address", (*at, "address"))
    if channel.kind == "window" and not channel.hours:
        yield Remark("outlet-without-hours", (*at, "hours", 0, "words"))
    if channel.telephone and _MOBILE.search(channel.telephone):
        yield Remark("private-mobile", (*at, "telephone"))


_MOBILE = re.compile(r"(?<![0-9])(?:\+?86[- ]?)?1[3-9][0-9][- ]?[0-9]{4}[- ]?[0-9]{4}(?![0-9])")


def _responsible(at: Location, person: Responsible) -> Iterator[Remark]:
    if _like_a_person(person.name):
        yield Remark("person-name", (*at, "name"))
    if person.telephone and _MOBILE.search(person.telephone):
        yield Remark("private-mobile", (*at, "telephone"))


def _like_a_person(name: str) -> bool:
    names = form().names
    return len(name) in (2, 3) and name[0] in names["first"] and not set(name) & set(names["posts"])


def _is_negative(number: Decimal) -> bool:
    return number < 0


def _narrower(limit: Limit, known: Known) -> Iterator[str]:
    """What the document says of the same case in the same unit, where it is less."""
    if limit.steps or not limit.numbers:
        return
    alike = (bound for bound in known.limits if bound.unit == limit.unit and bound.when in ({}, *cases(limit)))
    wider = (bound.says for bound in alike if max(limit.numbers) > Decimal(bound.most))
    yield from islice(wider, 1)
