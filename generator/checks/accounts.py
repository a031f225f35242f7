"""What became of every sentence and every cell of a document: used, set aside, in doubt, or left. No findings.

A sentence is used where a quotation of a fact, of the form or of the document's own head stands in it, and every
figure with a unit that it has stands in a quotation, too. Headings are set aside by themselves: numbered or named lines
with something below them, which have neither figure nor paper nor charge and state nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, NamedTuple

from generator.checks import fulltexts, weights
from generator.document import originals
from generator.document.originals import UNNUMBERED, Clause, Original, Paragraph
from generator.judgement.judged import Score
from generator.policy.files import Document, SetAside
from generator.policy.guide import Guide
from generator.policy.loader import City
from generator.policy.provenance import Cite, Conflict, unsaid, walk
from generator.policy.resolve import Resolved, document_ids
from generator.policy.tables import Defect

State = Literal["used", "aside", "doubt", "left"]


@dataclass(frozen=True)
class Account:
    """A sentence or a cell of a document with its state and what is behind it.

    `facts`: where it is quoted, as `wuhai/water limits/accept`; `aside`: the entry that sets it aside, None for a
    heading; `missing`: its figures that no quotation holds.
    """

    sentence: Paragraph
    state: State
    facts: tuple[str, ...] = ()
    aside: SetAside | None = None
    missing: tuple[str, ...] = ()


def score(accounts: Sequence[Account]) -> Score:
    """The score of a document."""
    states = [account.state for account in accounts]
    return Score(len(states), *(states.count(state) for state in ("used", "aside", "doubt", "left")))


def of_city(
    city: City, guides: Sequence[Resolved], folder: Path | None
) -> Iterator[tuple[Document, Original, tuple[Account, ...]]]:
    """The documents of a city that have a text, each with the account of its sentences in order.

    `guides`: all that were resolved, since another city may quote the same documents; `folder`: where the texts of the
    documents are, beside the city's own. With neither, no document has a text.
    """
    if not folder and not (city.folder / "originals").is_dir():
        return
    only = only_document(city)
    uses = tuple(_uses(city, guides, only))
    for document in city.file.documents:
        if (original := _text(city, document, folder)) is not None:
            ledger = _Ledger(original)
            for paragraph in _head(original, document):
                ledger.use_all(paragraph, f"{city.slug} documents/{document.id}")
            for use in uses:
                if use.doc == document.id:
                    ledger.use(use)
            for _, aside in asides(city, document.id):
                if aside.proposal is None:
                    ledger.set_aside(aside)
            yield document, original, ledger.accounts()


def only_document(city: City) -> str | None:
    """The id of a city's document, where it has a single one and a citation need not name it."""
    return city.file.documents[0].id if len(city.file.documents) == 1 else None


def asides(city: City, document: str) -> Iterator[tuple[int, SetAside]]:
    """The entries of set-aside.yaml about a document, each with its index."""
    for at, aside in enumerate(city.aside.clauses if city.aside else ()):
        if (aside.doc or only_document(city)) == document:
            yield at, aside


def _text(city: City, document: Document, folder: Path | None) -> Original | None:
    """A document's text; None where it is missing or unreadable, which other findings say."""
    try:
        return fulltexts.original(fulltexts.text_path(city, document, folder).absolute())
    except UnicodeDecodeError:
        return None


# -------------------------------------------------------------------------------------------------- what is quoted


class _Use(NamedTuple):
    """A quotation: the document, the clause, the words; the fact that has it, and whether that records a doubt."""

    doc: str | None
    clause: str
    quote: str
    fact: str
    doubtful: bool = False


def _uses(city: City, guides: Sequence[Resolved], only: str | None) -> Iterator[_Use]:
    """The quotations of a city's guides and form, and all that the form prints."""
    for resolved in guides:
        if city in resolved.chain:
            own = {known: name for name, known in document_ids(resolved.chain)[city.slug].items()}
            for at, part, _ in walk(resolved.guide):
                if isinstance(part, Cite):
                    fact, doubtful = _fact(resolved.guide, at)
                    for quote in part.quote:
                        yield _Use(own.get(str(part.doc)), str(part.clause), quote, fact, doubtful)
    if city.form:
        outer, fact = city.file.cite.doc or only, f"{city.slug} form"
        for cite in (part for _, part, _ in walk(city.form) if isinstance(part, Cite)):
            yield from (_Use(cite.doc or outer, str(cite.clause), quote, fact) for quote in cite.quote)
        whole = city.form.cite[0]
        for _, words in fulltexts.printed(city.form):
            yield _Use(whole.doc or outer, str(whole.clause), words, fact)


def _fact(guide: Guide, at: Sequence[str | int]) -> tuple[str, bool]:
    """The fact of a guide that a location is in, and whether it records a conflict, a gap or an overlap."""
    section = str(at[0])
    entry = getattr(guide, section)
    if len(at) > 1 and isinstance(at[1], int):
        entry = entry[at[1]]
    thing = "/".join(filter(None, (section, str(getattr(entry, "id", "")))))
    return f"{guide.address} {thing}", isinstance(entry, Conflict | Defect)


def _head(original: Original, document: Document) -> Iterator[Paragraph]:
    """The paragraphs at the top and at the foot that only repeat the title, the number or an issuer of the document."""
    named = [name for name in (document.title, document.number) if not unsaid(name)]
    head = [*named, *(quote for cite in document.cite for quote in cite.quote)]
    head += [name for issuer in document.issuing for name in (issuer, f"{issuer}文件")]
    wanted = tuple(map(originals.letters, head))
    for outside in (clause for clause in original.clauses if clause.heading in UNNUMBERED):
        yield from (paragraph for paragraph in original.within(outside) if any(map(paragraph.says, wanted)))


