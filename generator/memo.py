"""What is made of a guide, made once while the guide is being worked on. Knows no guide."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from typing import TypeVar

G = TypeVar("G")
T = TypeVar("T")
_KEPT = 16
"""Guides are worked on place by place, and a place has a few."""


def once(make: Callable[[G], T]) -> Callable[[G], T]:
    """The same function, which remembers the results for its latest arguments; it hangs on nothing but them.

    An argument is known by being the very same object: to compare guides would take longer than to make most things.
    """
    known: OrderedDict[int, tuple[G, T]] = OrderedDict()

    @wraps(make)
    def made(one: G) -> T:
        if (found := known.get(id(one))) is None:
            found = known[id(one)] = one, make(one)  # kept with the result, so that nothing else gets its id
            if len(known) > _KEPT:
                known.popitem(last=False)
        return found[1]

    return made
