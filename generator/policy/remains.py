"""What remains of a file in which something is open or wrong: that is taken out, and the rest is read. Reads no file.

Taken out is the smallest thing that can stand alone: an entry of a section, an optional key of a document or of the
head of a file. What the rest cannot do without gets a stand-in, which no document says: **nothing that is made of one
may be published**, and only the editing desk may use this (a contract in `pyproject.toml`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePath
from typing import Any, Final, NamedTuple

from pydantic import BaseModel, ValidationError

from generator.findings import Finding
from generator.policy.files import (
    AsideFile,
    AssuredFile,
    CityFile,
    Document,
    FormFile,
    FormGroup,
    UtilityFile,
    WaiverFile,
)
from generator.policy.provenance import Lacking
from generator.policy.scalars import NOT_STATED
from generator.policy.sources import LeftOut, Location, Source
from generator.policy.syntax import shapes
from generator.policy.syntax.shape_faults import fault_of, findings_of, follows


class Remains(NamedTuple):
    """What remains of a file, with its positions in the file as written; its model is None where nothing does."""

    source: Source
    model: Any
    left_out: tuple[LeftOut, ...] = ()


def remains(source: Source, kind: type[BaseModel], problems: list[Finding]) -> Remains:
    """What remains of a file without what is open or wrong in it; adds to `problems` what `modelled` finds.

    Of a file with slips of writing also what else is wrong, at which `modelled` has not looked.
    """
    cuts = _Cuts(source, kind, [problem for problem in problems if problem.position.path == source.path])
    told: list[Finding] | None = None
    while (rest := cuts.rest()) is not None:
        try:
            return Remains(rest.source, kind.model_validate(rest.source.raw), cuts.left_out())
        except ValidationError as error:
            told = findings_of(error, rest.source, kind) if told is None else _new(error, rest, kind, cuts)
            problems.extend(told)
            before = len(cuts)
            for fault in error.errors(include_url=False):
                _take(cuts, rest, fault, kind, told)
            if len(cuts) == before:
                cuts.take((), None)
    return Remains(source, None, cuts.left_out())


class _Rest(NamedTuple):
    """What a file says without what was taken out, and where each part of that stands in the file as written."""

    source: Source
    stood: Mapping[Location, Location]


def _new(error: ValidationError, rest: _Rest, kind: type[BaseModel], cuts: _Cuts) -> list[Finding]:
    """What is found only now that other things are taken out, and was not caused by that."""
    faults = [fault for fault in error.errors(include_url=False) if not any(at in cuts for at in _places(fault, rest))]
    return [fault_of(rest.source, kind, fault) for fault in faults]


def _take(cuts: _Cuts, rest: _Rest, fault: Any, kind: type[BaseModel], told: Sequence[Finding]) -> None:
    """Take out what pydantic has found to be wrong, with the finding where it is told; a lost key only gets a stand-in.

    A list that is short only because its entries are wrong stays, without them.
    """
    following = follows(fault, rest.source)
    if following and fault["type"] != "missing":
        return
    problem = None if following else fault_of(rest.source, kind, fault)
    for at in _places(fault, rest):
        cuts.take(at, problem if problem in told else None)


def _places(fault: Any, rest: _Rest) -> Iterator[Location]:
    """Where in the file as written a fault is."""
    if fault["type"] in _BETWEEN:
        yield from _BETWEEN[fault["type"]]
    elif fault["type"] == "missing":
        *around, key = fault["loc"]
        yield (*rest.stood[rest.source.known(tuple(around))], key)
    else:
        yield rest.stood[rest.source.known(fault["loc"])]


_BETWEEN: Mapping[str, tuple[Location, ...]] = {"called-or-named": (("name",), ("called",))}
"""The faults of a head as a whole, and the keys that they are between."""


# -------------------------------------------------------------------------------------------------------- stand-ins

_OPEN, _NO_DAY = "（还没有填写）", "1000-01-01"
_DOCUMENT = {
    "id": "document-{number}",
    **dict.fromkeys(("title", "issuers", "number", "date", "effective", "expires", "basis"), NOT_STATED),
}
_STAND_INS: Mapping[type[BaseModel], Mapping[str, Any]] = {
    CityFile: {
        "name": "{place}",
        "code": NOT_STATED,
        "covers": _OPEN,
        "read": {"by": _OPEN, "on": _NO_DAY},
        "documents": [{**_DOCUMENT, "id": "document-1"}],
    },
    UtilityFile: {},
    AsideFile: {"clauses": []},
    WaiverFile: {"waivers": []},
    AssuredFile: {"by": _OPEN, "since": _NO_DAY},
    FormFile: {"title": _OPEN},
    Document: _DOCUMENT,
    FormGroup: {},
}
"""What may lose a key without losing the rest, and what stands for the keys that it cannot do without."""
_ALWAYS = (CityFile, UtilityFile)
"""What remains even of a file of which nothing can be read."""


# ------------------------------------------------------------------------------------------------------------- cuts

_GONE: Final = object()


class _Cuts:
    """What is taken out of a file, by its location in the file as written, and what stands for it."""

    def __init__(self, source: Source, kind: type[BaseModel], problems: Sequence[Finding]) -> None:
        self._source = source
        self._kind = kind
        self._raw = source.torn if source.raw is None else source.raw
        self._cuts: set[Location] = set()
        self._left: dict[Location, list[Finding]] = {}
        for problem in (problems or (None,)) if self._raw is None else ():
            self.take((), problem)
        for slip in source.slips:
            self.take(slip.at, slip.finding)

    def __contains__(self, at: Location) -> bool:
        return at in self._cuts

    def __len__(self) -> int:
        return len(self._cuts)

    def take(self, at: Location, problem: Finding | None) -> None:
        """Take out the smallest thing around a location that can stand alone."""
        thing = self._alone(at)
        self._left.setdefault(thing, []).extend([problem] if problem else ())
        self._cut(thing)

    def _cut(self, thing: Location) -> None:
        *around, step = thing or (None,)
        self._cuts.add(thing)
        if not isinstance(step, int):
            return
        listed = tuple(around)
        if all((*listed, index) in self._cuts for index in range(len(self._value(listed)))):
            emptied = self._alone(listed)
            if emptied != listed:
                self._left.setdefault(emptied, [])
            self._cut(emptied)

    def _alone(self, at: Location) -> Location:
        """The smallest thing around a location that can go without all around it."""
        thing = self._smallest(at)
        while thing and isinstance(thing[-1], str) and not self._may_go(thing):
            thing = thing[:-1]
        return thing

    def _smallest(self, at: Location) -> Location:
        """The smallest thing around a location that can stand alone, whether or not all around it can do without it."""
        model: shapes.Kind | None = self._kind
        for depth in range(0, len(at), 2):
            key, *inner = at[depth:]
            if model is not None and inner and shapes.by_name(model, str(key)):
                return at[: depth + 2]
            if key not in shapes.allowed(model) or not inner or not isinstance(inner[0], int):
                return at[: depth + 1]
            model = next((held for held in shapes.models_at(self._kind, at[: depth + 2]) if held is not Lacking), None)
            if model is None:
                return at[: depth + 1]
            if model not in _STAND_INS:
                return at[: depth + 2]
        return at

    def _may_go(self, thing: Location) -> bool:
        model = shapes.model_at(self._kind, thing[:-1])
        return model is None or not shapes.needed(model, str(thing[-1])) or self._stand_in(thing) is not _GONE

    def _stand_in(self, thing: Location) -> Any:
        if not thing or isinstance(thing[-1], int):
            return _GONE
        stand_in = _STAND_INS.get(self._held(thing[:-1]), {}).get(str(thing[-1]), _GONE)
        if (self._kind, thing) == (CityFile, ("name",)) and "called" in self._kept():
            return NOT_STATED
        number = next((step + 1 for step in reversed(thing) if isinstance(step, int)), 1)
        place = PurePath(self._source.path).parent.name
        return stand_in.format(place=place, number=number) if isinstance(stand_in, str) else stand_in

    def _kept(self) -> set[str]:
        """The keys of the file that are not cut out."""
        whole = isinstance(self._raw, dict) and () not in self._cuts
        return {key for key in self._raw if (key,) not in self._cuts} if whole else set()

    def _held(self, at: Location) -> Any:
        """The model at a location, where it may be one that can lose a key without losing the rest."""
        return shapes.model_at(self._kind, at) if len(at) in (0, 2) else None

    def _value(self, at: Location) -> Any:
        value = self._raw
        for step in at:
            value = value[step]
        return value

    def rest(self) -> _Rest | None:
        """What remains; None where nothing does."""
        if () in self._cuts:
            stand_ins = {key: self._stand_in((key,)) for key in _STAND_INS.get(self._kind, ())}
            return _Rest(Source(self._source.path, stand_ins), {(): ()}) if self._kind in _ALWAYS else None
        stood: dict[Location, Location] = {}
        raw = self._without(self._raw, (), (), stood)
        keys = {new: self._source.keys[old] for new, old in stood.items() if old in self._source.keys}
        values = {new: self._source.values[old] for new, old in stood.items() if old in self._source.values}
        typing = () if self._source.raw is None else self._source.typing
        return _Rest(Source(self._source.path, raw, keys, values, typing, self._source.whole), stood)

    def _without(self, raw: Any, old: Location, new: Location, stood: dict[Location, Location]) -> Any:
        """A tree without what is cut out of it. Adds to `stood` where each part of it stands in the file as written."""
        stood[new] = old
        if isinstance(raw, list):
            left = [index for index in range(len(raw)) if (*old, index) not in self._cuts]
            return [self._without(raw[index], (*old, index), (*new, at), stood) for at, index in enumerate(left)]
        if not isinstance(raw, dict):
            return raw
        rest = {key: self._without(value, (*old, key), (*new, key), stood)
                for key, value in raw.items() if (*old, key) not in self._cuts}  # fmt: skip
        for key in _STAND_INS.get(self._held(old), ()):
            if (*old, key) in self._cuts:
                rest[key] = self._stand_in((*old, key))
                stood[*new, key] = (*old, key)
        return rest

    def left_out(self) -> tuple[LeftOut, ...]:
        """What was taken out, in the order of the file as written."""
        name = PurePath(self._source.path).name
        order = {at: number for number, at in enumerate(self._source.values)}
        things = sorted(self._left, key=lambda at: order.get(at, -1))
        return tuple(LeftOut(name, at, self._address(name, at), tuple(dict.fromkeys(self._left[at]))) for at in things)

    def _address(self, name: str, at: Location) -> str | None:
        """The address of a thing: `gas.yaml/limits/large`, `city.yaml/name`; None of an entry without an id."""
        steps = [str(step) for step in at[:1] if step]
        if len(at) > 1:
            entry = self._value(at[:2])
            known = entry.get("id") if isinstance(entry, dict) else None
            if not isinstance(known, str):
                return None
            steps.append(known)
        return "/".join((name, *steps))
