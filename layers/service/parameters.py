"""What an address may be asked with: declared once, read by the service and told by its OpenAPI document."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Final

from layers.service._errors import RequestError

LONGEST: Final = 200
"""Characters of one value; longer ones are refused before they are looked at."""

BIG: Final = 1_000_000
"""Largest offset: beyond every table."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """
    One parameter of a query.

    Parameters
    ----------
    name, description
        As the OpenAPI document tells them.
    kind
        "text", "choice", "place", "whole", "number", "box" (four or six numbers) or "time" (an instant or an
        interval).
    options
        Of a choice; of a place, the codes there are, which are too many to be told.
    low, high
        Bounds of a number, both included.
    default
        What holds where it is not given; None: nothing.
    clamp
        Whether a larger number counts as `high` instead of being refused.
    """

    name: str
    description: str
    kind: str = "text"
    options: tuple[str, ...] = ()
    low: float = 0
    high: float = BIG
    default: Any = None
    clamp: bool = False

    def read(self, text: str) -> Any:
        """
        Read a value.

        Parameters
        ----------
        text
            As given.

        Returns
        -------
        value
            Text, number, or a tuple (box: west, south, east, north; time: first and last day, "" for open).

        Raises
        ------
        ValueError
            Says what the value is not.
        """
        if len(text) > LONGEST:
            raise ValueError(f"{self.name} is longer than {LONGEST} characters")
        if self.kind == "choice":
            if text not in self.options:
                raise ValueError(f"{self.name}={text!r} is not one of {', '.join(self.options)}")
            return text
        if self.kind == "place" and text not in self.options:
            raise ValueError(f"{self.name}={text!r} is not the code of a place here; /api/totals lists them")
        if self.kind in {"whole", "number"}:
            return self._read_number(text)
        if self.kind == "box":
            return read_box(text)
        if self.kind == "time":
            return read_time(text)
        return text

    def _read_number(self, text: str) -> float:
        whole = self.kind == "whole"
        try:
            number = int(text) if whole else float(text)
        except ValueError:
            number = math.nan
        if self.clamp and number > self.high:
            number = int(self.high)
        if not (self.low <= number <= self.high):
            what = "a whole number" if whole else "a number"
            raise ValueError(f"{self.name}={text!r} is not {what} from {self.low:.15g} to {self.high:.15g}")
        return number

    def describe(self) -> dict[str, Any]:
        """
        Write the parameter as OpenAPI 3.0 has it.

        Returns
        -------
        parameter
            A dict that can be written as JSON.
        """
        schema: dict[str, Any] = {"type": {"whole": "integer", "number": "number"}.get(self.kind, "string")}
        if self.kind == "choice":
            schema["enum"] = list(self.options)
        elif self.kind in {"whole", "number"}:
            schema |= {"minimum": self.low, "maximum": self.high}
        elif self.kind == "box":
            schema = {"type": "array", "items": {"type": "number"}, "minItems": 4, "maxItems": 6}
        else:
            schema["maxLength"] = LONGEST
        if self.default is not None:
            schema["default"] = self.default
        return {
            "name": self.name,
            "in": "query",
            "required": False,
            "description": self.description,
            "schema": schema,
            **({"style": "form", "explode": False} if self.kind == "box" else {}),
        }


def read_box(text: str) -> tuple[float, float, float, float]:
    """
    Read a bounding box.

    Parameters
    ----------
    text
        West, south, east, north in degrees, or the same with a lowest and a highest height, which do not matter here.

    Returns
    -------
    box
        West, south, east, north; west may be greater than east: the box then crosses the date line.

    Raises
    ------
    ValueError
        It is no box on this earth.
    """
    try:
        numbers = [float(part) for part in text.split(",")]
    except ValueError:
        numbers = []
    if len(numbers) == 6:
        numbers = [*numbers[:2], *numbers[3:5]]
    if len(numbers) != 4 or not all(map(math.isfinite, numbers)):
        raise ValueError(f"bbox={text!r} is not four numbers: west,south,east,north")
    west, south, east, north = numbers
    if abs(west) > 180 or abs(east) > 180 or not -90 <= south <= north <= 90:
        raise ValueError(f"bbox={text!r} is not west,south,east,north in degrees")
    return west, south, east, north


def read_time(text: str) -> tuple[str, str]:
    """
    Read an instant or an interval.

    Parameters
    ----------
    text
        RFC 3339 dates, with a time of day or without: "2020-01-01", "2017-01-01/..", "../2023-03-01T00:00:00Z".

    Returns
    -------
    interval
        First and last day as ISO dates; "" where it is open.

    Raises
    ------
    ValueError
        It is neither.
    """
    from datetime import date, datetime

    def read_day(part: str) -> str:
        if part in {"", ".."}:
            return ""
        moment = date.fromisoformat(part) if len(part) == 10 else datetime.fromisoformat(part).date()
        return moment.isoformat()

    parts = text.split("/")
    try:
        days = [read_day(part) for part in parts]
        if len(days) > 2 or days == [""] or (len(days) == 2 and all(days) and days[0] > days[1]):
            raise ValueError(text)
    except ValueError:
        raise ValueError(f"datetime={text!r} is not a date, nor two joined by a slash") from None
    return days[0], days[-1]


def read_query(parameters: tuple[Parameter, ...], pairs: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """
    Read a query.

    Parameters
    ----------
    parameters
        All that the address knows.
    pairs
        Names and values as given.

    Returns
    -------
    values
        One a parameter; the default where it is not given.

    Raises
    ------
    RequestError
        With every fault in one sentence: a name that is not known or comes twice, a value that is not one.
    """
    known = {parameter.name: parameter for parameter in parameters}
    values: dict[str, Any] = {parameter.name: parameter.default for parameter in parameters}
    faults, seen = [], set()
    for name, text in pairs:
        if name in seen:
            faults.append(f"{name[:LONGEST]!r} is given twice")
        elif name not in known:
            faults.append(f"{name[:LONGEST]!r} is not a parameter here")
        else:
            try:
                values[name] = known[name].read(text)
            except ValueError as fault:
                faults.append(str(fault))
        seen.add(name)
    if faults:
        faults = list(dict.fromkeys(faults))
        if any("is not a parameter" in fault for fault in faults):
            faults.append(f"the parameters are {', '.join(known) or 'none'}")
        raise RequestError("; ".join(faults[:20]))
    return values


def page_parameters(*, most: int, clamp: bool = False) -> tuple[Parameter, Parameter]:
    """
    Make the two parameters of paging.

    Parameters
    ----------
    most
        Rows of one page, at most.
    clamp
        Whether asking for more is answered with `most`.

    Returns
    -------
    parameters
        "limit" and "offset".
    """
    limit = Parameter("limit", "Rows of one page.", "whole", low=1, high=most, default=100)
    return replace(limit, clamp=clamp), Parameter("offset", "Rows left out before the page.", "whole", default=0)
