"""How long it takes to try one thing of a place, beside a check of the place: the desk tries at every change."""

from __future__ import annotations

import statistics
import time
from pathlib import Path

from generator.desk.files import entries
from generator.desk.place.opened import opened
from generator.desk.place.trying import tried

_EVERY = Path("tests/cases/every-structure")

print("place                 things   check   try: median   slowest  (milliseconds)   check / try")
for name in ("xugou", "xuye", "zixu"):
    started = time.perf_counter()
    place = opened(_EVERY / "policies", name, _EVERY / "originals")
    check = time.perf_counter() - started
    takes = []
    for file, tree in place.trees.items():
        for where, value in entries.things(file, tree):
            keys = value.items() if isinstance(value, dict) else ()
            for entry in (value, {key: held for key, held in keys if key != "cite"}):
                started = time.perf_counter()
                tried(place, where, entry)
                takes.append(time.perf_counter() - started)
    middle = statistics.median(takes)
    print(f"{name:20} {len(takes) // 2:7} {check * 1000:7.0f} {middle * 1000:13.1f} {max(takes) * 1000:9.1f}"
          f" {check / middle:29.0f}")  # fmt: skip
