"""What the things of a guide are called: headings, issuers, where to ask, a joint application. No markup."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from generator.descriptions import descriptions
from generator.document.text import annex
from generator.language import gettext, spoken
from generator.policy.files import Document
from generator.policy.guide import Guide, facts, missing
from generator.policy.provenance import Lacking, unsaid
from generator.words.catalogue import words

_FEW = 2
_QUOTING = frozenset(map(chr, (0x201C, 0x201D, 0x300C, 0x300D)))
"""Quotation marks, double and with corners."""


def heading(section: str) -> str:
    """What a section is called, by the description of its field: `时限`."""
    return gettext(descriptions(Guide)[section].split("。")[0])


def called(guide: Guide) -> Mapping[str, str]:
    """What a guide and its utility are called, by its subjects where these are not connection."""
    own: Mapping[str, str] = words()["utilities"][guide.utility]
    if guide.connects:
        return own
    name = joined(own["name"], gettext("、").join(words()["subjects"][one] for one in guide.about))
    return {**own, "service": name, "title": name}


def services(guides: Sequence[Guide]) -> str:
    """What some guides of a place are about: `用水、用气报装`; each named where one is not about connection."""
    if not all(guide.connects for guide in guides):
        return gettext("、").join(called(guide)["service"] for guide in guides)
    names = gettext("、").join(called(guide)["name"] for guide in guides)
    return gettext("{utilities}报装").format(utilities=names)


def joined(utilities: str, subject: str) -> str:
    """What is done or told of some utilities: `用水收费`, `用水、用气联合报装`."""
    return gettext("{utilities}{subject}").format(utilities=utilities, subject=subject)


def placed(place: str, name: str) -> str:
    """A service, or what else is told of a place, with the name of the place: `乌海市用水报装`."""
    return gettext("{place}{name}").format(place=place, name=name)


def in_short(guides: Sequence[Guide]) -> str:
    """The same by short names, one behind the other where each is a single sign: `水气暖报装`."""
    if not all(guide.connects for guide in guides):
        return services(guides)
    names = [called(guide)["short"] for guide in guides]
    between = "" if all(len(name) == 1 for name in names) else gettext("、")
    return joined(between.join(names), str(words()["subjects"]["connection"]))


def pieces(guide: Guide) -> Mapping[str, str]:
    """The pieces of the line between the public main and what it ends in, in order, as they are called of a utility."""
    return {**words()["pieces"], **words()["utilities"][guide.utility].get("pieces", {})}


def quoted(name: str) -> str:
    """A name in quotation marks; one that brings its own as it is, as `quoted` of nodes.js does.

    >>> quoted("普通项目"), quoted("“零材料”项目")
    ('“普通项目”', '“零材料”项目')
    """
    return name if set(name) & _QUOTING else str(words()["lines"]["quoted"]).format(name)


def worded(fact: Any) -> str:
    """A statement in plain words; its quotations where there are none, each once."""
    quotes = (quote for cite in fact.cite for quote in cite.readings)
    return getattr(fact, "text", None) or "".join(dict.fromkeys(quotes))


def unstopped(sentence: str) -> str:
    """A sentence without its full stop, for something to follow."""
    return sentence.rstrip("。.")


def lacked(guide: Guide, name: str, *, whole: bool = False) -> str:
    """What is not in hand: 附件5, `whole` with its title; of a document that is not whole, the rest."""
    document, one = missing(guide, name) or (None, None)
    if document is None:
        return name
    if one is not None:
        return one.name if whole else annex(one.name) or one.name
    forms, held = words()["lacking"], document.held
    title = entitled(document) if len(guide.documents) > 1 else ""
    if isinstance(held, str):
        return str(forms["excerpt"]).format(title=title)
    kind = "cut" if held.cut_after else "damaged"
    return str(forms[kind if held.damaged or not whole else "cut_after"]).format(
        title=title, after=held.cut_after, damaged=held.damaged
    )


def holder(guide: Guide, name: str) -> str:
    """Whom to ask for what is not in hand: who issued the document that it belongs to, or the window."""
    document, _ = missing(guide, name) or (None, None)
    return (document and gettext("、").join(document.issuing)) or str(words()["lacking"]["window"])


def held(document: Document) -> str:
    """What lacks of the copy in hand, in a sentence; empty where it is whole."""
    forms = words()["documents"]["held"]
    if isinstance(document.held, str):
        return str(forms.get(document.held, ""))
    kind = "cut_after" if document.held.cut_after else "damaged"
    return str(forms[kind]).format(getattr(document.held, kind))


def unknown(answer: object) -> str:
    """Why an answer is no value, as a sheet says it: 文件未载明, or that what would say it is not in hand."""
    return str(words()["compare"]["lacking" if isinstance(answer, Lacking) else "silent"])


def headed(document: Document) -> str:
    """A document by who issued it, its title, its number: 某局《…》（…号）."""
    return gettext("{issuers}{title}").format(issuers=issuers(document), title=numbered(document))


def entitled(document: Document) -> str:
    """A document by its title; by what it is, where it has none."""
    return str(words()["untitled"]) if unsaid(document.title) else titled(document.title)


def issuers(document: Document) -> str:
    """Who issued a document; of many, the first and how many; that it does not say, in brackets."""
    if not (found := document.issuing):
        return gettext("（发文单位：{silent}）").format(silent=unknown(document.issuers))
    if len(found) > _FEW:
        return gettext("{first}等 {n} 家单位").format(first=found[0], n=len(found))
    return gettext("、").join(found)


def titled(title: str) -> str:
    """A title in its own marks; titles within it have the smaller ones."""
    return gettext("《{title}》").format(title=title.replace("《", "〈").replace("》", "〉"))


def numbered(document: Document) -> str:
    """A document by its title, with its number where it has one: 《…》（…号）."""
    title = entitled(document)
    if not unsaid(document.number):
        return gettext("{title}（{number}）").format(title=title, number=document.number)
    return title


def years(documents: Sequence[Document]) -> str:
    """The years in which some documents were written, ` 2020、2021 年`; empty where none says so."""
    found = sorted({one.date.year for one in documents if not unsaid(one.date)})
    return gettext(" {years} 年").format(years=gettext("、").join(map(str, found))) if found else ""


def asking_place(guide: Guide) -> str:
    """Where to ask first where no telephone is known: the windows the document names for this service, or ours."""
    windows = [one for one in facts(guide, "channels") if one.kind == "window"]
    return gettext("、").join(dict.fromkeys(one.within or one.name for one in windows)) or str(words()["service_hall"])


def joint_name(guide: Guide) -> str:
    """What a joint application is called: in the document's word, where it has one."""
    quotes = [quote for one in facts(guide, "joint") for cite in one.cite for quote in cite.quote]
    with spoken(None):  # quotations are never translated
        *known, ours = words()["joint"]
    return gettext(next((name for name in known if any(name in quote for quote in quotes)), ours))


def decides(guide: Guide, table: str) -> str:
    """What of a guide hangs on a table, where it has several: `环节、时限`; empty where it has one."""
    if len(guide.tables) < _FEW:
        return ""
    titles = words()["sections"].items()
    hanging = (
        title for name, title in titles if any(table in tests for one in facts(guide, name) for tests in one.when)
    )
    return gettext("、").join(hanging)


def codes() -> dict[str, str]:
    """The code lists of the open data and what each code means: kinds of statement, paper, channel, contact."""
    said = words()
    kinds = {name: meaning or said["data"][name] for name, meaning in said["forces"].items()}
    kinds |= {name: said["data"][name] for name in ("conflict", "nothing", "not_in_hand")}
    lists = {"statement": kinds, "paper": said["kinds"], "channel": said["channels"], "contact": said["serves"]}
    return {f"{kind}-{name}": str(meaning) for kind, found in lists.items() for name, meaning in found.items()}
