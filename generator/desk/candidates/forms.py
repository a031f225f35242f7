"""The forms in which a paper is handed in, as they stand behind its name: 原件及复印件各1份, （加盖公章）2份."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from generator.checks import claims
from generator.document.quantities import value
from generator.document.text import normal
from generator.policy import facts

_KINDS = {
    "original": "原件|正本",
    "copy": "复印件|影印件|影印本|复印本|影本|copy|copies",
    "paper": "纸质(?:版|件|文件|材料|图纸)?|书面(?:版|件)",
    "file": "(?:CAD|cad|DWG|dwg|PDF|pdf|JPG|jpg)?(?:格式)?的?"
    "(?:电子(?:版|件|文档|文件|档|图纸?|稿)?|扫描(?:件|版)?)(?:图纸)?"
    "|(?:CAD|cad|DWG|dwg|PDF|pdf)(?:格式|版|文件)",
}
_NUMERAL = "[0-9]{1,3}|[一二两三四五六七八九十壹贰叁肆伍]{1,3}"
_COUNTED = rf"(?:各|均|[一壹]式|每样|每种)*\s?({_NUMERAL})\s?(?:[份套张页](?!材料|资料)|本(?!人))"
_SEAL = "(?:均|并|须|需|应|要)*(?:签字)?(?:并)?加?盖(?:申请)?(?:单位|企业|本单位)?([\u4e00-\u9fff]{0,3}?章)"
_TOKEN = re.compile(
    "|".join(f"(?P<{kind}>{words})" for kind, words in _KINDS.items())
    + rf"|(?P<number>{_COUNTED}|[x×*]\s?([0-9]{{1,2}}))|(?P<seal>{_SEAL})|(?P<bracket>（[^（）]{{0,60}}）)"
)
_BETWEEN = re.compile(r"(?:以及|及其?|和|与|或者?|、|，|的|均为?|为|各|\s|需|须|并)*")


@dataclass(frozen=True)
class Form:
    """One form: any of some kinds, how many, under which seals."""

    kinds: tuple[str, ...] = ()
    number: int | None = None
    seal: tuple[str, ...] = ()


class Said(NamedTuple):
    """The forms at the beginning of some words, and how many characters they take."""

    length: int
    forms: tuple[Form, ...]


def leading(text: str) -> Said:
    """The forms that some words begin with."""
    end, tokens = 0, list[tuple[re.Match[str], str]]()
    while between := _BETWEEN.match(text, end):
        if not (token := _TOKEN.match(text, between.end())):
            break
        tokens += [(token, between[0])]
        end = token.end()
    forms: list[Form] = []
    for token, before in tokens:
        for inner, between_ in _inner(token, before):
            forms = _with(forms, inner, between_)
    return Said(end, tuple(forms))


def alone(text: str) -> tuple[Form, ...]:
    """The forms of some words that say nothing else."""
    said = leading(text.strip())
    return said.forms if said.length == len(text.strip()) else ()


def _inner(token: re.Match[str], before: str) -> Iterator[tuple[re.Match[str], str]]:
    """A token, or those in the bracket that it is, each with what stands before it."""
    if not token["bracket"]:
        yield token, before
        return
    words, end = token["bracket"][1:-1], 0
    for inner in _TOKEN.finditer(words):
        yield inner, words[end : inner.start()]
        end = inner.end()


def _with(forms: list[Form], token: re.Match[str], before: str) -> list[Form]:
    """The forms with one more token: a new one, or more of the last."""
    last = forms[-1] if forms else Form()
    kind = next((kind for kind in _KINDS if token[kind]), "")
    if kind and (("或" in before and last.kinds) or (forms and not last.kinds)):
        return [*forms[:-1], replace(last, kinds=(*last.kinds, kind))]
    if kind and any(kind in form.kinds for form in forms):
        return forms
    if kind:
        return [*forms, Form((kind,))]
    if token["number"]:
        number = _number(token["number"])
        if "各" in token["number"] or "各" in before:
            return [form if form.number else replace(form, number=number) for form in forms or [Form()]]
        return [*forms[:-1], replace(last, number=last.number or number)]
    if seal := re.search(
        "[\u4e00-\u9fff]{0,3}章", re.sub("^.*盖(?:申请)?(?:单位|企业|本单位)?", "", token["seal"] or "")
    ):
        return [*forms[:-1], replace(last, seal=(*last.seal, seal[0]))]
    return forms


def counted(forms: Sequence[Form], words: str) -> tuple[Form, ...]:
    """The forms, each as many times as the cell beside them says."""
    number = _number(words)
    return tuple(replace(form, number=number) for form in forms or (Form(),)) if number else tuple(forms)


def _number(words: str) -> int | None:
    digits = re.search("[0-9]+|[一二两三四五六七八九十壹贰叁肆伍]+(?=[^一二两三四五六七八九十壹贰叁肆伍]*$)", words)
    number = value(digits[0]) if digits else None
    return int(number) if number is not None else None


def borne(forms: Sequence[Form], quote: str) -> str:
    """The forms as a list of the policy; empty where there are none, or a quotation does not bear one of them."""
    shown = [_shown(form) for form in forms if _holds(form, quote)]
    return f"[{', '.join(shown)}]" if shown and len(shown) == len(forms) else ""


def _holds(form: Form, quote: str) -> bool:
    if not (form.kinds or form.seal or form.number):
        return False
    part = facts.Form(kinds=form.kinds, number=form.number, seal=form.seal)
    return all(claim.holds(normal(quote)) for claim in claims.claims_of(part))


def _shown(form: Form) -> str:
    kinds = form.kinds[0] if len(form.kinds) == 1 else f"[{', '.join(form.kinds)}]"
    parts = [f"as: {kinds}"] if form.kinds else []
    parts += [f"number: {form.number}"] if form.number else []
    parts += [f"seal: [{', '.join(form.seal)}]"] if form.seal else []
    return f"{{{', '.join(parts)}}}"
