"""The calls of the editing desk's page: data of JSON to data of JSON. Writes to `policies/` and to drafts alone."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from http import HTTPStatus
from pathlib import Path
from threading import Condition, Lock, RLock
from typing import Any, TypeAlias

from generator.desk import confirming, replacement, starter
from generator.desk.classes import draft_tables, grid
from generator.desk.files import entries
from generator.desk.files.edits import ChangedError, Desk, NotChangedError, ReadOnlyError, Write
from generator.desk.files.entries import Address, AddressError
from generator.desk.files.writing import Data
from generator.desk.place import inputs, reviewing, scanned_lines, selecting, state, traces, trying
from generator.desk.place.opened import Opened, Text, opened, place_name, versions
from generator.desk_server import uploads
from generator.disk import folders
from generator.document import scans
from generator.document.extract import Taken
from generator.document.originals import Original
from generator.document.scans import PICTURES
from generator.document.text import DOUBT
from generator.errors import CommandError
from generator.policy import gather
from generator.policy.files import AsideFile
from generator.policy.folders import is_place
from generator.policy.loader import beside_in, may_be_place
from generator.policy.syntax.shape_faults import located
from generator.policy.syntax.text import lies_here
from generator.policy.utilities import known

Body: TypeAlias = Mapping[str, Any]
Answer: TypeAlias = dict[str, Any]


class RefusedCallError(Exception):
    """A call that is not done: the status of HTTP and what the page shows."""

    def __init__(self, status: HTTPStatus, answer: Answer) -> None:
        super().__init__(answer.get("en", ""))
        self.status, self.answer = status, answer


def _refused(status: HTTPStatus, zh: str, en: str, **more: Any) -> RefusedCallError:
    return RefusedCallError(status, {"zh": zh, "en": en, **more})


class Api:
    """The places of a folder of policies under the hands of editors. One call at a time."""

    def __init__(
        self,
        policies: Path,
        originals: Path | None,
        drafts: Path,
        preview: Callable[[], str] = lambda: "",
        today: Callable[[], date] = date.today,
    ) -> None:
        """`drafts`: where drafts are kept; `preview`: begins a preview of the site and gives its address.

        `today`: the day on which something is signed.
        """
        self._today = today
        self.policies = policies
        self._begin_preview = preview
        self._preview_address: str | None = None
        self._originals, self._drafts = originals, drafts
        self._by = ""
        self._desks: dict[str, Desk] = {}
        self._places: dict[str, Opened] = {}
        self._one_at_a_time, self._changed = RLock(), Condition()
        self._beginning = Lock()
        self._calls: Mapping[str, Callable[[Body], Answer]] = {
            "places": self._all_places,
            "kinds": self._kinds,
            "state": self._state,
            "select": self._select,
            "try": self._try,
            "table": self._table,
            "put": self._put,
            "remove": self._remove,
            "aside": self._aside,
            "undo": self._undo,
            "draft": self._draft,
            "new": self._new,
            "preview": self._preview,
            "review": self._review,
            "scan": self._scan,
            "line": self._line,
            "trace": self._trace,
            "replace": self._replace,
        }

    @property
    def names(self) -> tuple[str, ...]:
        """The calls that there are."""
        return tuple(self._calls)

    def call(self, name: str, body: Body) -> Answer:
        """The answer of a call. Raises RefusedCallError."""
        if name not in self._calls:
            raise _refused(HTTPStatus.NOT_FOUND, "没有这个请求", "no such call")
        turn = self._beginning if name == "preview" else self._one_at_a_time  # which takes long, and touches no place
        with turn, beside_in(self.policies):
            try:
                return self._calls[name](body)
            except AddressError as error:
                raise _refused(HTTPStatus.NOT_FOUND, f"没有这个地址：{error}", "no such address") from None
            except uploads.UploadError as error:
                raise _refused(HTTPStatus.UNPROCESSABLE_ENTITY, error.zh, error.en, findings=[]) from None
            except ReadOnlyError as error:
                raise _refused(HTTPStatus.LOCKED, f"{error}：不能写", "cannot be written", path=str(error)) from None
            except NotChangedError as error:
                found = [{"field": error.field, "zh": str(error), "en": ""}]
                raise _refused(HTTPStatus.UNPROCESSABLE_ENTITY, str(error), "", findings=found) from None
            except OSError as error:  # as where the disk is full, or a folder was moved away
                words = f"{Path(error.filename or self.policies).as_posix()}：{error.strerror}"
                raise _refused(HTTPStatus.UNPROCESSABLE_ENTITY, words, "the system refuses", findings=[]) from None

    # ------------------------------------------------------------------------------------------------- what is on disk

    def touched(self) -> None:
        """Something was saved, by this program or another."""
        with self._changed:
            self._places.clear()
            self._changed.notify_all()

    def wait(self, seconds: float) -> None:
        """Until something was saved, or some seconds have passed."""
        with self._changed:
            self._changed.wait(seconds)

    def versions(self, city: str) -> dict[str, str]:
        """The hashes of the files of a place; none where it is not there."""
        return versions(self.policies / city) if self._is_place(city) else {}

    def _opened(self, city: str) -> Opened:
        """A place as it is on the disk now, if anything was saved since it was last looked at."""
        if (known := self._places.get(city)) is None:
            known = self._places[city] = opened(self.policies, city, self._originals)
        return known

    def _city(self, body: Body) -> str:
        city = _text(body, "city")
        if not self._is_place(city):
            raise _refused(HTTPStatus.NOT_FOUND, f"没有 {city[:60]} 这个地方", "no such place")
        return city

    def _is_place(self, city: str) -> bool:
        return Path(city).name == city and "\0" not in city and is_place(self.policies / city)

    def _desk(self, city: str) -> Desk:
        return self._desks.setdefault(city, Desk(self.policies / city))

    # ------------------------------------------------------------------------------------------------------- reading

    def _all_places(self, _: Body) -> Answer:
        places = [{"slug": slug, "name": place_name(self.policies / slug)} for slug in gather.places(self.policies)]
        return {"places": places, "utilities": {utility: entry["name"] for utility, entry in known().items()}}

    def _kinds(self, _: Body) -> Answer:
        return inputs.kinds()

    def _state(self, body: Body) -> Answer:
        return self._whole(self._city(body))

    def _whole(self, city: str) -> Answer:
        place, desk = self._opened(city), self._desk(city)
        last = desk.writes[-1] if desk.writes else None
        return {
            **state.state(place),
            "review": reviewing.shown(place.trees),
            "entered": place.city.file.read.by if place.city else "",
            "by": self._by,
            "readonly": desk.closed,
            "drafts": self._kept(city),
            "undo": {"write": last.number, "says": last.about} if last else None,
        }

    def _select(self, body: Body) -> Answer:
        text = self._document(body)
        chosen = selecting.selected(text.original, _number(body, "start"), _number(body, "end"))
        if chosen is None:
            raise _refused(HTTPStatus.UNPROCESSABLE_ENTITY, "没有选中有字的地方", "no words are selected", findings=[])
        return {"doc": text.document.id, **chosen}

    def _try(self, body: Body) -> Answer:
        city, where = self._city(body), entries.address(_text(body, "address"))
        return self._tried(city, where, _data(body.get("value")))

    def _table(self, body: Body) -> Answer:
        place, utility = self._opened(self._city(body)), _text(body, "utility")
        own = {section: _data(body.get(section, [])) for section in draft_tables.SECTIONS}
        return grid.grid(draft_tables.with_above(own, place.guide(utility)))

    # ------------------------------------------------------------------------------------------------------- writing

    def _put(self, body: Body) -> Answer:
        city, where, match = self._city(body), entries.address(_text(body, "address")), _match(body)
        value = _data(body.get("value"))
        self._hold_file(city, where)
        _hold_proven(trying.tried(self._opened(city), where, value))
        return self._written(city, where, value, lambda desk: desk.put(where, value, match))

    def _remove(self, body: Body) -> Answer:
        city, where, match = self._city(body), entries.address(_text(body, "address")), _match(body)
        self._hold_file(city, where)
        return self._written(city, where, None, lambda desk: desk.remove(where, match))

    def _written(self, city: str, where: Address, mine: Data | None, write: Callable[[Desk], Write | None]) -> Answer:
        """What a write answers: the new state, or both where somebody else has changed the same."""
        try:
            done = write(self._desk(city))
        except ChangedError as changed:
            self.touched()
            theirs = changed.theirs
            both = {"mine": mine, "theirs": theirs, "address": str(where)}
            both["tried_mine"] = None if mine is None else self._tried(city, where, mine)
            both["tried_theirs"] = None if theirs is None else self._tried(city, where, theirs)
            raise _refused(HTTPStatus.CONFLICT, "您改这一项的时候，别人也改了它", "changed meanwhile", **both) from None
        if done is not None:
            self.touched()
            with suppress(OSError):  # what is written is written, whatever becomes of its draft
                self._keep(city, str(where), None)
        return self._saved(city, done)

    def _saved(self, city: str, done: Write | None) -> Answer:
        return {"write": done.number if done else None, "lines": done.lines if done else 0, "state": self._whole(city)}

    def _tried(self, city: str, where: Address, value: Data) -> Answer:
        """What is said of a value by what is on the disk, with the hash that it would have."""
        place = self._opened(city)
        hash_ = entries.version(value, place.trees.get(where.file, {}))
        return {**trying.tried(place, where, value).shown, "hash": hash_}

    def _aside(self, body: Body) -> Answer:
        city, place = self._city(body), self._opened(self._city(body))
        added, removed = body.get("add", []), body.get("remove", [])
        if not isinstance(added, list) or not isinstance(removed, list):
            raise _refused(HTTPStatus.BAD_REQUEST, "add、remove 应是列表", "lists are wanted")
        proposals = state.proposals(place)
        entries_ = [_data(entry) for entry in added]
        new = [{**entry, **_named(entry, proposals)} for entry in entries_ if isinstance(entry, dict)]
        _hold_asides(new)
        gone = {at for at in removed if isinstance(at, int)}

        def changed(tree: Data) -> Data:
            top = dict(tree) if isinstance(tree, dict) else {}
            held = top.get("clauses", [])
            kept = [entry for at, entry in enumerate(held if isinstance(held, list) else []) if at not in gone]
            return {**top, "clauses": [*kept, *(entry for entry in new if entry not in kept)]}  # sent again, or twice

        where = Address("set-aside.yaml", "clauses")
        known = (_match(body) or "") if gone else None  # an index means something in one version of the file alone
        return self._written(city, where, None, lambda desk: desk.change(where.file, str(where), known, changed))

    def _undo(self, body: Body) -> Answer:
        city, number = self._city(body), _number(body, "write")
        where = Address("city.yaml", "undo")
        return self._written(city, where, None, lambda desk: desk.undo(number))

    def _new(self, body: Body) -> Answer:
        """A place is begun from its documents: `{city, utilities, documents: [{name, data}]}`, data in base64."""
        city, utilities = _text(body, "city"), body.get("utilities")
        if (
            not isinstance(utilities, list)
            or not utilities
            or not all(isinstance(each, str) and each in known() for each in utilities)
        ):
            raise _refused(HTTPStatus.UNPROCESSABLE_ENTITY, "请选一类或几类业务", "choose the utilities", findings=[])
        if not may_be_place(city) or (self.policies / city).exists():
            words = f"{city[:60]}：编号用小写字母、数字、连字符，不能和已有的相同"
            raise _refused(HTTPStatus.UNPROCESSABLE_ENTITY, words, "no id, or taken already", findings=[])
        taken = {f"{city}-{at}": one for at, one in enumerate(uploads.taken(body.get("documents")), start=1)}
        files = {name: text.encode("utf-8") for name, text in starter.begun(city, utilities, taken).items()}
        pictures = {name: data for one in taken.values() for name, data in one.pictures.items()}
        folders.create(
            self.policies / city, files | {f"originals/{PICTURES}/{name}": data for name, data in pictures.items()}
        )
        self.touched()
        left_out = [str(left) for one in taken.values() for left in one.left_out]
        return {"city": city, "left_out": left_out, "state": self._whole(city)}

    def _preview(self, _: Body) -> Answer:
        """The address of the preview, which is begun when it is first wanted: a program of its own, another port."""
        if self._preview_address is None:
            self._preview_address = self._begin_preview()
        return {"address": self._preview_address}

    # ---------------------------------------------------------------------------------- a second person, and documents

    def _review(self, body: Body) -> Answer:
        city, where, match = self._city(body), entries.address(_text(body, "address")), _match(body)
        place = self._opened(city)
        tree = place.trees.get(where.file, {})
        thing = entries.of(tree, where, match)
        if thing is None or match != entries.version(thing, tree):
            raise _refused(
                HTTPStatus.CONFLICT, "这一项刚才改了，请再看一次", "changed meanwhile", state=self._whole(city)
            )
        entry = None
        if (verdict := body.get("verdict")) is not None:
            remark = str(body.get("remark") or "").strip()
            by, says = self._signs(body, verdict, remark), state.says(place).get(str(where), [])
            review = reviewing.review(thing, tree, says, verdict=verdict, remark=remark, by=by, on=self._today())
            entry = reviewing.entry(review)
        kept = Address(reviewing.FILE, "reviewed")
        return self._written(
            city,
            kept,
            None,
            lambda desk: desk.change(
                kept.file, str(where), None, lambda held: reviewing.changed(held, {str(where): entry})
            ),
        )

    def _signs(self, body: Body, verdict: Any = None, remark: str | None = None) -> str:
        """Who signs, whose name the page is given from now on. Raises RefusedCallError."""
        by = _text(body, "by").strip()
        if faults := reviewing.faults(verdict, remark, by):
            raise _refused(HTTPStatus.UNPROCESSABLE_ENTITY, faults[0]["zh"], faults[0]["en"], findings=faults)
        self._by = by
        return by

    def _document(self, body: Body) -> Text:
        text = self._opened(self._city(body)).text(_text(body, "doc"))
        if text is None:
            raise _refused(HTTPStatus.NOT_FOUND, "没有这份文件", "no such document")
        return text

    def _own_document(self, body: Body) -> Text:
        """A document whose text lies with the place: nothing is written elsewhere. Raises ReadOnlyError."""
        text = self._document(body)
        if not text.path.is_relative_to((self.policies / self._city(body)).absolute()):
            raise ReadOnlyError(text.path.as_posix())
        return text

    def _scan(self, body: Body) -> Answer:
        text, number = self._document(body), body.get("page")
        with _readable(text.path):
            wanted = number if isinstance(number, int) else scanned_lines.first_open(text.path)
            shown = scanned_lines.page(text.path, wanted, self._quoting(body, text))
        if shown is None:
            raise _refused(HTTPStatus.NOT_FOUND, "没有这一页", "no such page")
        return {"doc": text.document.id, **shown}

    def _quoting(self, body: Body, text: Text) -> Mapping[int, Sequence[str]]:
        """The facts that quote a line that nobody has confirmed, by its number."""
        found = [each for each in self._opened(self._city(body)).findings if each.code == "unconfirmed-scan"]
        words = [dict(each.words) | {"thing": each.thing} for each in found]
        return confirming.quoting(each for each in words if each["name"] == text.path.stem)

    def _line(self, body: Body) -> Answer:
        city, text, by = self._city(body), self._own_document(body), self._signs(body)
        several = body.get("lines", [body])
        lines = [each for each in several if isinstance(each, dict)] if isinstance(several, list) else []
        texts = {_number(line, "number"): _text(line, "text") for line in lines}
        matches = {_number(line, "number"): _match(line) or "" for line in lines}
        with _readable(text.path):
            if not all(map(confirming.may_be_line, texts.values())):
                raise confirming.DoubtfulLineError(list(texts))
            with folders.alone(self.policies / city):
                left = scanned_lines.noted(text.path, texts, matches, by, self._today())
        self.touched()
        return {"write": None, "lines": len(texts), "left": left, "state": self._whole(city)}

    def _trace(self, body: Body) -> Answer:
        text, place = self._document(body), self._opened(self._city(body))
        with _readable(text.path):
            before = traces.text_before(text.path)
        return traces.traces(place.trees, text.document.id, text.original, before)

    def _replace(self, body: Body) -> Answer:
        city, text = self._city(body), self._own_document(body)
        taken = _newer(body)
        if taken.text == text.original.text:
            raise _refused(HTTPStatus.UNPROCESSABLE_ENTITY, "文字和现在的一样", "the text is the same", findings=[])
        if body.get("confirm") is not True:
            now = traces.traces(self._opened(city).trees, text.document.id, Original(taken.text), text.original)
            return {**now, "left_out": list(map(str, taken.left_out))}
        self._put_text(text, taken)
        self.touched()
        return {**self._trace(body), "write": None, "lines": 0, "state": self._whole(city)}

    def _put_text(self, text: Text, taken: Taken) -> None:
        """A newer text in the place of a document's own. Raises RefusedCallError, ReadOnlyError."""
        try:
            replacement.hold_plain(text.path)
            with folders.alone(text.path.parent.parent):
                replacement.put(text.path.parent, text.path.name, text.path.read_bytes(), taken)
        except CommandError as error:
            raise _refused(HTTPStatus.UNPROCESSABLE_ENTITY, str(error), "", findings=[]) from None
        except OSError:
            raise ReadOnlyError(text.path.as_posix()) from None

    # -------------------------------------------------------------------------------------------------------- drafts

    def _draft(self, body: Body) -> Answer:
        city, where, value = self._city(body), entries.address(_text(body, "address")), body.get("value")
        self._keep(city, str(where), None if value is None else _data(value))
        return {}

    def _kept(self, city: str) -> dict[str, Data]:
        """The drafts of a place by address; what cannot be read is none."""
        path = self._drafts / f"{city}.json"
        try:
            kept = json.loads(path.read_bytes().decode("utf-8")) if lies_here(path, []) and path.is_file() else {}
        except (OSError, ValueError, RecursionError):
            return {}
        return (
            {str(name): value for name, value in kept.items() if entries.is_data(value)}
            if isinstance(kept, dict)
            else {}
        )

    def _keep(self, city: str, address: str, draft: Data | None) -> None:
        with folders.alone(self._drafts):
            kept = self._kept(city)
            changed = {name: value for name, value in kept.items() if name != address}
            changed |= {} if draft is None else {address: draft}
            if changed != kept:
                folders.replace(self._drafts / f"{city}.json", json.dumps(changed, ensure_ascii=False).encode("utf-8"))

    def _hold_file(self, city: str, where: Address) -> None:
        """The file is one that the desk writes facts into. Raises RefusedCallError."""
        known = self._opened(city).trees
        if where.file not in known and where.file not in ("city.yaml", *starter.utility_files()):
            raise _refused(HTTPStatus.NOT_FOUND, f"没有 {where.file} 这个文件", "no such file")


