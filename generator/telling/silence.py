"""Where the documents name a place without saying how to find it: no address, no way in, no number. No wording."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from generator.policy.facts import Channel
from generator.policy.guide import Guide, asked, facts

_ONLINE = ("web", "app", "wechat", "alipay")


def unfound(guide: Guide) -> Iterator[tuple[str, str]]:
    """Each place with the kind of what it lacks: `window`, once and without a name, `online` or `telephone`."""
    channels: list[Channel] = list(facts(guide, "channels"))
    wanted = "channels" in asked(guide)
    if wanted and not any(one.kind == "window" and one.address for one in channels):
        yield "window", ""
    everything = [*channels, *chain(facts(guide, "contacts"), facts(guide, "complaints"))]
    yield from (("online", one.name) for one in everything if one.kind in _ONLINE and not one.url)
    yield from (("telephone", one.name) for one in everything if one.kind == "telephone" and not one.telephone)
