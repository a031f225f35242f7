"""A policy that is there already, entered once more at the desk from its documents, call by call as the page does it.

Nothing is carried over but what an editor decides: each quotation is selected in the text, each fact is put by itself.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from generator.desk.files import entries, writing
from generator.desk.files.writing import Data
from generator.desk_server.api import Api
from generator.document.originals import Original
from generator.document.text import normal, span

FIRST = ("city.yaml", "water.yaml", "gas.yaml", "heat.yaml")
"""The files with facts; what city.yaml defines, the others refer to."""


class Editor:
    """Somebody who knows what the documents say, at the desk of a new folder."""

    def __init__(self, done: Path, texts: Sequence[Path], into: Path) -> None:
        """`done`: the folder of the place as it is; `texts`: its documents; `into`: the folder of all places."""
        self.trees = {path.name: writing.data(path.read_text(encoding="utf-8-sig")) for path in done.glob("*.yaml")}
        self.city, self.api, self.calls = done.name, Api(into, None, into.parent / "drafts"), 0
        utilities = [name.partition(".")[0] for name in FIRST[1:] if name in self.trees]
        sent = [{"name": path.name, "data": b64encode(path.read_bytes()).decode()} for path in texts]
        self.state = self._call("new", utilities=utilities, documents=sent)["state"]
        taken = [into / self.city / "originals" / document["text"] for document in self.state["documents"]]
        originals = [Original(path.read_text(encoding="utf-8")) for path in taken]
        self._documents = dict(zip((str(entry["id"]) for entry in self._listed("documents")), originals, strict=True))

    def enter(self) -> None:
        """Everything, in the order of the files."""
        self._head()
        for file in FIRST:
            tree = self.trees.get(file, {})
            answers = tree if isinstance(tree, dict) else {}
            for section in sorted(answers, key=lambda name: (name in _SECTIONS, name not in _REFERRED)):
                if file != "city.yaml" or section in _SECTIONS:
                    self._section(file, section, answers[section])
        aside = self.trees.get("set-aside.yaml", {"clauses": []})
        assert isinstance(aside, dict)
        self._call("aside", add=aside["clauses"], remove=[])

    def _head(self) -> None:
        """The documents, under the ids that the facts know, and what stands at the top of city.yaml."""
        for held, entry in zip(self._held("documents"), self._listed("documents"), strict=True):
            kept = {"text": held["value"]["text"]}
            self._put(held["address"], self._selected(entry) | kept, held["hash"])
        tree = self.trees["city.yaml"]
        assert isinstance(tree, dict)
        shown = {known["address"].rpartition("/")[2]: known for known in self.state["head"]}
        for key in {"about", "published"} - tree.keys():
            self._call("remove", address=f"city.yaml/{key}", match=shown[key]["hash"])
        for key, value in tree.items():
            if key not in _SECTIONS and key != "documents":
                self._put(f"city.yaml/{key}", value, shown.get(key, {}).get("hash"))

    def _section(self, file: str, section: str, answer: Data) -> None:
        """The entries of a heading one by one, or the answer that it is silent."""
        if not list(entries.entries(answer)):
            known = {question["address"]: question["hash"] for question in self.state["questions"]}
            tree = self.api._opened(self.city).trees.get(file, {})
            match = known.get(
                f"{file}/{section}", entries.version(entries.of(tree, entries.Address(file, section)), tree)
            )
            self._put(f"{file}/{section}", answer, match)
        for entry in entries.entries(answer):
            self._put(f"{file}/{section}/{entry['id']}", self._selected(entry, file), None)

    def _selected(self, value: Data, file: str = "city.yaml") -> Any:
        """A value with each of its quotations as it comes from selecting its words in the document."""
        if isinstance(value, list):
            return [self._selected(part, file) for part in value]
        if not isinstance(value, dict):
            return value
        if "quote" in value:
            return value | {"quote": self._quotes(value, file)}
        return {key: self._selected(part, file) for key, part in value.items()}

    def _quotes(self, cite: Mapping[str, Data], file: str) -> Data:
        quoted = cite["quote"]
        quotes = [self._quote(cite, str(quote), file) for quote in (quoted if isinstance(quoted, list) else [quoted])]
        return quotes if isinstance(quoted, list) else quotes[0]

    def _quote(self, cite: Mapping[str, Data], quote: str, file: str) -> Data:
        tree = self.trees[file]
        outer = tree.get("cite", {}) if isinstance(tree, dict) else {}
        around = outer if isinstance(outer, dict) else {}
        doc = str(cite.get("doc") or around.get("doc") or next(iter(self._documents)))
        clause = str(cite.get("clause") or around.get("clause") or "")
        for place in self._documents[doc].find(clause):
            whole = self._documents[doc].text
            end = place.end if whole[place.start : place.end] == place.text else len(whole)
            if stretch := span(whole[place.start : end], quote):
                start, end = (place.start + at for at in stretch)
                chosen = self._call("select", doc=self._names()[doc], start=start, end=end)
                assert plain(chosen["quote"]) == plain(quote), (clause, chosen["quote"], quote)
                return quote if normal(chosen["quote"]) != normal(quote) else str(chosen["quote"])
        raise AssertionError((clause, quote))

    def _names(self) -> dict[str, str]:
        """The ids that the documents have at the desk now, by those that the place gives them."""
        return dict(zip(self._documents, (document["id"] for document in self.state["documents"]), strict=True))

    def _held(self, section: str) -> list[dict[str, Any]]:
        return [fact for fact in self.state["facts"] if fact["section"] == section]

    def _listed(self, section: str) -> list[dict[str, Data]]:
        tree = self.trees["city.yaml"]
        return list(entries.entries(tree.get(section) if isinstance(tree, dict) else None))

    def _put(self, address: str, value: Data, match: str | None) -> None:
        self._call("put", address=address, value=value, match=match)

    def _call(self, name: str, **body: Any) -> Any:
        self.calls += 1
        answer = self.api.call(name, json.loads(json.dumps({"city": self.city, **body})))
        self.state = answer.get("state", getattr(self, "state", None))
        return answer


_SECTIONS = frozenset(entries.SECTIONS)
_REFERRED = ("inputs", "tables", "phases", "procedure", "steps", "permits", "classes")
"""What other facts refer to is entered first."""


def plain(words: str) -> str:
    """Words without the punctuation at their ends, which a selection leaves off."""
    return normal(words).strip('，,；;。、:. |"')


def facts(folder: Path) -> dict[str, Any]:
    """What a place says, file by file and thing by thing, whatever the order and the layout."""
    return {name: tree for name, tree in _trees(folder) if name in FIRST}


def _trees(folder: Path) -> Iterator[tuple[str, Any]]:
    for path in sorted(folder.glob("*.yaml")):
        tree = writing.data(path.read_text(encoding="utf-8-sig"))
        assert isinstance(tree, dict)
        yield path.name, {key: _comparable(value) for key, value in tree.items() if value != [] and key != "published"}


def _comparable(value: Data, key: str = "") -> Any:
    """A value with quotations as they are compared, and without the names of files."""
    if isinstance(value, dict):
        held = value.items()
        return {name: _comparable(part, name) for name, part in held if name != "text" or "issuers" not in value}
    if isinstance(value, list):
        return [_comparable(part, key) for part in value]
    return normal(value) if key == "quote" else value
