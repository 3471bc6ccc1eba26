"""Look for numbers that must not be there, in anything that leaves the server."""

from __future__ import annotations

import re
from collections.abc import Iterable

# What stands between groups of digits: comma, space, no-break and narrow spaces, apostrophe, underscore.
_MARK = "[,  \u202f\u2009'_]"


def find_leaks(payload: bytes | str, values: Iterable[float]) -> list[str]:
    """
    Find suppressed values in a payload: plain, with decimals, with marks (1,234 or 12,34,567), rounded, as 1.234e3.

    Use values that nothing else in the payload can equal (such as 7919), not a bare 3: a year, a coordinate or a
    width may well be 3. Give bytes as they are before compression.

    Returns what was found, as it stands in the payload, each once.
    """
    text = payload.decode("utf-8", errors="replace") if isinstance(payload, bytes) else payload
    # A hover may round to whole people or to a decimal or two.
    wanted = {round(float(value), digits) for value in values for digits in (0, 1, 2, 3, 15)}
    return list(dict.fromkeys(found for value in sorted(wanted) for found in _find(text, value)))


def _find(text: str, value: float) -> list[str]:
    whole, _, decimals = f"{value:.15g}".partition(".")
    end = rf"\.{decimals}0*(?![\w]|\.\d)" if decimals else r"(?:\.0+)?(?!\w|\.\d)"
    patterns = [rf"(?<![\w.]){whole}{end}"]
    for grouped in (f"{int(whole):,}", _group_lakh(whole)):
        if "," in grouped:
            marked = grouped.replace(",", _MARK)
            patterns.append(rf"(?<![\w.])(?<!\d{_MARK}){marked}(?!{_MARK}\d\d\d?(?!\d)){end}")
    mantissa, _, power = f"{value:.15e}".partition("e")
    patterns.append(rf"(?<![\w.]){re.escape(mantissa.rstrip('0').rstrip('.'))}0*[eE]\+?0*{int(power)}(?!\w)")
    return [match.group() for pattern in patterns for match in re.finditer(pattern, text)]


def _group_lakh(digits: str) -> str:
    """Group as in Pakistan and India: the last three digits, then pairs."""
    head, tail = digits[:-3], digits[-3:]
    pairs = [head[max(end - 2, 0) : end] for end in range(len(head), 0, -2)][::-1]
    return ",".join([*pairs, tail])
