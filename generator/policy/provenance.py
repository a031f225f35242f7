"""What a fact is and where it comes from: citations, assurances, conditions, conflicts, what there expressly is not.

Every docstring under a field is also its description in the JSON Schema, so it stands in Chinese and English.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, Generic, Literal, TypeAlias, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    model_validator,
)

from generator.policy.scalars import NOT_STATED, Day, Id, Key, Several, Text, Unary, Verbatim, fault
from generator.policy.utilities import Utility

if TYPE_CHECKING:
    from typing_extensions import TypeIs


class Part(BaseModel):
    """Base of everything: frozen, no unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    # pydantic's own __getattr__ looks for private attributes, which no part has; `getattr(part, name, ())`, which the
    # checks ask of every part, takes six times as long with it. Type checkers must not see this one: with it they would
    # take every misspelt attribute for an Any.
    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            raise AttributeError(f"{type(self).__name__} has no {name}")


class Lacking(Part):
    """没有拿到：有规定，在没有拿到的附件里，或在手里这一份缺的地方。 Ruled on by a text that we lack."""

    not_in_hand: Id
    """没有拿到的是什么：文件 lacks 里的编号；手里的文件不全的，写那份文件的编号。
    What lacks, by its id under `lacks` of a document; by that of the document where the document is not held whole."""


Silence: TypeAlias = Literal["not_stated"] | Lacking
"""Why there is no value: the document was read and is silent (文件未载明), or what would say it is not in hand."""


def unsaid(answer: object) -> TypeIs[Silence]:
    """Whether an answer is no value."""
    return isinstance(answer, Lacking) or (isinstance(answer, str) and answer == NOT_STATED)


def answer_kind(raw: object) -> str:
    """Which of the three an answer is."""
    if isinstance(raw, Lacking) or (isinstance(raw, dict) and raw.keys() == {"not_in_hand"}):
        return "·not_in_hand"
    return "·not_stated" if isinstance(raw, str) and raw == NOT_STATED else "·value"


T = TypeVar("T")
Answer: TypeAlias = Annotated[
    Annotated[T, Tag("·value")]
    | Annotated[Literal["not_stated"], Tag("·not_stated")]
    | Annotated[Lacking, Tag("·not_in_hand")],
    Discriminator(answer_kind),
]
"""A fact; or `not_stated`: somebody has read the document and it is silent; or what would say it is not in hand."""

Stated: TypeAlias = Annotated[
    Annotated[T, Tag("·value")] | Annotated[Literal["not_stated"], Tag("·not_stated")],
    Discriminator(lambda raw: "·not_stated" if isinstance(raw, str) and raw == NOT_STATED else "·value"),
]
"""A fact or `not_stated`, where no other text could say it: the unit of a number that stands here."""


class Cite(Part):
    """引用：哪份文件、哪一条、哪几个字。 Where the words stand: document, clause, short quotation."""

    doc: Id | None = None
    """文件编号，只有一份文件时不写。 Id of the document; left out where the city has one."""
    clause: Verbatim | None = None
    """条款位置，如 二、3（2）；不写则用本文件开头 cite 的条款。 The clause; inherited where left out."""
    quote: Several[Verbatim] = ()
    """承载这个事实的原文短语，一处或几处。 The few words of the document that bear the fact."""
    read_as: Verbatim | None = None
    """原文有误字时怎么读：至多改两个字，不改数。
    The quotation without its misprint: two characters are mended at most, and never a figure."""

    @property
    def readings(self) -> tuple[str, ...]:
        """The quotations as they are to be read."""
        return self.quote if self.read_as is None else (self.read_as,)


class Assured(Part):
    """企业提供：谁保证、自何时起。 Not from the document: who vouches, and since when."""

    by: Text
    """提供单位。 Who vouches for it."""
    since: Day
    """自哪天起。 Since when."""


class Words(Part):
    """原文用语，可另带引用。 Words of the document, with a citation of their own where needed."""

    words: Text
    """原文的说法。 As the document puts it."""
    cite: Several[Cite] = ()
    """引用。 Citation."""

    @model_validator(mode="before")
    @classmethod
    def _bare(cls, raw: object) -> object:
        return {"words": raw} if isinstance(raw, str) else raw


