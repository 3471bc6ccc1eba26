"""Numbers and ranges in words: one way to write them everywhere, in each language."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from functools import reduce
from typing import Final

from boundaries.language import mark, tr

URDU_DIGITS: Final = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")

_DIGIT: Final = re.compile("[0-9]")
_LETTER: Final = re.compile("[A-Za-z]")
_PIECE: Final = re.compile(r"</?[A-Za-z][^<>]*>|[^\s<>\w]*CC BY[\w-]* \d\.\d|[^\s<>]+")
"""Markup, a licence with its version, a word."""

_KEPT: Final = re.compile(
    r"&#?\w+;"  # a character by name or number
    r"|[^\s<>]*(?:://|[?&][\w-]+=)[^\s<>]*"  # an address
    r"|[\w./:+-]*[A-Za-z][\w./:+-]*"  # with a Latin letter in it: H3, v2, EPSG:4326
)
_NUMBER: Final = re.compile(r"\d+(?:\.\d+){2,}|\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?")
"""The first is a version such as 0.1.0, which stays."""


def write_digits(text: str, digits: str) -> str:
    """
    Write the numbers of a finished text with the figures that the reader chose.

    Parameters
    ----------
    text
        May hold markup.
    digits
        "latin", or "urdu" for ۰ to ۹ with ٫ before decimals and ٬ between thousands, as Unicode's locale data (CLDR)
        writes these figures.

    Returns
    -------
    text
        Words with Latin letters, addresses, versions and markup stay as they are.
    """
    if digits != "urdu" or not _DIGIT.search(text):
        return text
    return _PIECE.sub(_write_piece, text)


def _write_piece(found: re.Match[str]) -> str:
    piece = found.group()
    if not _DIGIT.search(piece) or piece.startswith("<") or "CC BY" in piece:
        return piece
    if not _LETTER.search(piece):
        return _NUMBER.sub(_write_number, piece)
    parts, start = [], 0
    for kept in _KEPT.finditer(piece):
        parts += [_NUMBER.sub(_write_number, piece[start : kept.start()]), kept.group()]
        start = kept.end()
    return "".join([*parts, _NUMBER.sub(_write_number, piece[start:])])


def _write_number(found: re.Match[str]) -> str:
    number = found.group()
    if number.count(".") > 1:
        return number
    return number.replace(",", "٬").replace(".", "٫").translate(URDU_DIGITS)


def _sign(text: str, value: float, *, plus: bool = False) -> str:
    """Put a true minus sign, or a plus sign, on the side of a number that a language has it on."""
    if value < 0:
        return tr("−{number}").format(number=text)
    return tr("+{number}").format(number=text) if plus else text


def _write_minus(number: str) -> str:
    return _sign(number.removeprefix("-"), -1.0 if number.startswith("-") else 1.0)


def say_people(value: float, *, signed: bool = False) -> str:
    """
    Write a number of people with thousands separators, to the person.

    Parameters
    ----------
    value
        Persons; may be fractional (rounded half to even) or negative.
    signed
        Put a plus sign before a gain.

    Returns
    -------
    text
        Such as "18,821" or "−1,204" (a true minus sign).
    """
    return _sign(f"{abs(round(value)):,}", round(value), plus=signed and value > 0)


def say_short(value: float, *, signed: bool = False) -> str:
    """
    Write a number of people short enough for a chart, to three figures at most.

    Parameters
    ----------
    value
        Persons.
    signed
        Put a plus sign before a gain.

    Returns
    -------
    text
        "203k", "18.8k", "1.24m", "940", "+61.2k", "−4.1k".
    """
    size = abs(value)
    if size >= 999_500:
        text = tr("{number}m").format(number=_figures(size / 1e6))
    elif size >= 10_000:
        text = tr("{number}k").format(number=_figures(size / 1e3))
    elif size >= 999.5:
        text = tr("{number}k").format(number=f"{size / 1e3:.1f}")
    else:
        text = f"{size:.0f}"
    return text if text == "0" else _sign(text, value, plus=signed)


def _figures(value: float) -> str:
    digits = max(0, 2 - math.floor(math.log10(value)))
    text = f"{value:.{digits}f}"
    return text if len(text.replace(".", "")) <= 3 else f"{value:.{max(digits - 1, 0)}f}"


def say_range(low: float, high: float, *, signed: bool = False) -> str:
    """
    Write a low–high range.

    Parameters
    ----------
    low, high
        Persons, `low <= high`.
    signed
        Put a plus sign before a gain.

    Returns
    -------
    text
        "96.4k–151k"; "+27.0k to +86.0k" with signs; one number when both read alike.
    """
    first, last = say_short(low, signed=signed), say_short(high, signed=signed)
    if first == last:
        return first
    words = tr("{low} to {high}") if signed or "−" in first + last else tr("{low}–{high}")
    return words.format(low=first, high=last)


def say_years(first: int | str, last: int | str) -> str:
    """
    Write a span of years.

    Parameters
    ----------
    first, last
        Years.

    Returns
    -------
    text
        "1998–2023"; or as the language says it.
    """
    return tr("{low}–{high}").format(low=first, high=last)


def say_share(part: float, whole: float) -> str:
    """
    Write a share in percent.

    Parameters
    ----------
    part, whole
        Persons.

    Returns
    -------
    text
        "23\u202f%", "7.7\u202f%" below ten, "under 0.1\u202f%" for a trace, "–" where the whole is nothing.
    """
    if whole <= 0:
        return "–"
    share = 100 * part / whole
    if share >= 9.95:
        return tr("{number}\u202f%").format(number=f"{share:.0f}")
    if 0 < share < 0.05:
        return tr("under 0.1\u202f%")
    return tr("{number}\u202f%").format(number=f"{share:.1f}")


def say_number(value: float, decimals: int) -> str:
    """
    Write a number without a unit.

    Parameters
    ----------
    value
        Finite.
    decimals
        Digits after the point.

    Returns
    -------
    text
        Such as "0.31" or "−2.40".
    """
    return _write_minus(f"{value:.{decimals}f}")


def say_rate(value: float) -> str:
    """
    Write a yearly rate per 1,000 inhabitants.

    Parameters
    ----------
    value
        Persons a year per 1,000 inhabitants.

    Returns
    -------
    text
        "+4.6", "−1.2", "0.0": one decimal and a sign.
    """
    text = f"{abs(value):.1f}"
    return text if text == "0.0" else _sign(text, value, plus=True)


def say_list(names: list[str]) -> str:
    """
    Join names as a sentence does.

    Parameters
    ----------
    names
        In the order wanted.

    Returns
    -------
    text
        "", "A", "A and B", "A, B and C".
    """
    if len(names) < 2:
        return "".join(names)
    return tr("{names} and {name}").format(names=say_series(names[:-1]), name=names[-1])


def say_series(parts: list[str]) -> str:
    """
    Join what stands in a row, without a last word before the last.

    Parameters
    ----------
    parts
        In the order wanted.

    Returns
    -------
    text
        "", "A", "A, B".
    """
    text = "".join(parts[:1])
    for part in parts[1:]:
        text = tr("{names}, {name}").format(names=text, name=part)
    return text


def say_parts(parts: Iterable[str]) -> str:
    """
    Join statements, each whole in itself.

    Parameters
    ----------
    parts
        In the order wanted.

    Returns
    -------
    text
        "", "A", "A; B".
    """
    each = [*parts] or [""]
    return reduce(lambda said, part: tr("{said}; {more}").format(said=said, more=part), each)


def say_pair(origin: str, destination: str) -> str:
    """
    Name a flow by its two ends.

    Parameters
    ----------
    origin, destination
        Names of places.

    Returns
    -------
    text
        "Multan → Lahore"; or as the language says it.
    """
    return tr("{origin} → {destination}").format(origin=origin, destination=destination)


def say_limit(value: float) -> str:
    """
    Write the limit of a colour class, short enough to stand beside its neighbours.

    Parameters
    ----------
    value
        A round number.

    Returns
    -------
    text
        "0.15", "2", "−30k".
    """
    size = abs(value)
    text = tr("{number}k").format(number=f"{size / 1000:g}") if size >= 1000 else f"{size:g}"
    return _sign(text, value)


def say_percent(value: float, decimals: int, *, signed: bool = False) -> str:
    """
    Write a percentage.

    Parameters
    ----------
    value
        Percent.
    decimals
        Digits after the point.
    signed
        Put a plus sign before what is not less than nothing.

    Returns
    -------
    text
        "4.1 %", "−0.3 %": a thin no-break space before the sign.
    """
    number = f"{abs(value):.{decimals}f}"
    # The sign is that of the value: −0.04 is "−0.0" to one decimal.
    return tr("{number}\u202f%").format(number=_sign(number, math.copysign(1, value), plus=signed))


MEASURED: Final = {"%": mark("{number}\u202f%"), "km": mark("{number} km"), "per km": mark("{number} per km")}
"""A number with its unit; those of scales are not written."""


def say_measure(value: float, unit: str) -> str:
    """
    Write a measure to three figures with its unit.

    Parameters
    ----------
    value
        NaN is written as a dash.
    unit
        "%", "km", "per km"; a scale such as "0–1" or "" is left out.

    Returns
    -------
    text
        "23.6\u202f%", "460 km", "−0.547", "–".
    """
    if math.isnan(value):
        return "–"
    # Of the number as it will be written: 9.996 is "10.0", not "10.00".
    written = abs(float(f"{value:.3g}"))
    digits = max(0, 2 - math.floor(math.log10(written))) if written else 0
    number = _write_minus(f"{value:,.{min(digits, 6)}f}")
    return tr(MEASURED[unit]).format(number=number) if unit in MEASURED else number
