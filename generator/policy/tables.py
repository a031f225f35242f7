"""Decision tables as an editor writes them: inputs, classes with their rows, recorded defects. No I/O, no deciding.

Every docstring under a field is also its description in the JSON Schema, so it stands in Chinese and English.
Sources of the terms: OMG DMN 1.5 (decision tables), FEEL (conditions).
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    Discriminator,
    Field,
    Tag,
    model_validator,
)

from generator.policy import feel
from generator.policy.provenance import Cite, Part, When
from generator.policy.scalars import AnswerText, Flag, Id, Key, Number, Several, Text, Unary, fault, positive


class Input(Part):
    """判断条件，即要问办事人的问题。 An input of the decision tables: a question to the applicant."""

    id: Key
    """编号，用在 when 里。 Id, used in `when`."""
    name: Text
    """简称，原文用词，如 小时用气量。 Short name."""
    ask: Text
    """问句。 The question."""
    type: Literal["number", "integer", "boolean", "enumeration"]
    """类型。 Type."""
    unit: Text | None = None
    """单位。 Unit."""
    domain: Unary = feel.parse("-")
    """取值范围。 Domain (FEEL)."""
    step: Annotated[Number, AfterValidator(positive)] = Decimal(1)
    """最小步长。 The smallest step between two values."""
    values: tuple[AnswerText, ...] = ()
    """枚举值，原文用词。 The values of an enumeration."""
    none: AnswerText | None = None
    """枚举值哪一个都不是的，怎么答，本站用词，如 都不是；文件没有写到他们，不算分类的漏洞。
    The answer of those whom no value fits, in our words; that no class holds for them is no gap of the table.
    """
    meanings: dict[Text, Text] = Field(default_factory=dict)
    """枚举值各是什么意思，本站说明；写了意思的，没有规则用到也可以。
    What values mean (ours); one with a meaning need not be tested by any rule.
    """
    first: Flag = False
    """先问这一个：一份文件写了几项业务的，问办哪一项。
    Asked before all others: which service, where a document has several.
    """
    words: dict[Literal["true", "false"], Text] | None = None
    """是与否在原文中的说法。 The document's words for true and false."""
    why: Text | None = None
    """为什么问，本站说明。 Why it is asked (ours)."""
    unsure: Text | None = None
    """不清楚时去哪里问，本站说明。 Where to turn when unsure (ours)."""
    undefined: Flag = False
    """原文没有定义这个词。 The document does not define the word."""
    cite: Several[Cite] = ()
    """引用。 Citation."""

    @model_validator(mode="after")
    def _complete(self) -> Input:
        if self.type == "boolean" and set(self.words or ()) != {"true", "false"}:
            raise fault("boolean-without-words")
        if self.type == "enumeration" and len(self.values) < 2:
            raise fault("enumeration-without-values")
        if strange := [value for value in self.meanings if value not in self.answers]:
            raise fault("meaning-without-value", value=strange[0], allowed="、".join(self.answers) or "（无）")
        return self

    def called(self, answer: object) -> str:
        """What an answer is called: true, false in the document's words; a value as it is, or in another language."""
        key = str(answer).lower() if isinstance(answer, bool) else str(answer)
        words: Mapping[Any, str] = self.words or {}
        return words.get(key, key)

    @property
    def choices(self) -> tuple[str, ...]:
        """The answers to an enumeration as they are called."""
        return tuple(map(self.called, self.answers))

    @property
    def answers(self) -> tuple[str, ...]:
        """The answers to an enumeration: its values, and that none of them fits where that may be said."""
        return (*self.values, self.none) if self.none else self.values


class Table(Part):
    """一张分类表。 A decision table, where a guide has several."""

    id: Key
    """编号。 Id."""
    name: Text
    """名称。 Name."""
    when: When = ()
    """只在什么情形下才分这几类，如 {service: 申请供暖}；不写即一律分。
    In which cases it divides at all; in all, where left out.
    """
    cite: Several[Cite] = ()
    """引用。 Citation."""


class Row(Part):
    """规则行：各条件同时成立。 One rule: all its tests hold."""

    tests: dict[Key, Unary]
    """条件。 Tests by input or table."""
    cite: Several[Cite] = ()
    """引用。 Citation."""

    @model_validator(mode="before")
    @classmethod
    def _flat(cls, raw: object) -> object:
        if not isinstance(raw, dict) or "tests" in raw:
            return raw
        return {"tests": {key: test for key, test in raw.items() if key != "cite"}, "cite": raw.get("cite", ())}


class Class(Part):
    """类别：一个“或”一行，“且”写在同一行。 A class; each 或 is a row, each 且 stands within a row."""

    id: Id
    """编号，也是公开地址的一部分。 Id; part of public addresses."""
    table: Key = "class"
    """属于哪张表。 The table it belongs to."""
    name: Text
    """名称，原文用词。 Its name."""
    rows: Annotated[
        Annotated[Annotated[tuple[Row, ...], Field(min_length=1)], Tag("·rows")]
        | Annotated[Literal["rest"], Tag("·rest")],
        Discriminator(lambda raw: "·rest" if isinstance(raw, str) else "·rows"),
    ]
    """规则行；rest 即其余情形。 Rules; `rest` for the computed complement."""
    precedes: tuple[Id, ...] = ()
    """文件写明优先于哪几类，要有引用。 Classes it takes precedence over, by the document's word."""
    formerly: tuple[Id, ...] = ()
    """旧编号。 Former ids."""
    cite: Several[Cite] = ()
    """引用。 Citation."""


class Impossible(Part):
    """相互矛盾的回答：按文件的用词不会同时出现。 Answers that contradict each other, by the document."""

    id: Id
    """编号。 Id."""
    where: Annotated[When, Field(min_length=1)]
    """哪些回答合在一起。 The answers that exclude each other."""
    because: Text
    """为什么，本站说明。 Why (ours)."""
    cite: Several[Cite] = ()
    """引用。 Citation."""


class Defect(Part):
    """文件分类的漏洞或重叠。 A gap or overlap of the document's own table, as a region."""

    id: Id
    """编号。 Id."""
    table: Key = "class"
    """哪张表。 The table."""
    where: When
    """在什么范围内。 The region."""
    classes: tuple[Id, ...]
    """同时符合的类别；空即没有类别。 The classes that meet there; none: a gap."""
    because: Text
    """原因，本站说明。 Why (ours)."""
    cite: Several[Cite] = ()
    """引用。 Citation."""
