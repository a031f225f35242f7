"""FEEL unary tests: what matches, what is refused, what stands in a DMN cell."""

from __future__ import annotations

from decimal import Decimal

import pytest

from generator.policy import feel

MATCHES = [
    ("-", "1", True),
    ("<= 1000", "1000", True),
    ("<= 1000", "1000.1", False),
    ("< 1000", "1000", False),
    ("> 3", "3", False),
    (">= 3", "3", True),
    ("(100..1000]", "100", False),
    ("(100..1000]", "100.1", True),
    ("(100..1000]", "1000", True),
    ("[1..3]", "1", True),
    ("[1..3)", "3", False),
    ("5", "5", True),
    ("5", "5.0", True),
    ("1, [3..4]", "2", False),
    ("1, [3..4]", "4", True),
    ("not(1, [3..4])", "2", True),
    ("not(1, [3..4])", "1", False),
    ("-5", "-5", True),
]


@pytest.mark.parametrize(("test", "number", "expected"), MATCHES)
def test_numbers(test: str, number: str, expected: bool) -> None:
    assert feel.parse(test).matches(Decimal(number)) is expected


@pytest.mark.parametrize(
    ("test", "value", "expected"),
    [
        ("true", True, True),
        ("true", False, False),
        ("not(true)", False, True),
        ('"新建","改建"', "改建", True),
        ('"新建","改建"', "扩建", False),
        ("not(small)", "large", True),
        ("true", "true", False),
    ],
)
def test_words(test: str, value: bool | str, expected: bool) -> None:
    assert feel.parse(test).matches(value) is expected


def test_a_list_of_words_is_a_disjunction() -> None:
    assert feel.among(["small", "large"]).values == ("small", "large")


@pytest.mark.parametrize(
    "text", ["", "<= ", "<= x", "[3..1]", "(2..2)", "1,,2", ",1", "1,", '"open', "> 1 and < 3", "1..3", "１", "a b"]
)
def test_refused(text: str) -> None:
    with pytest.raises(feel.FeelError):
        feel.parse(text)


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("<=1000", "<= 1000"),
        ("( 100 .. 1000 ]", "(100..1000]"),
        ("small, large", '"small","large"'),
        ("not(true)", "not(true)"),
        ("-", "-"),
        ("3", "3"),
    ],
)
def test_standard_cell(text: str, cell: str) -> None:
    assert feel.parse(text).feel() == cell
    assert feel.parse(cell).feel() == cell
