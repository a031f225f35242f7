"""What happens to policy files in editors, in the mail and on disks: each kind of damage to a text, drawn by chance."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

Damage = Callable[[random.Random, str], str | bytes]


def _line(chance: random.Random, text: str, pattern: str) -> tuple[list[str], int]:
    """The lines of a text and the index of one that matches; any line where none does."""
    lines = text.split("\n")
    fitting = [index for index, line in enumerate(lines) if re.search(pattern, line)]
    return lines, chance.choice(fitting or range(len(lines)))


def _changed(pattern: str, change: Callable[[random.Random, str], str]) -> Damage:
    """A damage to one line that matches a pattern."""

    def damage(chance: random.Random, text: str) -> str:
        lines, index = _line(chance, text, pattern)
        lines[index] = change(chance, lines[index])
        return "\n".join(lines)

    return damage


def _replaced(pattern: str, *by: str) -> Damage:
    """A damage that puts something else in the place of one match of a pattern."""

    def damage(chance: random.Random, text: str) -> str:
        found = list(re.finditer(pattern, text))
        if not found:
            return text
        one = chance.choice(found)
        return text[: one.start()] + chance.choice(by) + text[one.end() :]

    return damage


def _dropped(chance: random.Random, text: str) -> str:
    lines, index = _line(chance, text, r"^\s*(- )?\w+:")
    return "\n".join(lines[:index] + lines[index + chance.randint(1, 3) :])


def _doubled(chance: random.Random, text: str) -> str:
    lines, index = _line(chance, text, r"^\s*(- )?\w+:")
    return "\n".join([*lines[: index + 1], *lines[index:]])


def _swapped(chance: random.Random, text: str) -> str:
    lines = text.split("\n")
    one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return "\n".join(lines)


def _misspelt(chance: random.Random, line: str) -> str:
    at = chance.randrange(max(1, len(line)))
    return line[:at] + line[at + 1 :] if chance.random() < 0.5 else line[:at] + line[at : at + 1] * 2 + line[at + 1 :]


def _indented(chance: random.Random, line: str) -> str:
    return chance.choice((" ", "  ", "\t", "\u3000", "\u00a0")) + line


def _cut(chance: random.Random, text: str) -> str:
    return text[: chance.randrange(len(text))]


def _spliced(chance: random.Random, text: str) -> str:
    """A piece moved elsewhere, as by a slip of the mouse."""
    start = chance.randrange(len(text))
    piece = text[start : start + chance.randint(1, 200)]
    rest = text[:start] + text[start + len(piece) :]
    at = chance.randrange(len(rest) + 1)
    return rest[:at] + piece + rest[at:]


def _bytes_hit(chance: random.Random, text: str) -> bytes:
    data = bytearray(text.encode("utf-8"))
    for _ in range(chance.randint(1, 5)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    return bytes(data)


def _in(encoding: str) -> Damage:
    return lambda _, text: text.encode(encoding, errors="replace")


_TRAPS = (
    "NO", "yes", "~", "null", "0x1F", "010", "1e3", ".inf", "8:30", "2021-02-30", "2021-9-6",
    "!!python/none x", "&a [*a]", "*b", "{}", "[]", "[[]]", "{a: {b: c}}", "'", '"', "|", ">-", "? x",
    "not_stated", "请填写", "not stated", "- x", "#", "９", "三", "1/0", "-1", "0", "9" * 40, "0.1e-400", "NaN",
    "true", "...", "---", "%TAG", "@x", "`x`", "\u202ex", "\x00", "\ud7ff", "😀", "<script>", "${x}",
    "../../etc/passwd", "x" * 4000, "<<", "{<<: *x}", "rest", "end", "class", "id",
)  # fmt: skip
_VALUE = r"(?<=: )[^\n{\[]+?(?=$|[,}])|(?<=: )[\[{][^\n]*"
_ID = r"(?<=\bid: )[a-z0-9_-]+|(?<=class: )[a-z0-9-]+|(?<=doc: )[a-z0-9-]+|(?<=steps: \[)[a-z0-9-]+"

DAMAGES: dict[str, Damage] = {
    "dropped": _dropped,
    "doubled": _doubled,
    "swapped": _swapped,
    "misspelt key": _changed(r"^\s*(- )?\w+:", _misspelt),
    "misspelt line": _changed(r".", _misspelt),
    "indented": _changed(r"^\s*(- )?\w+:", _indented),
    "cut": _cut,
    "spliced": _spliced,
    "bytes": _bytes_hit,
    "value": _replaced(_VALUE, *_TRAPS),
    "value too": _replaced(_VALUE, *_TRAPS),
    "number": _replaced(
        r"(?<=: )-?\d+(?:\.\d+)?|(?<=[<>=\[.(] )\d+", "-1", "0", "1e9", "9" * 16, "3.", "1,5", "３", "Infinity"
    ),
    "test": _replaced(
        r'"(?:[<>=]+ \d+|[\[(][\d.]+[\])])"', '"> 0"', '"< 0"', '"[9..1]"', '"<= x"', '"not(1)"', "-", '""', '"5,6"'
    ),
    "id": _replaced(_ID, "nowhere", "Große", "a" * 61, "a--b", "", "1", "end", "rest", "water"),
    "date": _replaced(
        r"\d{4}-\d\d-\d\d", "2021-02-29", "0000-01-01", "9999-12-31", "2021/09/06", "2021年9月6日", "20210906"
    ),
    "full-width": _replaced(r": |, |[\[\]{}]", "：", "，", "［", "］", "｛", "｝"),
    "quotation marks": _replaced(r'"|(?<=: )(?=\S)', "“", "”", "'", '"', ""),
    "GBK": _in("gbk"),
    "UTF-16": _in("utf-16"),
    "UTF-16 without mark": _in("utf-16-le"),
    "mark": lambda _, text: "\ufeff" + text,
    "two marks": lambda _, text: "\ufeff\ufeff" + text,
    "NUL": _replaced(r"\n", "\x00", "\n\x00\n", "\x0b", "\x85", "\u2028"),
    "CR": lambda _, text: text.replace("\n", "\r"),
    "twice": lambda _, text: f"{text}\n---\n{text}",
    "deep": _replaced(_VALUE, "[" * 60 + "]" * 60, "{a: " * 60 + "1" + "}" * 60, "[" * 5000),
}


def _torn_bytes(chance: random.Random, text: str) -> bytes:
    """A cut within a character."""
    data = text.encode("utf-8", errors="surrogatepass")
    wide = [at for at in range(1, len(data)) if data[at] & 0xC0 == 0x80]
    return data[: chance.choice(wide)] if wide else data[:-1]


def _mixed_ends(chance: random.Random, text: str) -> str:
    return "".join(line + chance.choice(("\n", "\r\n")) for line in text.split("\n")[:-1])


MORE: dict[str, Damage] = {
    **DAMAGES,
    "CRLF": lambda _, text: text.replace("\n", "\r\n"),
    "mixed ends": _mixed_ends,
    "no last end": lambda _, text: text.rstrip("\n"),
    "tab": _replaced(r"(?<=\n)  +|(?<=: )", "\t", " \t"),
    "blank": _replaced(_VALUE, "请填写", "[请填写]", "{by: 请填写}"),
    "blank section": _replaced(
        r"(?<=\n)(?:scope|steps|papers|limits|fees|channels):.*", "bodies: 请填写", "limits: 请填写"
    ),
    "anchor": _replaced(r"(?<=: )(?=\S)", "&a ", "*a #", "&a *a #", "!!str "),
    "aliases": _replaced(r"(?<=when: )[^\n]+", "&w {class: small}", "*w"),
    "huge": _replaced(_VALUE, '"' + "长" * 20_000 + '"', "9" * 5_000, "[" + "x, " * 5_000 + "x]"),
    "block text": _replaced(_VALUE, "|\n      多行\n      文字", ">-\n      多行\n\n      文字", "'多行\n      文字'"),
    "comment": _replaced(r"$|(?<=\n)(?=\S)|(?<=\n)(?=  )", "# 说明\n", "      # 说明\n", "\n# 说明\n\n"),
    "comment behind": _replaced(r"(?m)$", " # 说明", "#说明", " #"),
    "cut in a character": _torn_bytes,
    "flow": _replaced(
        r"(?<=: )\{[^{}\n]*\}", "{a: [b, {c: d}, e]}", "{id: x,\n      name: [y,\n   z]}", "{a: 1, a: 2}"
    ),
    "question mark": _replaced(r"(?<=\n)(?=  - id)", "  ? x\n  : y\n", "  - ? id\n    : x\n"),
}
"""With those that leave a file readable, and awkward to change."""