When: TypeAlias = Several[dict[Key, Unary]]
"""Conditions: within one mapping all hold (且), of several mappings any one (或). None: always."""

Subject = Literal["connection", "fees", "service", "standard", "compensation"]
"""What a file is about: how one is connected, charges, the level of service, what others must do, what is paid."""
Role = Literal["applicant", "utility", "government", "authority", "developer", "owner", "constructor", "anyone"]
Force = Literal[
    "required", "committed", "statutory", "in_principle", "recommended", "encouraged", "average",
    "at_once", "ongoing", "trial", "gradual", "promoted", "announced", "target",
]  # fmt: skip
AIMS: frozenset[str] = frozenset({"recommended", "encouraged", "ongoing", "promoted", "gradual", "announced", "target"})
"""The strengths of what may not be there today: no promise, and no date follows from it."""
Actors: TypeAlias = dict[Role, Several[Text]]
"""Who, in our roles, and how the document calls them: `{utility: 供水企业}`, `{utility: [供水企业, 燃气企业]}`."""


class Target(Part):
    """目标：到某日为止要达到，现在还不是承诺。 To be reached by a date; not a promise in force."""

    by: Answer[Day]
    """到哪天。 By which day."""
    words: Text
    """原文怎么写期限，如 2021年底前。 The document's words for the date."""


class Valid(Part):
    """起止日期。 From and until when a fact holds."""

    since: Day | None = Field(default=None, alias="from")
    """自哪天起。 First day."""
    until: Day | None = None
    """到哪天止。 Last day."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    @model_validator(mode="after")
    def _ordered(self) -> Valid:
        if self.since and self.until and self.since > self.until:
            raise fault("dates-reversed")
        return self


def _address_of_a_fact(text: str) -> str:
    if not re.fullmatch(r"[a-z0-9-]+/[a-z_]+(/[a-z0-9-]+)?", text):
        raise fault("bad-layer", value=text)
    return text


Upper: TypeAlias = Annotated[Text, AfterValidator(_address_of_a_fact)]
"""Something that a place above says: `place/section/id`, or `place/section` for all that it says there."""


class Layer(Part):
    """和上面一层的规定是什么关系，四个词只写一个。 How a fact stands to what is said above; one of four words."""

    replaces: Upper | None = None
    """代替上面的哪一条，写 地方/段/编号；写 地方/段 就是那一段全部。
    What it stands instead of, as `place/section/id`; `place/section` is all of that section."""
    varies: Upper | None = None
    """和上面的哪一条写得不同，两条并列。 What it differs from; both stand."""
    adds: Upper | None = None
    """在上面的哪一条（或哪一段）之外另加。 What it comes in addition to."""
    drops: Upper | None = None
    """上面的哪一条在这里不适用；只用在写 none: true 的一项上。 What does not hold here; beside `none: true` only."""
    because: Text | None = None
    """比上面的差，或上面不许改而改了的：为什么这样录，本站说明；写了就并列。
    Why it is entered although it is weaker than above or forbidden from above (ours); then both stand."""

    @model_validator(mode="after")
    def _one_word(self) -> Layer:
        if len(said := [word for word in LAYER_WORDS if getattr(self, word)]) != 1:
            raise fault("layer-words", said="、".join(said) or "（无）")
        if said[0] == "varies" and not self.of[2]:
            raise fault("bad-layer", value=str(getattr(self, said[0])))
        return self

    @property
    def word(self) -> str:
        """Which of the four words it says."""
        return next(word for word in LAYER_WORDS if getattr(self, word))

    @property
    def of(self) -> tuple[str, str, str]:
        """Place, section and id of what it is about; the id is empty where it is about all of a section."""
        place, section, *rest = str(getattr(self, self.word)).split("/")
        return place, section, "".join(rest)


LAYER_WORDS = ("replaces", "varies", "adds", "drops")


class Fact(Part):
    """Base of all facts: an id, when it holds, how strongly, and where it comes from."""

    id: Id
    """编号，小写字母、数字和连字符。 Id: lower case letters, digits, hyphens."""
    when: When = ()
    """适用情形；不写即一律适用。 When it holds; always, where left out."""
    utilities: tuple[Utility, ...] = ()
    """只在城市文件中：限于哪几类。 In a city file: the utilities it holds for."""
    force: Force = "required"
    """效力：要求、承诺、目标、逐步、推行……以原文用词为准。 How strongly, by the document's own word."""
    force_words: Text | None = None
    """效力的原文用词，和通用的说法不同时写，如 长期执行。 The document's own word, where it differs from ours."""
    target: Target | None = None
    """目标期限；force 为 target 时必填。 The date of a target."""
    valid: Valid | None = None
    """起止日期。 From and until when."""
    note: Text | None = None
    """本站说明，不是文件内容。 Our explanation; never a fact of the document."""
    layer: Layer | None = None
    """只在叠在别的地方之上的文件里：和上面一层的规定是什么关系；不写即另加。
    Only of a place that lies over another: how it stands to what is said above; in addition where left out."""
    cite: Several[Cite] = ()
    """引用。 Citation."""
    assured: Assured | None = None
    """只在 .assured 文件中，由文件开头继承。 Inherited from the head of the utility's short file."""

    @model_validator(mode="before")
    @classmethod
    def _assured_by_file(cls, raw: object) -> object:
        if isinstance(raw, dict) and "assured" in raw:
            raise fault("assured-by-hand")
        return raw

    @model_validator(mode="after")
    def _drops_nothing(self) -> Fact:
        if self.layer and self.layer.drops and not isinstance(self, Nothing):
            raise fault("drops-with-content")
        return self

    @model_validator(mode="after")
    def _target_has_date(self) -> Fact:
        if (self.force == "target") is not (self.target is not None):
            raise fault("target-without-date")
        return self


