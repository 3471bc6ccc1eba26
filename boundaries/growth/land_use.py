"""
Land use efficiency, SDG indicator 11.3.1: whether built-up land grows faster than people.

Two forms are published, and differ in the rate of land only. "log": ln(B2 / B1) / t (UN-Habitat, metadata of 2018 and
training module of 2019). "linear": (B2 − B1) / B1 / t (metadata of March 2021). The rate of people is ln(P2 / P1) / t
in both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from boundaries._errors import UrbanError
from boundaries.language import mark

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["land_use_efficiency"]

FORMS = ("log", "linear")


def land_use_efficiency(
    people_1: float | pd.Series,
    people_2: float | pd.Series,
    built_1: float | pd.Series,
    built_2: float | pd.Series,
    years: float,
    *,
    form: str = "log",
) -> pd.DataFrame:
    """
    Divide the growth rate of built-up land by the growth rate of people.

    Parameters
    ----------
    people_1, people_2
        Persons at the start and at the end: numbers, or Series by place.
    built_1, built_2
        Built-up land or urban extent at the same dates, in any one unit of area, in the same form. Series name the
        same places, in any order.
    years
        From start to end.
    form
        "log" or "linear", see the module text.

    Returns
    -------
    rates
        One row per place (one row, index 0, for numbers): land_rate and people_rate (a year; 0.02 is 2 %), ratio
        (above 1 where land grows faster than people), undefined (why there is no ratio, "" where there is one).
        A rate or ratio that does not exist is NaN: no figure, an empty start, an end that is empty (but for land in
        the linear form), and for the ratio also people who did not change or became fewer, where it is infinite or
        its sign says nothing. ``attrs`` has "form". No rows for empty Series.

    Raises
    ------
    UrbanError
        Figures are negative or infinite, places differ or stand twice, the years are not above 0, or there is no such
        form; all faults at once.
    """
    import pandas as pd

    given = {"people at the start": people_1, "people at the end": people_2}
    given |= {"land at the start": built_1, "land at the end": built_2}
    index, figures = _align(given, years, form)
    start, end, land_start, land_end = figures
    with np.errstate(divide="ignore", invalid="ignore"):
        people_rate = np.log(end / start) / years
        land_rate = (np.log(land_end / land_start) if form == "log" else land_end / land_start - 1) / years
    people_rate[~np.isfinite(people_rate)] = np.nan
    land_rate[~np.isfinite(land_rate)] = np.nan
    reasons = [
        (np.isnan(figures).any(axis=0), mark("a figure is missing")),
        (start == 0, mark("nobody lived there at the start")),
        (end == 0, mark("nobody lives there at the end")),
        (land_start == 0, mark("no built-up land at the start")),
        ((land_end == 0) & (form == "log"), mark("no built-up land at the end")),
        (people_rate == 0, mark("the number of people did not change")),
        (people_rate < 0, mark("people became fewer")),
    ]
    undefined = np.select([where for where, _ in reasons], [why for _, why in reasons], default="")
    ratio = np.full(start.size, np.nan)
    np.divide(land_rate, people_rate, out=ratio, where=undefined == "")
    rates = pd.DataFrame(
        {
            "land_rate": land_rate,
            "people_rate": people_rate,
            "ratio": ratio,
            "undefined": pd.array(undefined.tolist(), dtype="str"),
        },
        index=index,
    )
    rates.attrs = {"form": form}
    return rates


def _align(given: dict[str, Any], years: float, form: str) -> tuple[pd.Index, np.ndarray[Any, np.dtype[np.float64]]]:
    """Bring the four figures to the same places, or tell every fault."""
    import pandas as pd

    faults = []
    if form not in FORMS:
        faults.append(f"there is no form {form!r}; ask for {' or '.join(FORMS)}")
    if not (years > 0 and np.isfinite(years)):
        faults.append(f"{years} years lie between the dates")
    series = {name: one for name, one in given.items() if isinstance(one, pd.Series)}
    index = next((one.index for one in series.values()), pd.RangeIndex(1))
    if series and len(series) < len(given):
        faults.append("some figures are Series by place and some are single numbers")
    elif not index.is_unique:
        faults.append("a place stands twice")
    else:
        for name, one in series.items():
            if len(one) != len(index) or not one.index.isin(index).all():
                faults.append(f"{name} is given for other places than {next(iter(series))}")
    if faults:
        raise UrbanError("no land use efficiency: " + "; ".join(faults))
    columns = [one.reindex(index) if isinstance(one, pd.Series) else [one] for one in given.values()]
    figures = np.stack([np.asarray(column, dtype=np.float64) for column in columns])
    for name, row in zip(given, figures, strict=True):
        if (row < 0).any() or np.isinf(row).any():
            faults.append(f"{name} holds negative or infinite figures")
    if faults:
        raise UrbanError("no land use efficiency: " + "; ".join(faults))
    return index, figures
