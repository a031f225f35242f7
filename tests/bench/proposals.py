"""Of the figures entered by hand: how many `new` proposes of each document, and how many proposals nobody used."""

from __future__ import annotations

import entered

print("place                       entered  proposed of them  proposals  of use")
for place, one in (*entered.of_the_five(), ("invented, not made on it", entered.of_the_invented())):
    print(f"{place:27} {one.entered:7} {one.found:17} {one.proposed:10} {one.useful:7}")
    for missed in one.missed:
        print(f"    missed: {missed.kind} {missed.number} {missed.quote[:60]}")
