"""The answers that people have written into the fact-check workbook, as reviews of things. Reads one file.

Rows are known by the mark that the workbook carries: of which thing they are, and what it was when the workbook was
made. Where somebody has taken that column out, by their own words, as long as these still stand.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ValidationError

from generator.checks.reviews import entered_by
from generator.desk import factsheet
from generator.desk.factsheet import HEADINGS, Line
from generator.document.extract import ExtractError
from generator.document.formats import archives
from generator.policy.addresses import digests
from generator.policy.files import Reviewed, Verdict
from generator.policy.loader import City


class SheetError(ValueError):
    """A workbook that cannot be read; says why, in both languages."""


class Row(NamedTuple):
    """A row of a workbook: where it stands in it, what it is about, and what somebody has written behind it."""

    at: str
    line: Line
    verdict: str
    by: str
    remark: str

    @property
    def blank(self) -> bool:
        """Whether nobody has answered it."""
        return not (self.verdict or self.remark)


@dataclass(frozen=True)
class Signed:
    """The reviews that a workbook gives, by place and address, and a line in both languages for all else."""

    reviews: Mapping[tuple[str, str], Reviewed]
    told: Sequence[str]


# ------------------------------------------------------------------------------------------------------- reading


def rows(path: Path) -> list[Row]:
    """The rows of a workbook that were to be answered. Raises SheetError, OSError."""
    import openpyxl  # only for those who ask for it

    try:
        archives.check(path)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what only concerns its look
            shown, typed = (openpyxl.load_workbook(path, data_only=only, keep_links=False) for only in (True, False))
        found = [row for sheet in shown.worksheets for row in _rows(sheet, typed[sheet.title])]
    except OSError:
        raise
    except ExtractError as error:
        raise SheetError(str(error)) from None
    except Exception as error:  # whatever a damaged file leads to
        reason = " ".join(f"{type(error).__name__}: {error}".split())[:80]
        raise SheetError(f"不是完好的 .xlsx（{reason}）；请另存一份 / no sound .xlsx; save it anew") from None
    if not found:
        words = f"没有核对表；第一行要有 {'、'.join(_NEEDED)} / no table to be signed: see its first row"
        raise SheetError(words)
    return found


_NEEDED = (*HEADINGS[:4], factsheet.VERDICT, factsheet.BY)


def _rows(sheet: Any, typed: Any) -> Iterator[Row]:
    """The rows of a sheet; none where its first row is not the head of our table.

    `typed`: the sheet as it was typed, since what begins with = may never have been reckoned.
    """
    rows_ = zip(sheet.iter_rows(values_only=True), typed.iter_rows(values_only=True), strict=True)
    table = [[_text(*cells) for cells in zip(*row, strict=True)] for row in rows_]
    head = {_bare(heading): index for index, heading in enumerate(table[0] if table else ())}
    if not {_bare(name) for name in _NEEDED} <= head.keys():
        return
    names = (*HEADINGS, factsheet.MARK, factsheet.VERDICT, factsheet.BY, factsheet.REMARK)
    for number, cells in enumerate(table[1:], start=2):
        told = [cells[head[_bare(name)]] if _bare(name) in head else "" for name in names]
        if any(told):
            line = Line(*told[: len(HEADINGS)])._replace(mark=told[len(HEADINGS)])
            yield Row(f"{sheet.title}!{number}", line, *told[-3:])


def _text(shown: Any, typed: Any) -> str:
    value = typed if shown is None else shown
    return "" if value is None else str(value).strip()


def _bare(heading: str) -> str:
    return re.sub(r"\s", "", heading)


# ------------------------------------------------------------------------------------------------------- judging


def signed(answered: Sequence[Row], lines: Sequence[Line], cities: Sequence[City], on: date) -> Signed:
    """What a workbook says of each thing; `lines`: the table as it is now, `cities`: whose things they are."""
    told: list[str] = []
    marked = [row._replace(line=row.line._replace(mark=_mark(row, lines, told))) for row in answered]
    groups: dict[str, list[Row]] = {}
    for row in marked:
        if row.line.mark:
            groups.setdefault(row.line.mark, []).append(row)
    judged: dict[tuple[str, str], Reviewed] = {}
    by_slug = {city.slug: city for city in cities}
    for mark, group in groups.items():
        (place, address), digest = _parted(mark)
        reason, review = _joined(group, digest, on)
        if review is not None:
            city = by_slug.get(place)
            there = judged.get((place, address)) or _there(city, address)
            reason = _refused(city, address, review, there)
            if reason is None and city is not None and not _alike(there, review):
                judged[place, address] = review
                told += _noted(city, address, review)
        if reason:
            told.append(_left_out(group, address, *reason))
    return Signed(judged, told)


_MARK = re.compile(r"([a-z0-9-]+)/(\S+) ([0-9a-f]{16})")
_Reason = tuple[str, str]


def _parted(mark: str) -> tuple[tuple[str, str], str]:
    """Place and address, and the digest, out of a mark."""
    parts = _MARK.fullmatch(mark)
    return (("", ""), "") if parts is None else ((parts[1], parts[2]), parts[3])


def _mark(row: Row, lines: Sequence[Line], told: list[str]) -> str:
    """The mark of a row, or of the line that has its words now. Adds to `told` why there is none."""
    if _MARK.fullmatch(row.line.mark):
        return row.line.mark
    same = [line for line in lines if line[:3] == row.line[:3]]
    if mark := next((line.mark for line in same if _bare(line.says) == _bare(row.line.says)), ""):
        return mark
    if row.blank:
        return ""
    now = "／".join(line.says for line in same)
    reason = (
        (f"内容已经改了，现在是：{now}", "says something else now") if same else ("现在没有这一项", "no such thing")
    )
    told.append(_left_out([row], "/".join(row.line[:3]), *reason))
    return ""


def _joined(group: Sequence[Row], digest: str, on: date) -> tuple[_Reason | None, Reviewed | None]:
    """The review that the rows of a thing give together, or why they give none; neither where nobody has answered."""
    answered = [row for row in group if not row.blank]
    if not answered:
        return None, None
    if strange := [row.verdict for row in answered if row.verdict not in ("", *factsheet.VERDICTS)]:
        return (f"“{strange[0]}”认不出，请写 {'、'.join(factsheet.VERDICTS)}", "neither agreed nor a remark"), None
    if unsigned := [row.at for row in answered if not row.by]:
        return (f"没有签名（{'、'.join(unsigned)}）", "nobody has signed it"), None
    verdict: Verdict = "agreed" if all(row.verdict == factsheet.VERDICTS[0] for row in answered) else "remark"
    open_ = {row.line[1:4] for row in group} - {row.line[1:4] for row in answered}
    if verdict == "agreed" and open_:
        others = "、".join(row.at for row in group if row.line[1:4] in open_)
        return (f"同一项的另外几行没有填：{others}", "other rows of the same thing are not answered"), None
    try:
        return None, _reviewed(verdict, answered, digest, on)
    except ValidationError:
        return ("里面有不能写的字符，或者太长", "it cannot be written, or is too long"), None


def _reviewed(verdict: Verdict, rows_: Sequence[Row], digest: str, on: date) -> Reviewed:
    """The review that some rows give together. Raises ValidationError."""
    several = len({row.line[1:4] for row in rows_}) > 1
    remarks = dict.fromkeys(filter(None, (_remark(row, several) for row in rows_)))
    told = {
        "verdict": verdict,
        "remark": "；".join(remarks) or None,
        "by": "、".join(dict.fromkeys(row.by for row in rows_)),
        "on": on.isoformat(),
        "says": list(dict.fromkeys(row.line.says for row in rows_)),
        "quote": list(dict.fromkeys(quote for row in rows_ for quote in row.line.quote.split(" / ") if quote)),
        "hash": digest,
    }
    return Reviewed.model_validate(told)


def _remark(row: Row, several: bool) -> str:
    """What somebody has written behind a row; of several rows of a thing, with the words that it is about."""
    agreed = row.verdict in ("", factsheet.VERDICTS[0])
    words = row.remark if agreed else "：".join(filter(None, (row.verdict, row.remark)))
    return f"“{row.line.says}”：{words}" if several and words else words


def _there(city: City | None, address: str) -> Reviewed | None:
    return city.reviewed.reviewed.get(address) if city and city.reviewed else None


def _alike(there: Reviewed | None, review: Reviewed) -> bool:
    """Whether a review says what is written already, the day apart."""
    return there is not None and there.model_copy(update={"on": review.on, "says": review.says}) == review


def _refused(city: City | None, address: str, review: Reviewed, there: Reviewed | None) -> _Reason | None:
    """Why a review is not written: there is no such thing, or there is a newer one, or a remark of somebody else."""
    now = None if city is None else digests(city.trees).get(address)
    if now is None:
        return "现在没有这一项", "there is no such thing now"
    if there is None or there.hash != now:
        return None
    seen = f"{there.by} {there.on.isoformat()} 已经看过现在的"
    if review.hash != now:
        return f"{seen}，这张表是以前的", "somebody has reviewed it as it is now"
    if there.verdict == "remark" and review.verdict == "agreed" and there.by != review.by:
        return f"{seen}，有意见：{there.remark}；请先商量", "somebody else has a remark"
    return None


def _noted(city: City, address: str, review: Reviewed) -> Iterator[str]:
    """What is to be known of a review that is written."""
    if digests(city.trees).get(address) != review.hash:
        yield f"{address}：收下了；这一项以后改过，要重看 / taken in; it was changed since, and is to be seen again"
    if entered_by(city.file.read.by, review.by):
        yield f"{address}：收下了；“{review.by}”也是录入的人，请另一个人签 / taken in; whoever entered it does not sign"


def _left_out(group: Iterable[Row], what: str, zh: str, en: str) -> str:
    """The line for what is not taken in, with all that was written there, so that nothing is lost."""
    answers = ("，".join(filter(None, (row.verdict, row.by, row.remark))) for row in group if not row.blank)
    at = "、".join(row.at for row in group if not row.blank)
    return f"没有收 {at}（{what}）：{zh}；表里写的是：{'；'.join(dict.fromkeys(answers))} / not taken in: {en}"
