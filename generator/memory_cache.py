"""Results for a guide in the language and the words of now, remembered while it is worked on. Knows no guide."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from generator import language, overrides

G = TypeVar("G")
T = TypeVar("T")
_REMEMBERED = 16
"""Results are remembered for as many arguments: guides are worked on place by place, and a place has a few."""


def once(function: Callable[[G], T]) -> Callable[[G], T]:
    """The function with a memory of its latest results, which hang on its argument, the language and overrides alone.

    Arguments are told apart by identity, not by value: to hash or compare guides takes longer than most results do, and
    guides hold mappings, which have no hash.
    """
    results: OrderedDict[tuple[int, str, int], tuple[G, T]] = OrderedDict()

    @wraps(function)
    def remembered(argument: G) -> T:
        own = id(argument), language.tag(), overrides.turn()
        if (entry := results.get(own)) is None:
            # The argument is kept with its result: as long as it lives, no other object can have its id.
            entry = results[own] = argument, function(argument)
            if len(results) > _REMEMBERED:
                results.popitem(last=False)
        return entry[1]

    return remembered
