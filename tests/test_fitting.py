"""How a sheet is made to fit: at the first step that does, with few layouts, and no page nearly empty."""

from __future__ import annotations

import math

import pytest

from generator.paper.fitting import TAIL, Laid, Steps, fitted, load

STEPS = Steps(("less-air.css", "smaller.css"), yields=2, rooms=(1.1, 1.25))


def sheet(pages: float, steps: Steps = STEPS, tried: list[int] | None = None) -> dict[int, Laid]:
    """What a sheet that takes so many pages as it was made would be at each step."""
    found = {}
    for step in range(steps.number):
        filled = pages / steps.room(step)
        found[step] = Laid(math.ceil(filled), filled - math.ceil(filled) + 1)
    return found


def layouts(pages: float, guess: float, steps: Steps = STEPS) -> tuple[int, list[int]]:
    """The step that is chosen, and those that were laid out."""
    there, tried = sheet(pages, steps), list[int]()

    def lay(step: int) -> Laid:
        tried.append(step)
        return there[step]

    return fitted(lay, steps, guess), tried


@pytest.mark.parametrize(("pages", "step"), [(0.5, 0), (0.99, 0), (1.05, 1), (1.2, 2), (1.3, 3), (1.35, 4)])
def test_a_good_guess_takes_the_first_step_that_fits_and_one_layout(pages: float, step: int) -> None:
    assert layouts(pages, pages) == (step, [step])


@pytest.mark.parametrize("pages", [1.05, 1.2, 1.3, 1.35])
def test_a_guess_too_low_is_put_right_by_what_was_laid_out(pages: float) -> None:
    step, tried = layouts(pages, 0.8)
    assert sheet(pages)[step].pages == 1
    assert len(tried) == 2


def test_what_fits_at_no_step_stays_as_it_was_made_on_pages_well_filled() -> None:
    assert layouts(1.8, 1.8) == (0, [0])
    step, _ = layouts(1.8, 1.0)
    assert sheet(1.8)[step].tail >= TAIL


def test_no_page_is_nearly_empty_if_that_can_be() -> None:
    for pages in (1.45, 2.05, 2.1, 3.02):
        step, _ = layouts(pages, pages)
        assert sheet(pages)[step].tail >= TAIL


def test_of_any_number_of_pages_the_last_is_well_filled() -> None:
    large = Steps(("tighter.css", "wider.css"), rooms=(1.12, 0.93), pages=None)
    for pages in (1.9, 2.05, 2.2, 3.1):
        step, _ = layouts(pages, pages, large)
        assert sheet(pages, large)[step].tail >= TAIL


def test_a_sheet_is_weighed_by_its_signs_and_blocks() -> None:
    page = "<html><head><style>p {}</style></head><body class='x'><p>{}</p></body></html>"
    assert load(page.replace("{}", "一" * 86), 100) == 1.0
    assert load(page.replace("{}", "a" * 172), 100) == 1.0
    assert load(page.replace("{}", "<svg><path d='M0 0'/></svg>"), 100) < 0.2
