"""How a sheet is made to fit: at the first step that does, with few layouts, and no page nearly empty."""

from __future__ import annotations

import math

import pytest

from generator.paper.fitting import TAIL, Laid, Sheet, Steps, fitted, measured

ROOMS = (1.0, 1.1, 1.25, 1.35)


def at(pages: float, rooms: tuple[float, ...] = ROOMS) -> list[Laid]:
    """What a sheet that takes so many pages as it was made would be at each step."""
    filled = (pages / room for room in rooms)
    return [Laid(math.ceil(each), each - math.ceil(each) + 1) for each in filled]


def layouts(pages: float, guess: float, rooms: tuple[float, ...] = ROOMS) -> tuple[int, list[int]]:
    """The step that is chosen, and those that were laid out."""
    there, tried = at(pages, rooms), list[int]()

    def lay(step: int) -> Laid:
        tried.append(step)
        return there[step]

    return fitted(lay, Sheet(guess, rooms)), tried


@pytest.mark.parametrize(("pages", "step"), [(0.5, 0), (0.99, 0), (1.05, 1), (1.2, 2), (1.3, 3)])
def test_a_good_guess_takes_the_first_step_that_fits_and_one_layout(pages: float, step: int) -> None:
    assert layouts(pages, pages) == (step, [step])


@pytest.mark.parametrize("pages", [1.05, 1.2, 1.3])
def test_a_guess_too_low_is_put_right_by_what_was_laid_out(pages: float) -> None:
    step, tried = layouts(pages, 0.8)
    assert at(pages)[step].pages == 1
    assert len(tried) == 2


def test_what_fits_no_side_stands_on_two_that_are_well_filled() -> None:
    assert layouts(1.8, 1.8) == (0, [0])
    assert layouts(2.2, 2.2) == (1, [1])
    for pages in (1.4, 1.5, 1.9, 2.05, 2.6):
        step, _ = layouts(pages, 1.0)
        assert at(pages)[step].pages == 2
        assert at(pages)[step].tail >= TAIL


@pytest.mark.parametrize("pages", [1.45, 2.75, 2.95, 3.1, 3.4, 4.2])
def test_no_last_page_is_nearly_empty_if_that_can_be(pages: float) -> None:
    rooms = (1.0, 1.07, 1.1, 0.88)
    step, _ = layouts(pages, pages, rooms)
    assert at(pages, rooms)[step].tail >= TAIL


def test_where_nothing_helps_the_fullest_last_page_is_taken_and_each_step_is_tried_once() -> None:
    rooms = (1.0, 1.01)
    step, tried = layouts(1.1, 1.1, rooms)
    assert sorted(tried) == [0, 1]
    assert step in (0, 1)


def test_a_sheet_is_weighed_by_its_signs_and_blocks() -> None:
    page = "<html><head><style>p {}</style></head><body><p>{}</p></body></html>"
    alone = measured(page.replace("{}", ""), Steps(page=100)).load
    assert 0 < alone < 0.5
    assert measured(page.replace("{}", "一" * 50), Steps(page=100)).load == pytest.approx(alone + 0.5)
    assert measured(page.replace("{}", "a" * 100), Steps(page=100)).load == pytest.approx(alone + 0.5)
    assert measured(page.replace("{}", "<svg><path d='M0 0'/></svg>"), Steps(page=100)).load == alone


def test_what_may_be_left_off_is_weighed_apart() -> None:
    kept, left = f"<p>{'一' * 200}</p>", f'<p class="more room-2">{"二" * 200}</p>'
    sheet = measured(f"<body>{kept}{left}", Steps(("tight.css",), (1.5,), 2))
    assert sheet.rooms[:3] == (1.0, 1.5, 1.5)
    assert sheet.rooms[3] == pytest.approx(3.0, abs=0.01)


@pytest.mark.parametrize("pages", [12.1, 30.05, 400.2])
def test_a_long_sheet_is_laid_out_once(pages: float) -> None:
    """However many steps there are, and however little stands on its last page."""
    for guess in (0.8, pages, 2 * pages):
        assert len(layouts(pages, guess, tuple(1 + step / 10 for step in range(9)))[1]) == 1


def test_where_fewer_pages_cannot_be_had_three_layouts_are_enough() -> None:
    rooms, seen = (1.0, 1.1, 1.2, 1.3, 1.4, 1.5), list[int]()

    def lay(step: int) -> Laid:
        seen.append(step)
        return Laid(2, 0.5 if step == 0 else 0.05)  # denser steps hold less than they promise

    assert fitted(lay, Sheet(1.6, rooms)) == 0
    assert len(seen) <= 3


def test_a_step_that_was_tried_and_serves_is_not_laid_out_again_in_another() -> None:
    """It seemed to fit on one side with all done, and does not: the first layout, of two full sides, is taken."""
    rooms, there = (1.0, 1.07, 1.6), (Laid(2, 0.58), Laid(2, 0.5), Laid(2, 0.05))
    seen = list[int]()

    def lay(step: int) -> Laid:
        seen.append(step)
        return there[step]

    assert fitted(lay, Sheet(1.68, rooms)) == 0
    assert seen == [0, 2]