# ------------------------------------------------------------------------------------------------------ the ledger


@dataclass
class _Line:
    """What a sentence is quoted by and set aside by; `spans`: the stretches of its plain text that are."""

    facts: list[str] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)
    doubtful: bool = False
    aside: SetAside | None = None


class _Ledger:
    """The sentences of a document, in which is entered what accounts for them."""

    def __init__(self, original: Original) -> None:
        self._original = original
        self._lines = {sentence.start: _Line() for sentence in original.sentences}
        self._borne: dict[tuple[str, str], list[tuple[Paragraph, int, int]]] = {}

    def use(self, use: _Use) -> None:
        """Enter a quotation in the sentences over which it extends."""
        for sentence, start, end in self._bearing(use.clause, use.quote):
            line = self._lines[sentence.start]
            line.facts.append(use.fact)
            line.spans.append((start, end))
            line.doubtful = line.doubtful or use.doubtful

    def use_all(self, paragraph: Paragraph, fact: str) -> None:
        """Enter a fact for all sentences of a paragraph."""
        for sentence in self._original.inside(paragraph):
            self._lines[sentence.start].facts.append(fact)
            self._lines[sentence.start].spans.append((0, len(sentence.plain)))

    def set_aside(self, aside: SetAside) -> None:
        """Enter the reason why sentences are not used: those that are quoted, or all of the clauses."""
        quoted = [borne for clause in aside.clause for quote in aside.quote for borne in self._bearing(clause, quote)]
        parts = [sentence for part in _whole(self._original, aside) for sentence in self._original.inside(part)]
        for sentence, start, end in (*quoted, *((part, 0, len(part.plain)) for part in parts)):
            line = self._lines[sentence.start]
            line.aside = line.aside or aside
            line.spans.append((start, end))

    def accounts(self) -> tuple[Account, ...]:
        """The account of each sentence that says something."""
        said = [sentence for sentence in self._original.sentences if sentence.plain.strip("|()[]-.,:;\"'*")]
        return tuple(self._account(sentence) for sentence in said if originals.letters(sentence.text))

    def _account(self, sentence: Paragraph) -> Account:
        line = self._lines[sentence.start]
        facts = tuple(dict.fromkeys(line.facts))
        if not facts:
            around = self._original.around(sentence)
            set_aside = line.aside is not None or heading(self._original, around) or _label(self._original, sentence)
            return Account(sentence, "aside" if set_aside else "left", aside=line.aside)
        missing = tuple(_missing(sentence.plain, line.spans))
        state: State = "left" if missing else "doubt" if line.doubtful else "used"
        return Account(sentence, state, facts, line.aside, missing)

    def _bearing(self, clause: str, quote: str) -> list[tuple[Paragraph, int, int]]:
        """The sentences that a quotation accounts for, each with the stretch of its plain text."""
        if (known := self._borne.get((clause, quote))) is None:
            known = [borne for named in self._original.find(clause) for borne in self._of(named, quote)]
            self._borne[clause, quote] = known
        return known

    def _of(self, clause: Clause, quote: str) -> Iterator[tuple[Paragraph, int, int]]:
        """The same in one clause; where the marks of a formula part the sentences, all of the paragraph."""
        if borne := self._original.borne(clause, quote, self._original.sentences):
            yield from borne
            return
        for paragraph in self._original.bearing(clause, quote):
            yield from ((sentence, 0, len(sentence.plain)) for sentence in self._original.inside(paragraph))


def _missing(plain: str, spans: Iterable[tuple[int, int]]) -> Iterator[str]:
    """The figures with a unit that stand in none of some stretches of a text, or reach out of them."""
    if not spans:
        return
    covered = list(_joined(sorted(spans)))
    for start, end in weights.measured(plain):
        if not any(low <= start and end <= high for low, high in covered):
            yield plain[start:end]


def _joined(spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Sorted stretches, those that touch made one."""
    low, high = spans[0]
    for start, end in spans[1:]:
        if start > high:
            yield low, high
            low = start
        high = max(high, end)
    yield low, high


def _whole(original: Original, aside: SetAside) -> Iterator[Paragraph]:
    """The paragraphs of the clauses that an entry sets aside without quoting of them."""
    if not aside.quote:
        for address in aside.clause:
            for clause in original.find(address):
                yield from _all_of(original, clause)


def _all_of(original: Original, clause: Clause) -> Iterator[Paragraph]:
    """The paragraphs of a clause; of the last only its first statement, since no number tells where that one ends."""
    stated = False
    for paragraph in original.within(clause):
        outside = paragraph.clause.heading in UNNUMBERED
        if clause.path[-1][0] == "attachment" or (paragraph.clause == clause if outside else not stated):
            yield paragraph
        stated = stated or (paragraph.clause.start == original.last and not heading(original, paragraph))


def heading(original: Original, paragraph: Paragraph) -> bool:
    """Whether a paragraph is only the heading of what stands below it; what closes the document is not below it."""
    if not (paragraph.number or paragraph.named) or not weights.names(paragraph.text[len(paragraph.number) :]):
        return False
    begins = paragraph.start == paragraph.clause.start  # a chapter stands at the end of the article above
    inside = original.within(paragraph.clause) if begins else original.paragraphs
    below = (other.start for other in inside if other.start > paragraph.start)
    return any(start not in original.closing for start in below)


def _label(original: Original, sentence: Paragraph) -> bool:
    """Whether a sentence only names what stands below its paragraph in the same clause: 材料：."""
    words, clause = sentence.text[len(sentence.number) :].strip(), sentence.clause
    if clause.heading in UNNUMBERED or not words.endswith(("：", ":")) or not weights.names(words):
        return False
    return original.within(clause)[-1].start > sentence.start
