"""The single values of a policy: texts, ids, numbers, days, addresses, each refused where it cannot be right. No I/O.

Every docstring under a field of the model is also its description in the JSON Schema: in Chinese and English.
"""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal, TypeAlias, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    InstanceOf,
    PlainSerializer,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from generator import language
from generator.findings import WAIVABLE
from generator.policy import colours, feel

NOT_STATED: Literal["not_stated"] = "not_stated"
TO_FILL = "请填写"
"""What the lines that the site offers a utility carry where its own words belong; never published."""

VERBATIM: Literal["verbatim"] = "verbatim"
BESIDE: Literal["beside"] = "beside"
LABELLED: Literal["labelled"] = "labelled"

# ---------------------------------------------------------------------------------------------------- scalars


def fault(code: str, **words: str) -> PydanticCustomError:
    """A fault under one of the codes of `findings`, whose text stands there."""
    return PydanticCustomError(code, "{code}", {"code": code, **words})


MAX_TEXT = 3_000
MAX_ID = 60
_IGNORABLE = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]")
"""What counts as letters and marks in Unicode, and is drawn as nothing (Default_Ignorable_Code_Point)."""


def hidden(character: str) -> bool:
    """Whether a character is a control, a mark of direction or format, private, unassigned, or drawn as nothing."""
    unseen = unicodedata.category(character) in ("Cc", "Cf", "Co", "Cn") and character not in "\n\t"
    return unseen or _IGNORABLE.match(character) is not None


def _may_hide(text: str) -> bool:
    """Whether a text may have a hidden character; quick, so that only a suspect text is searched sign by sign."""
    return not text.isprintable() or _IGNORABLE.search(text) is not None


def _text(text: str) -> str:
    if not text.strip():
        raise fault("empty-text")
    if text == NOT_STATED:
        raise fault("no-silence-here")
    if text.strip() == TO_FILL:
        raise fault("left-blank", value=TO_FILL)
    if len(text) > MAX_TEXT:
        raise fault("long-text", limit=str(MAX_TEXT))
    if (unseen := next(filter(hidden, text), None) if _may_hide(text) else None) is not None:
        raise fault("invisible-character", character=f"U+{ord(unseen):04X}")
    return " ".join(text.split())


def _slug(text: str) -> str:
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", text) or len(text) > MAX_ID:
        raise fault("bad-id", value=text)
    return text


def _key(text: str) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9]*([_-][a-z0-9]+)*", text) or len(text) > MAX_ID:
        raise fault("bad-id", value=text)
    return text


