"""What is a table of people, a threshold and an interval here; everything else is refused in a sentence."""

from __future__ import annotations

from numbers import Integral, Real
from typing import TYPE_CHECKING

import numpy as np

from flows._errors import DisclosureError

if TYPE_CHECKING:
    import pandas as pd

    from .intervals import Floats


def check_table(matrix: pd.DataFrame) -> Floats:
    """
    Refuse what is not a table of people.

    Parameters
    ----------
    matrix
        People; see `suppress`.

    Returns
    -------
    values
        n × m.

    Raises
    ------
    DisclosureError
        A cell is no number, negative or not finite, or a place is named twice.
    """
    faults = [
        f"a {word} is named twice"
        for word, labels in (("row", matrix.index), ("column", matrix.columns))
        if not labels.is_unique
    ]
    values = np.zeros(matrix.shape)
    try:
        values = matrix.to_numpy(dtype="float64", na_value=np.nan)
    except (TypeError, ValueError) as error:
        faults.append(f"a cell is no number of people: {error}")
    if not np.isfinite(values).all():
        faults.append("the matrix holds a value that is not a finite number")
    elif (values < 0).any():
        faults.append("the matrix holds a negative value; people are counted, nets are differences of two counts")
    if faults:
        raise DisclosureError("cannot protect this matrix:\n- " + "\n- ".join(faults))
    return values


def check_same_places(before: pd.DataFrame, after: pd.DataFrame) -> None:
    """
    Refuse to compare matrices of different places.

    Parameters
    ----------
    before, after
        Two matrices.

    Raises
    ------
    DisclosureError
        They do not have the same labels in the same order.
    """
    if not (before.index.equals(after.index) and before.columns.equals(after.columns)):
        raise DisclosureError("cannot compare a matrix with one of other places: rows and columns must be the same")


def tell_threshold_fault(threshold: object) -> list[str]:
    """
    Say what is wrong with a threshold.

    Parameters
    ----------
    threshold
        Whatever was given.

    Returns
    -------
    faults
        One sentence, or none.
    """
    if isinstance(threshold, Real) and 0 < float(threshold) < np.inf:
        return []
    return [f"the threshold is {threshold!r}; it must be a number of people above 0"]


def tell_base_fault(base: object) -> list[str]:
    """
    Say what is wrong with a base to round to.

    Parameters
    ----------
    base
        Whatever was given.

    Returns
    -------
    faults
        One sentence, or none.
    """
    if isinstance(base, Integral) and int(base) >= 2:
        return []
    return [f"the base is {base!r}; it must be a whole number from 2 up"]


def check_limits(threshold: float, protection: tuple[float, float] | None, values: Floats) -> tuple[float, float]:
    """
    Refuse limits that do not protect, and find the protection interval where none is given.

    Parameters
    ----------
    threshold, protection
        See `suppress`.
    values
        The true table.

    Returns
    -------
    low, high
        The protection interval.

    Raises
    ------
    DisclosureError
        The threshold is no number above 0, or the protection interval does not hold the one of `find_protection`.
    """
    faults = tell_threshold_fault(threshold)
    if not faults and protection is not None:
        low, high = find_protection(values, threshold)
        try:
            first, last = (float(end) for end in protection)
            if not (0 <= first <= low and high <= last < np.inf):
                faults.append(
                    f"the protection interval is {first:g} to {last:g}; with this threshold it must be finite and hold "
                    f"all from {low:g} to {high:g}, or small numbers could be told"
                )
        except (TypeError, ValueError):
            faults.append(f"the protection interval is {protection!r}; it must be two numbers of people")
    if faults:
        raise DisclosureError("cannot protect this matrix:\n- " + "\n- ".join(faults))
    return find_protection(values, threshold) if protection is None else (first, last)


def find_protection(values: Floats, threshold: float) -> tuple[float, float]:
    """
    Find the interval of numbers that every small cell must still possibly be.

    Parameters
    ----------
    values
        The true table.
    threshold
        Cells above 0 and below it are small.

    Returns
    -------
    low, high
        From the smallest number of people to the threshold, to the whole number above it where all are whole
        numbers; never narrower than one person, since from 1 to 1.5 there is one whole number only.
    """
    low = find_least(values)
    return low, max(float(np.ceil(threshold)) if low else float(threshold), low + 1)


def find_least(values: Floats) -> float:
    """
    Tell the smallest number an attacker thinks possible in a blank: zeros are published, so it is not one.

    Parameters
    ----------
    values
        The true table.

    Returns
    -------
    least
        1 where all people are whole numbers, else 0.
    """
    return 1.0 if bool((values == np.round(values)).all()) else 0.0
