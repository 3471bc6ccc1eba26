"""Numbers in words: the tables are the specification."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boundaries.language import speak
from layers.wording import (
    say_limit,
    say_list,
    say_measure,
    say_parts,
    say_people,
    say_percent,
    say_range,
    say_rate,
    say_share,
    say_short,
    say_years,
    write_digits,
)

people = st.floats(-3e8, 3e8)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (-0.4, "0"),
        (940, "940"),
        (18_821, "18,821"),
        (18_820.5, "18,820"),  # half to even
        (-1_204, "−1,204"),
        (241_499_431, "241,499,431"),
    ],
)
def test_people_are_said_to_the_person(value: float, text: str) -> None:
    assert say_people(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (0.4, "0"),
        (-0.4, "0"),
        (940, "940"),
        (999.4, "999"),
        (999.5, "1.0k"),
        (1_204, "1.2k"),
        (9_994, "10.0k"),
        (9_995, "10.0k"),
        (18_821, "18.8k"),
        (99_960, "100k"),
        (203_400, "203k"),
        (999_499, "999k"),
        (999_500, "1.00m"),
        (1_243_000, "1.24m"),
        (12_430_000, "12.4m"),
        (241_499_431, "241m"),
        (-4_100, "−4.1k"),
    ],
)
def test_short_has_three_figures_at_most(value: float, text: str) -> None:
    assert say_short(value) == text


@pytest.mark.parametrize(("value", "text"), [(61_200, "+61.2k"), (-4_100, "−4.1k"), (0, "0"), (0.3, "0")])
def test_a_gain_can_carry_its_sign(value: float, text: str) -> None:
    assert say_short(value, signed=True) == text


def read_short(text: str) -> float:
    scale = {"k": 1e3, "m": 1e6}.get(text[-1], 1.0)
    return float(text.rstrip("km").replace("−", "-")) * scale


@given(people, people)
def test_law_a_larger_number_never_reads_smaller(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert read_short(say_short(low)) <= read_short(say_short(high))


@given(people)
def test_law_short_is_within_five_per_cent_or_half_a_person(value: float) -> None:
    assert read_short(say_short(value)) == pytest.approx(value, rel=0.05, abs=0.5)
    assert len([figure for figure in say_short(value) if figure.isdigit()]) <= 3


@pytest.mark.parametrize(
    ("low", "high", "signed", "text"),
    [
        (96_400, 151_300, False, "96.4k–151k"),
        (940, 1_204, False, "940–1.2k"),
        (18_801, 18_849, False, "18.8k"),  # both read alike
        (0, 0, False, "0"),
        (-4_100, 3_000, False, "−4.1k to 3.0k"),  # a dash would read as another minus
        (27_000, 86_000, True, "+27.0k to +86.0k"),
        (-86_000, -27_000, True, "−86.0k to −27.0k"),
    ],
)
def test_ranges(low: float, high: float, signed: bool, text: str) -> None:
    assert say_range(low, high, signed=signed) == text


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [
        (23, 100, "23 %"),
        (7.7, 100, "7.7 %"),
        (9.949, 100, "9.9 %"),
        (9.95, 100, "10 %"),
        (0, 100, "0.0 %"),
        (0.04, 100, "under 0.1 %"),
        (100, 100, "100 %"),
        (0, 0, "–"),
        (5, 0, "–"),
    ],
)
def test_shares_have_a_narrow_space_that_does_not_break(part: float, whole: float, text: str) -> None:
    assert say_share(part, whole) == text.replace(" %", "\u202f%")


@pytest.mark.parametrize(
    ("value", "text"), [(4.56, "+4.6"), (-1.24, "−1.2"), (0, "0.0"), (0.04, "0.0"), (-0.04, "0.0")]
)
def test_rates_have_one_decimal_and_a_sign(value: float, text: str) -> None:
    assert say_rate(value) == text


@pytest.mark.parametrize(
    ("names", "text"),
    [
        ([], ""),
        (["Multan"], "Multan"),
        (["Multan", "Kasur"], "Multan and Kasur"),
        (["Multan", "Kasur", "Okara"], "Multan, Kasur and Okara"),
    ],
)
def test_lists_read_as_sentences_do(names: list[str], text: str) -> None:
    assert say_list(names) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (0.0015, "0.0015"),
        (0.15, "0.15"),
        (2, "2"),
        (999, "999"),
        (1_000, "1k"),
        (1_500, "1.5k"),
        (30_000, "30k"),
        (200_000, "200k"),
        (-0.5, "−0.5"),
        (-30_000, "−30k"),
    ],
)
def test_limits_of_classes_have_no_needless_figures(value: float, text: str) -> None:
    assert say_limit(value) == text


@given(st.sampled_from([1, 1.5, 2, 2.5, 3, 4, 5, 7, 8]), st.integers(-4, 5), st.sampled_from([-1, 1]))
def test_law_a_limit_reads_back_as_it_is(step: float, power: int, sign: int) -> None:
    value = sign * float(f"{step}e{power}")
    assert read_short(say_limit(value)) == pytest.approx(value, rel=1e-12)


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (4.06, 1, "4.1 %"),
        (2.554, 2, "2.55 %"),
        (12.2, 0, "12 %"),
        (0, 1, "0.0 %"),
        (-0.3, 1, "−0.3 %"),
    ],
)
def test_percentages_keep_their_decimals_and_the_narrow_space(value: float, decimals: int, text: str) -> None:
    assert say_percent(value, decimals) == text.replace(" %", "\u202f%")


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (23.61, "%", "23.6 %"),
        (0.4392, "%", "0.439 %"),
        (459.55, "km", "460 km"),
        (1234.5, "km", "1,234 km"),
        (-0.54678, "", "−0.547"),
        (-0.0011953, "per km", "−0.00120 per km"),
        (0.86974, "0–1", "0.870"),
        (0.0061892, "0–1/n", "0.00619"),
        (0, "%", "0 %"),
        (100, "%", "100 %"),
        # rounded up into the next power of ten, still three figures
        (9.996, "%", "10.0 %"),
        (0.99951, "", "1.00"),
        (99.96, "%", "100 %"),
        (math.nan, "km", "–"),
    ],
)
def test_measures_have_three_figures_and_their_unit(value: float, unit: str, text: str) -> None:
    assert say_measure(value, unit) == text.replace(" %", "\u202f%")


@given(st.floats(1e-3, 999), st.sampled_from([-1, 1]))
def test_law_a_measure_reads_back_to_three_figures(size: float, sign: int) -> None:
    text = say_measure(sign * size, "")
    assert float(text.replace("−", "-")) == float(f"{sign * size:.3g}")
    assert len(text.lstrip("−").replace(".", "").lstrip("0")) == 3


@pytest.mark.parametrize(
    ("text", "urdu"),
    [
        ("", ""),
        ("360,000", "۳۶۰٬۰۰۰"),
        ("1,234,567.25 افراد", "۱٬۲۳۴٬۵۶۷٫۲۵ افراد"),
        ("96.4 تا 151", "۹۶٫۴ تا ۱۵۱"),
        ("−4.1، +27.0", "−۴٫۱، +۲۷٫۰"),
        ("1998–2023 (2017)", "۱۹۹۸–۲۰۲۳ (۲۰۱۷)"),
        ("2026-11-22", "۲۰۲۶-۱۱-۲۲"),
        ("1998, 2017 and 2023.", "۱۹۹۸, ۲۰۱۷ and ۲۰۲۳."),  # a comma or point of the sentence is none of a number
        ("3,14 and 12,3456", "۳,۱۴ and ۱۲,۳۴۵۶"),  # no thousands
        ("H3 r8, v2, EPSG:4326, CC-BY-4.0", "H3 r8, v2, EPSG:4326, CC-BY-4.0"),
        ("Rawaan 0.1.0", "Rawaan 0.1.0"),
        ("GeoNames (CC BY 4.0), CC BY-IGO 3.0, 4.0", "GeoNames (CC BY 4.0), CC BY-IGO 3.0, ۴٫۰"),
        ("https://example.org/a/1?x=2 3", "https://example.org/a/1?x=2 ۳"),
        ("?place=karachi&top=40 40", "?place=karachi&top=40 ۴۰"),
        ('<b class="c2">18,821</b><br>حد 5&nbsp;&#8211;6', '<b class="c2">۱۸٬۸۲۱</b><br>حد ۵&nbsp;&#8211;۶'),
        ("5 < 6 > 4", "۵ < ۶ > ۴"),
    ],
)
def test_the_figures_of_a_text_are_the_readers(text: str, urdu: str) -> None:
    assert write_digits(text, "urdu") == urdu
    assert write_digits(text, "latin") == text


@given(st.text())
def test_law_figures_written_twice_are_written_once(text: str) -> None:
    once = write_digits(text, "urdu")
    assert write_digits(once, "urdu") == once


@given(people)
def test_law_figures_read_back(value: float) -> None:
    back = str.maketrans("۰۱۲۳۴۵۶۷۸۹٬٫", "0123456789,.")
    assert write_digits(say_people(value), "urdu").translate(back) == say_people(value)


@pytest.mark.parametrize(("value", "text"), [(1_204.2, "+1,204"), (0.4, "+0"), (0, "0"), (-0.4, "0"), (-7, "−7")])
def test_people_gained_can_carry_their_sign(value: float, text: str) -> None:
    assert say_people(value, signed=True) == text


@pytest.mark.parametrize(
    ("value", "text"), [(4.06, "+4.1\u202f%"), (0.0, "+0.0\u202f%"), (-0.04, "−0.0\u202f%"), (-0.3, "−0.3\u202f%")]
)
def test_a_percentage_can_carry_its_sign(value: float, text: str) -> None:
    assert say_percent(value, 1, signed=True) == text


def test_years_are_a_span_in_each_language() -> None:
    with speak("ur"):
        urdu = say_years("1998", "2023")
    assert (say_years(1998, 2023), urdu) == ("1998–2023", "1998 تا 2023")


@pytest.mark.parametrize(("parts", "text"), [([], ""), (["A"], "A"), (["A", "B", "C"], "A; B; C")])
def test_statements_are_joined_by_semicolons(parts: list[str], text: str) -> None:
    assert say_parts(parts) == text