def is_number(text: str) -> bool:
    """Whether a text is a number as policies write it, without a unit."""
    return re.fullmatch(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?", text) is not None


def _decimal(raw: object) -> object:
    if isinstance(raw, str) and not is_number(raw):
        raise fault("bad-number", value=raw)
    if isinstance(raw, str) and len(raw.replace("-", "").replace(".", "")) > 15:
        raise fault("long-number", value=raw)
    return raw


def _day(raw: object) -> object:
    if isinstance(raw, str) and not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", raw):
        raise fault("bad-date", value=raw)
    return raw


def _yearly(text: str) -> str:
    """A day of every year as it is: 07-31, 09-end. Raises PydanticCustomError for others."""
    shape = re.fullmatch(r"(0[1-9]|1[0-2])-([0-3][0-9]|start|end)", text)
    if shape is None or (shape[2].isdigit() and not 1 <= int(shape[2]) <= monthrange(_LEAP, int(shape[1]))[1]):
        raise fault("bad-yearly-day", value=text)
    return text


_LEAP = 2024


def _flag(raw: object) -> object:
    if isinstance(raw, str) and raw not in ("true", "false"):
        raise fault("bad-flag", value=raw)
    return raw


def positive(number: Decimal) -> Decimal:
    """A number above zero, as it is. Raises PydanticCustomError for others."""
    if number <= 0:
        raise fault("not-positive", value=str(number))
    return number


def _inside(path: str) -> str:
    if path.startswith(("/", "\\")) or ":" in path or "\\" in path or ".." in path.split("/"):
        raise fault("path-leaves-folder", value=path)
    if path and path != (plain := _plain(path)):
        raise fault("odd-file-name", value=path, plain=plain or "biaoge.pdf")
    return _text(path)


MAX_NAME = 200
"""Bytes in the name of a file; file systems take 255, and temporary names are longer."""


def _plain(path: str) -> str:
    """A path as every system and every server can write it, which a finding proposes.

    Without empty parts and `.`, no white space but single spaces within a name, in composed characters, names short.

    >>> _plain("./a//b\\u2028.pdf ")
    'a/b .pdf'
    """
    composed = unicodedata.normalize("NFC", path)
    seen = "".join(sign if sign == " " or not (sign.isspace() or hidden(sign)) else " " for sign in composed)
    parts = (" ".join(part.split()) for part in seen.split("/"))
    return "/".join(_short(part) for part in parts if part not in ("", "."))


def _short(name: str) -> str:
    """A name with as much of its stem as there is room for."""
    if len(name.encode("utf-8")) <= MAX_NAME:
        return name
    stem, dot, suffix = name.rpartition(".")
    return f"{(stem or name)[:40].strip()}{dot}{suffix[:10]}"


# The parts of an address: a port up to 65535, a byte of an IP address, a label of a host name, a host, a segment of a
# path. The last label of a host is no number, since it would be part of an IP address; a segment is neither . nor ..
_PORT = r"(?::(?:[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5]))?"
_BYTE = r"(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
_LABEL = r"[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
_HOST = rf"(?:(?:{_BYTE}\.){{3}}{_BYTE}|(?:{_LABEL}\.)*(?![0-9]+(?![a-zA-Z0-9.-])){_LABEL})"
_SEGMENT = r"(?!\.{1,2}(?:/|$))[A-Za-z0-9._~-]+"
_SITE = re.compile(rf"https?://(?=[^/:]{{1,253}}(?:[/:]|$)){_HOST}{_PORT}(?:/{_SEGMENT})*/?", re.IGNORECASE)
"""The address of a site: it stands in every page, in XML and in QR codes, as it is."""
_NAME = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
_WEB = re.compile(rf"(?:https?://)?(?:{_NAME}\.)+{_NAME}{_PORT}(?:[/?#][A-Za-z0-9._~:/?#@!$&()*+,;=%\u4e00-\u9fff-]*)?")
"""An address as documents print it, for people to read: with or without http, Chinese host names and paths allowed."""


def _web(text: str) -> str:
    if not _WEB.fullmatch(shown := _text(text)):
        raise fault("bad-url", value=text)
    return shown


def site_address(text: str) -> str:
    """The address of a site as it is: http or https, host, perhaps a path. Raises PydanticCustomError for others."""
    if not _SITE.fullmatch(shown := _text(text)):
        raise fault("bad-url", value=text)
    return shown


def colour(appearance: str, text: str) -> str:
    """A colour as it is: `#00695c`, and to be read on pages that are `light` or `dark`. Raises PydanticCustomError."""
    if not re.fullmatch("#[0-9a-fA-F]{6}", text):
        raise fault("bad-colour", value=_text(text))
    ratio, ground = colours.weakest(text, appearance)
    if ratio < colours.LEAST:
        zh, en = {"light": ("深", "darker"), "dark": ("浅", "lighter")}[appearance]
        words = {"ratio": f"{int(ratio * 100) / 100:.2f}", "least": str(colours.LEAST), "shade": zh, "shade_en": en}
        raise fault("low-contrast", value=text, ground=ground, **words)
    return text


def _language(text: str) -> str:
    """The tag of a language with a file of translations, as it is."""
    if text not in language.names():
        raise fault("no-translation", value=_text(text))
    return text


def waivable(code: str) -> str:
    """The code of a finding that may be waived, as it is. Raises PydanticCustomError for others."""
    if code not in WAIVABLE:
        raise fault("not-waivable", value=code, allowed="、".join(sorted(WAIVABLE)))
    return code


def _unary(raw: object) -> object:
    if len(raw if isinstance(raw, str) else "") > MAX_TEXT:
        raise fault("long-text", limit=str(MAX_TEXT))  # before the parser, whose time grows with the square
    if raw == NOT_STATED or (isinstance(raw, list) and NOT_STATED in raw):
        raise fault("no-silence-here")
    if raw == [] or (isinstance(raw, str) and not raw.strip()):
        raise fault("empty-text")
    try:
        if isinstance(raw, list) and all(isinstance(part, str) for part in raw):
            return _short_numbers(feel.among(raw))
        return _short_numbers(feel.parse(raw)) if isinstance(raw, str) else raw
    except feel.FeelError as error:
        raise fault("bad-test", value=str(error)) from None


def _short_numbers(test: feel.Unary) -> feel.Unary:
    for number in (f"{end:f}" for part in test.ranges for end in (part.low, part.high) if end is not None):
        if len(number.strip("-").replace(".", "")) > 15:
            raise fault("long-number", value=number)
    return test


Text = Annotated[str, AfterValidator(_text)]
Verbatim = Annotated[Text, VERBATIM]
"""A text that is the same in every language: a quotation, a clause, a number."""
Beside = Annotated[Text, BESIDE]
"""A text beside which its translation stands: by it the thing is found where Chinese is spoken."""
AnswerText = Annotated[Text, LABELLED]
"""An answer, upon which conditions hang: the value stays, and its translation is what it is called."""
Id = Annotated[str, AfterValidator(_slug)]
Key = Annotated[str, AfterValidator(_key)]
File = Annotated[str, AfterValidator(_inside)]
Language = Annotated[str, AfterValidator(_language)]
Web = Annotated[str, AfterValidator(_web)]
Number = Annotated[
    Decimal, BeforeValidator(_decimal), PlainSerializer(lambda number: f"{number:f}", return_type=str, when_used="json")
]
Whole = Annotated[int, BeforeValidator(_decimal)]
Day = Annotated[date, BeforeValidator(_day)]
Yearly = Annotated[str, AfterValidator(_yearly)]
"""A day of every year: `07-31`; the end of a month, `09-end`; its beginning, `04-start`."""
Flag = Annotated[bool, BeforeValidator(_flag)]
Unary = Annotated[
    InstanceOf[feel.Unary],
    BeforeValidator(_unary),
    PlainSerializer(lambda test: test.feel(), return_type=str),
    WithJsonSchema({"type": ["string", "number", "boolean", "array"], "items": {"type": ["string", "number"]}}),
]

T = TypeVar("T")


def as_list(raw: object) -> object:
    """A single thing as a list of one; anything else, such as a list, as it is."""
    return [raw] if isinstance(raw, (dict, str, BaseModel)) else raw


Several: TypeAlias = Annotated[tuple[T, ...], BeforeValidator(as_list)]
"""One thing or a list of them."""