F = TypeVar("F", bound=Fact)


class Conflict(Part, Generic[F]):
    """原文有出入：并列，不取舍。 Two clauses differ: both stand, nobody picks."""

    id: Id
    """编号。 Id."""
    when: When = ()
    """适用情形。 When it holds."""
    utilities: tuple[Utility, ...] = ()
    """只在城市文件中：限于哪几类。 In a city file: the utilities it holds for."""
    layer: Layer | None = None
    """和上面一层的规定是什么关系。 How it stands to what is said above."""
    consequence: Text
    """对办事人的后果，一句话。 What it means for the applicant, in one sentence (ours)."""
    sides: Annotated[tuple[F, ...], Field(min_length=2)]
    """各处写法，每处各有引用。 Each way it is written, each with its citation."""

    @property
    def cased(self) -> tuple[F, ...]:
        """The sides, each with its case: that of all where it has none of its own."""
        return tuple(side if side.when else side.model_copy(update={"when": self.when}) for side in self.sides)


class Nothing(Fact):
    """文件明确说没有、不需要。 The document itself says: none, not needed."""

    none: Literal["true"]
    """固定写 true。 Always true."""
    text: Text | None = None
    """通俗改写；不写即显示引文。 Plain wording; the quotation itself where left out."""
    step: Several[Id] = ()
    """只在 papers 里：哪几个环节不用交。 Among papers only: the steps at which there is none."""


class NotInHand(Fact):
    """文件提到、没有拿到：有规定，但在没有拿到的附件或别的文件里。 The document leaves it to a text that we lack."""

    not_in_hand: Id
    """没有拿到的是什么：文件 lacks 里的编号；手里的文件不全的，写那份文件的编号。
    What lacks, by its id under `lacks` of a document; by that of the document where the document is not held whole."""
    what: Text | None = None
    """只是这一项里的哪件事，本站的话，如 逾期接通的赔偿；不写即整项。
    Which matter of its heading alone (ours); all of it where left out."""


class Lack(NotInHand):
    """这几项在没有拿到的附件或别的文件里。 What a text that we lack rules on."""

    sections: tuple[Key, ...] = ()
    """管哪几项；不写即其余各项。 Which headings; all that nothing else answers where left out."""


NOT_IN_HAND = "not-in-hand"
"""The id of the entry that stands for a heading that is not in hand as a whole."""