# --------------------------------------------------------------------------------------------------------- arguments


def _named(entry: Mapping[str, Data], proposals: Mapping[str, str]) -> dict[str, Data]:
    """A proposal that is refused by what it says, and not by the id under which the page knows it."""
    proposal = entry.get("proposal")
    return {"proposal": proposals.get(proposal, proposal)} if isinstance(proposal, str) else {}


def _hold_proven(tried: trying.Tried) -> None:
    """A thing is of the right form and proven; what is open may stay open. Raises RefusedCallError."""
    lacks = [
        {"field": claim["field"], "zh": f"引文里没有“{claim['what']}”", "en": f"the quotation lacks {claim['what']}"}
        for claim in tried.claims
        if not claim["held"]
    ]
    if findings := [*tried.hindering, *lacks]:
        raise _refused(HTTPStatus.UNPROCESSABLE_ENTITY, "还不能收下", "not yet proven", findings=findings)


def _hold_asides(asides: list[dict[str, Data]]) -> None:
    """What is set aside is of the right form. Raises RefusedCallError."""
    faults = located({"clauses": asides}, AsideFile)
    if findings := [{"field": str(at[-1]) if at else None, "zh": fault.zh, "en": fault.en} for at, fault in faults]:
        raise _refused(HTTPStatus.UNPROCESSABLE_ENTITY, "置的理由不对", "not of the right form", findings=findings)


