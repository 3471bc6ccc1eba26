"""
Net migration without a matrix: what two counts of the same people leave over when births and deaths are taken out.

Each measure is for one age group and sex of each place, or for all ages; sums over groups are the reader's. The result
mixes migration with errors of the two counts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from ._checks import check_people, stop

if TYPE_CHECKING:
    import pandas as pd

# Census survival ratios rise above 1 where the second count was the better one; 2 and more are percent or per 1,000.
_HIGHEST_RATIO = 2.0


def net_migration_by_survival_ratio(
    start: pd.Series,
    end: pd.Series,
    survival: pd.Series,
    *,
    method: Literal["forward", "reverse", "average"] = "forward",
) -> pd.Series:
    """
    How many people a group gained or lost by migration, given how many of it would have lived to the second count.

    Parameters
    ----------
    start
        Persons at the first count, indexed by place, or by age group at one place: those 20 to 24, say.
    end
        The same people at the second count, by the same labels: ten years on, those 30 to 34.
    survival
        Share of a group that lives to the second count, by the same labels: 0.97, not 97; above 0 and below 2.
    method
        "forward" counts migrants at the end, end - survival · start: those who came and lived. "reverse" counts them
        at the start, end / survival - start, as if all had moved, and nobody died, before. "average" is the mean of
        the two, for moves spread over the interval.

    Returns
    -------
    net
        Persons for each label of `start`, gains positive. Empty for empty input.

    Raises
    ------
    IndicatorError
        The three do not name the same places or groups, or a number is negative, missing or no survival ratio.

    Notes
    -----
    United Nations, Manual VI, "Methods of Measuring Internal Migration" (1970), chapter 2; migest's `net_sr` gives all
    three. Of those born in the interval nobody is in `start`: give their births there, and their survival from birth.
    """
    people = check_people(start=start, end=end, survival=survival)
    before, after, ratio = people["start"], people["end"], people["survival"]
    faults = []
    if method not in {"forward", "reverse", "average"}:
        faults.append(f'method must be "forward", "reverse" or "average", not {method!r}')
    wrong = [
        f"{label} ({share:g})"
        for label, share in zip(start.index, ratio, strict=True)
        if not 0 < share < _HIGHEST_RATIO
    ]
    if wrong:
        faults.append(f"survival must be a share above 0, such as 0.97, and below 2: {', '.join(wrong[:10])}")
    stop(faults)
    forward, reverse = after - ratio * before, after / ratio - before
    net = {"forward": forward, "reverse": reverse, "average": (forward + reverse) / 2}[method]
    return _label(start, net)


def net_migration_by_vital_statistics(
    start: pd.Series, end: pd.Series, births: pd.Series, deaths: pd.Series
) -> pd.Series:
    """
    How many people a place gained or lost by migration: its growth less its births, plus its deaths.

    Parameters
    ----------
    start, end
        Persons at the first and at the second count, indexed by place.
    births, deaths
        Registered between the counts, by the same labels in any order.

    Returns
    -------
    net
        Persons for each label of `start`, gains positive: (end - start) - (births - deaths). Empty for empty input.

    Raises
    ------
    IndicatorError
        The four do not name the same places, or a number is negative or missing.

    Notes
    -----
    The balancing equation; United Nations, Manual VI (1970), chapter 2; migest's `net_vs`. It needs complete
    registration, which no district of Pakistan has: see `flows.net_migration`.
    """
    people = check_people(start=start, end=end, births=births, deaths=deaths)
    return _label(start, (people["end"] - people["start"]) - (people["births"] - people["deaths"]))


def _label(like: pd.Series, values: object) -> pd.Series:
    import pandas as pd

    return pd.Series(values, index=like.index, name="net", dtype="float64")