UNSAID = (Nothing, NotInHand)
"""The entries of a section that state no fact of it."""

ENTRY_KINDS: dict[str, type[Part]] = {"sides": Conflict, "none": Nothing, "not_in_hand": NotInHand}
"""The kinds of entry that are no plain fact, by the key that only they have."""


def _kind(raw: object) -> str:
    """Which kind of entry something in a section is; what is no plain fact is called by its own key."""
    of_key = (isinstance(raw, kind) or (isinstance(raw, dict) and key in raw) for key, kind in ENTRY_KINDS.items())
    return next((f"·{key}" for key, is_it in zip(ENTRY_KINDS, of_key, strict=True) if is_it), "·fact")


# `Section[Limit]` is a tuple of Limit, Conflict[Limit] and Nothing, told apart by `_kind`, or it is `not_stated`. The
# generic alias that type checkers get does not do at run time: typing fills in F within aliases, not within classes,
# and pydantic's `Conflict[F]` is a class. So at run time Section is a class that makes the union for each kind of fact.
if TYPE_CHECKING:
    Section: TypeAlias = tuple[F | Conflict[F] | Nothing | NotInHand, ...] | Literal["not_stated"]
else:

    def _as_entry(answer: Any) -> Any:
        """A heading that is not in hand as the one entry that says so."""
        if not isinstance(answer, Lacking):
            return answer
        return (NotInHand(id=NOT_IN_HAND, not_in_hand=answer.not_in_hand),)

    class Section:
        """The facts of one section, or `not_stated`."""

        def __class_getitem__(cls, kind: type[Fact]) -> Any:
            entry = Annotated[
                Annotated[kind, Tag("·fact")]
                | Annotated[Conflict[kind], Tag("·sides")]
                | Annotated[Nothing, Tag("·none")]
                | Annotated[NotInHand, Tag("·not_in_hand")],
                Discriminator(_kind),
            ]
            return Annotated[Answer[tuple[entry, ...]], AfterValidator(_as_entry)]


def mapped(part: Any, change: Callable[[Part], Part]) -> Any:
    """The same tree with `change` applied to every Part, outermost first."""
    if isinstance(part, Part):
        part = change(part)
        held = ((name, getattr(part, name)) for name in _names(part.__class__))
        return part.model_copy(update={name: mapped(value, change) for name, value in held if isinstance(value, _TREE)})
    if isinstance(part, tuple):
        return tuple(mapped(inner, change) if isinstance(inner, _TREE) else inner for inner in part)
    return part


_TREE = (Part, tuple)
"""What may hold parts."""


@cache
def _names(kind: Any) -> tuple[str, ...]:
    """The keys of a kind of part; kept, since they are asked for often and pydantic is slow to say them."""
    return tuple(kind.model_fields)


def walk(part: Any, at: tuple[str | int, ...] = (), cites: tuple[Cite, ...] = ()) -> Iterator[Walked]:
    """Every Part of a tree, outermost first, with its location and the citations that hold for it.

    Those are its own, or where it has none, those of the nearest part around it.
    """
    if isinstance(part, Part):
        names = _names(part.__class__)
        if "cite" in names:
            own = part.cite or cites  # type: ignore[attr-defined]
            cites = own if isinstance(own, tuple) else (own,)
        yield at, part, cites
        for name in names:
            if isinstance(inner := getattr(part, name), _TREE):
                yield from walk(inner, (*at, name), cites)
    elif isinstance(part, tuple):
        for index, inner in enumerate(part):
            if isinstance(inner, _TREE):
                yield from walk(inner, (*at, index), cites)


Walked: TypeAlias = tuple[tuple[str | int, ...], Part, tuple[Cite, ...]]
"""Location, part, citations."""


def name_conflicts() -> None:
    """Give `Conflict[Limit]` and the like names in this module.

    Guides travel between processes and into the store as pickles. pickle finds a class by its module and its name;
    pydantic makes these classes in this module, and binds the name only where they are made at the top level of a
    module's code, which is not so within `Section`. To be called when all models are defined.
    """
    globals().update({kind.__name__: kind for kind in Conflict.__subclasses__()})
