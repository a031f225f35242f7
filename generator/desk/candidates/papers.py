"""Papers that are handed in, with their forms."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.desk.candidates.candidate import Candidate, Passage

_TITLED = re.compile(r"《([^《》]{2,40}(?:表|书|单|证|图|合同|协议|证明))》")
_PAPER = re.compile(
    r"(?:提供|提交|交|携带|填写|上传|需要|材料为一?[张份]?|材料包括)([\u4e00-\u9fff]{2,16}(?:表|书|单|证|证明|图纸?|合同|协议|执照|文件))"
)


def papers(passage: Passage) -> Iterator[Candidate]:
    """Papers by their names, with the forms that are named right behind them."""
    for pattern, shown in ((_TITLED, "《{}》"), (_PAPER, "{}")):
        for paper in pattern.finditer(passage.text):
            name = shown.format(paper[1])
            kind = "form" if name.strip("《》").endswith(("表", "单")) else "paper"
            forms = _forms(passage.text[paper.end() :])
            given = (("name", name), ("kind", kind), *((("forms", forms),) if forms else ()))
            yield passage.candidate("papers", given, paper[0])


def _forms(behind: str) -> str:
    """The forms of a paper that are named right behind it, as a list of the policy; empty where there are none."""
    named = re.match(r"[（(]?((?:(?:原件|复印件|纸质[版件]|电子[版件])(?:[0-9]+份)?[和及、]?)+)(?!或)", behind)
    found = re.findall(r"(原件|复印件|纸质|电子)[版件]?(?:([0-9]+)份)?", named[1] if named else "")
    return f"[{', '.join(_form(*one) for one in found)}]" if found else ""


def _form(word: str, number: str) -> str:
    kind = {"原件": "original", "复印件": "copy", "纸质": "paper", "电子": "file"}[word]
    return f"{{as: {kind}{f', number: {number}' if number else ''}}}"