def _text(body: Body, name: str) -> str:
    value = body.get(name)
    if not isinstance(value, str):
        raise _refused(HTTPStatus.BAD_REQUEST, f"{name} 应是文字", f"{name} must be text")
    return value


def _number(body: Body, name: str) -> int:
    value = body.get(name)
    if not isinstance(value, int) or isinstance(value, bool):
        raise _refused(HTTPStatus.BAD_REQUEST, f"{name} 应是整数", f"{name} must be a whole number")
    return value


def _match(body: Body) -> str | None:
    """The hash that the page started from, None of a new thing; it has to be said. Raises RefusedCallError."""
    if "match" not in body:
        raise _refused(HTTPStatus.PRECONDITION_REQUIRED, "没有写从哪一版改起", "no match is given")
    value = body["match"]
    return value if isinstance(value, str) else None


def _data(value: object) -> Data:
    """A value of a file. Raises RefusedCallError."""
    if not entries.is_data(value):
        raise _refused(HTTPStatus.UNPROCESSABLE_ENTITY, "内容的形状不对", "not a value of a policy file", findings=[])
    return value


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    """What is wrong with a text, its record or its pictures is told of. Raises RefusedCallError, ReadOnlyError."""
    try:
        yield
    except scanned_lines.ChangedLineError as error:
        words = f"这一行刚才改了，现在是：{error}"
        raise _refused(HTTPStatus.CONFLICT, words, "the line was changed meanwhile", text=str(error)) from None
    except confirming.StrangeLineError:
        raise _refused(HTTPStatus.NOT_FOUND, "没有这一行", "no such line") from None
    except confirming.DoubtfulLineError:
        zh, en = f"有看不见的字符，或者还有 {DOUBT}，或者太长", f"it has unseen signs, or still {DOUBT}, or is too long"
        told = [{"field": "text", "zh": zh, "en": en}]
        raise _refused(HTTPStatus.UNPROCESSABLE_ENTITY, zh, en, findings=told) from None
    except (scans.ScanError, UnicodeDecodeError) as error:
        words = "读不懂；请取回没有改坏的 / cannot be read: fetch a sound one"
        raise _refused(HTTPStatus.UNPROCESSABLE_ENTITY, f"{path.name}：{words}（{error}）", "", findings=[]) from None
    except OSError as error:
        raise ReadOnlyError(Path(error.filename or path).as_posix()) from None


def _newer(body: Body) -> Taken:
    """The newer text that was sent: as text, or as a file with its name. Raises RefusedCallError."""
    typed = body.get("text")
    data = b64encode(typed.encode("utf-8", "replace")).decode("ascii") if isinstance(typed, str) else body.get("file")
    try:
        return uploads.taken([{"name": "text.txt" if isinstance(typed, str) else body.get("name"), "data": data}])[0]
    except uploads.UploadError as error:
        raise _refused(HTTPStatus.UNPROCESSABLE_ENTITY, error.zh, error.en, findings=[]) from None
