"""Numbers and ranges in words: one way to write them everywhere."""

from __future__ import annotations

import math


def say_people(value: float) -> str:
    """
    Write a number of people with thousands separators, to the person.

    Parameters
    ----------
    value
        Persons; may be fractional (rounded half to even) or negative.

    Returns
    -------
    text
        Such as "18,821" or "−1,204" (a true minus sign).
    """
    return f"{round(value):,}".replace("-", "−")


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
        text = _figures(size / 1e6) + "m"
    elif size >= 10_000:
        text = _figures(size / 1e3) + "k"
    elif size >= 999.5:
        text = f"{size / 1e3:.1f}k"
    else:
        text = f"{size:.0f}"
    sign = "" if text == "0" else "−" if value < 0 else "+" if signed else ""
    return sign + text


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
    dash = " to " if signed or "−" in first + last else "–"
    return f"{first}{dash}{last}"


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
        return f"{share:.0f}\u202f%"
    if 0 < share < 0.05:
        return "under 0.1\u202f%"
    return f"{share:.1f}\u202f%"


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
    return text if text == "0.0" else ("−" if value < 0 else "+") + text


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
    return ", ".join(names[:-1]) + " and " + names[-1]


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
    text = f"{size / 1000:g}k" if size >= 1000 else f"{size:g}"
    return f"−{text}" if value < 0 else text


def say_percent(value: float, decimals: int) -> str:
    """
    Write a percentage.

    Parameters
    ----------
    value
        Percent.
    decimals
        Digits after the point.

    Returns
    -------
    text
        "4.1 %", "−0.3 %": a thin no-break space before the sign.
    """
    return f"{value:.{decimals}f}".replace("-", "−") + "\u202f%"


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
    text = f"{value:,.{min(digits, 6)}f}".replace("-", "−")
    return text + {"%": "\u202f%", "km": " km", "per km": " per km"}.get(unit, "")
