"""
The terms of a gravity model: distance, masses and covariates as arrays, checked and aligned by label.

A distance enters as itself (exponential decay) or as its logarithm (power decay), a mass as its logarithm, a
covariate as itself. A pair of a place with itself is never used.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

Decay = Literal["exponential", "power"]

DISTANCE, ORIGIN_MASS, DESTINATION_MASS, INTERCEPT = "distance", "origin_mass", "destination_mass", "intercept"
RESERVED = frozenset({DISTANCE, ORIGIN_MASS, DESTINATION_MASS, INTERCEPT})


@dataclass(frozen=True)
class Terms:
    """
    What a model is told of each pair of places, before it is arranged in arrays.

    Attributes
    ----------
    rows, columns
        Codes of the n origins and the m destinations.
    distance
        n × m.
    decay
        How distance enters.
    origin_mass, destination_mass
        By place, or None for no such term.
    covariates
        n × m each, by name.
    """

    rows: pd.Index
    columns: pd.Index
    distance: pd.DataFrame
    decay: Decay
    origin_mass: pd.Series | None = None
    destination_mass: pd.Series | None = None
    covariates: Mapping[str, pd.DataFrame] = field(default_factory=dict)

    def find_faults(self) -> list[str]:
        """
        Find everything that is wrong with the terms.

        Returns
        -------
        faults
            A sentence each; empty if all is well.
        """
        faults = self._find_pair_faults(DISTANCE, self.distance, positive=self.decay == "power")
        for name, mass, places in self._masses():
            faults += find_total_faults(name.replace("_", " "), mass, places, zero=False)
        for name, values in self.covariates.items():
            if name in RESERVED:
                faults.append(f"a covariate cannot be named {name!r}, which is a parameter already")
            faults += self._find_pair_faults(f"covariate {name!r}", values)
        return faults

    def arrange(self) -> dict[str, Floats]:
        """
        Arrange the terms in arrays that broadcast to n × m.

        Returns
        -------
        arrays
            Masses, distance, covariates, in this order, by parameter name. A mass is n × 1 or 1 × m. Where origin
            and destination are the same place, a value is the mean of the others.
        """
        arrays = {}
        for name, mass, places in self._masses():
            logs = np.log(mass.reindex(places).to_numpy(dtype="float64"))
            arrays[name] = logs[:, None] if name == ORIGIN_MASS else logs[None, :]
        km = self._fill(self._align(self.distance))
        arrays[DISTANCE] = km if self.decay == "exponential" else np.log(km, out=km)
        return arrays | {name: self._fill(self._align(values)) for name, values in self.covariates.items()}

    def inside(self) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """
        Find the pairs of a place with itself.

        Returns
        -------
        rows, columns
            Positions.
        """
        positions = self.columns.get_indexer(self.rows)
        found = np.flatnonzero(positions >= 0)
        return found, positions[found]

    def _masses(self) -> Iterable[tuple[str, pd.Series, pd.Index]]:
        if self.origin_mass is not None:
            yield ORIGIN_MASS, self.origin_mass, self.rows
        if self.destination_mass is not None:
            yield DESTINATION_MASS, self.destination_mass, self.columns

    def _align(self, values: pd.DataFrame) -> Floats:
        return np.array(values.reindex(index=self.rows, columns=self.columns), dtype="float64", order="C")

    def _fill(self, values: Floats) -> Floats:
        """Set the values nobody uses to the mean of the others, where they are never in the way."""
        inside = self.inside()
        values[inside] = 0.0
        values[inside] = values.sum() / max(values.size - len(inside[0]), 1)
        return values

    def _find_pair_faults(self, word: str, values: pd.DataFrame, *, positive: bool = False) -> list[str]:
        faults = find_table_faults(word, values) or [
            *find_label_faults(word, values.index, self.rows, "row"),
            *find_label_faults(word, values.columns, self.columns, "column"),
        ]
        if faults:
            return faults
        numbers = self._align(values)
        numbers[self.inside()] = 1.0
        wrong = ~np.isfinite(numbers)
        said = "is not a finite number"
        if not wrong.any() and word == DISTANCE:
            wrong = numbers <= 0 if positive else numbers < 0
            said = "is not positive, which power decay needs" if positive else "is negative"
        return tell_pairs(word, wrong, self.rows, self.columns, said)


def find_table_faults(word: str, values: object) -> list[str]:
    """
    Find out whether something is a table of numbers.

    Parameters
    ----------
    word
        What it is, for the sentence.
    values
        Anything.

    Returns
    -------
    faults
        One sentence if it is no DataFrame, or a cell of it is no number; else none.
    """
    import pandas as pd

    if not isinstance(values, pd.DataFrame):
        return [f"the {word} must be a DataFrame with the places on both sides, not {type(values).__name__}"]
    return _find_text(word, values)


def find_label_faults(word: str, labels: pd.Index, places: pd.Index, axis: str) -> list[str]:
    """
    Compare the labels of something with the places of the model.

    Parameters
    ----------
    word, axis
        What it is and which side, for the sentence.
    labels, places
        Codes in any order.

    Returns
    -------
    faults
        Twice named, missing and unknown codes.
    """
    if not labels.is_unique:
        return [f"the {word} names a {axis} twice: {_list(labels[labels.duplicated()])}"]
    missing, unknown = places.difference(labels, sort=False), labels.difference(places, sort=False)
    faults = []
    if len(missing):
        faults.append(f"the {word} has no {axis} for {_list(missing)}")
    if len(unknown):
        faults.append(f"the {word} has a {axis} for {_list(unknown)}, which the flows do not have")
    return faults


def find_total_faults(word: str, values: object, places: pd.Index, *, zero: bool) -> list[str]:
    """
    Find what is wrong with one number for each place.

    Parameters
    ----------
    word
        What they are, for the sentence.
    values
        By place.
    places
        Codes in any order.
    zero
        Whether a zero is allowed.

    Returns
    -------
    faults
        A sentence each.
    """
    import pandas as pd

    if not isinstance(values, pd.Series):
        return [f"the {word} must be a Series with a number for each place, not {type(values).__name__}"]
    faults = _find_text(word, values) or find_label_faults(word, values.index, places, "value")
    if faults:
        return faults
    numbers = values.reindex(places).to_numpy(dtype="float64")
    infinite = ~np.isfinite(numbers)
    low = ~infinite & (numbers < 0 if zero else numbers <= 0)
    if infinite.any():
        faults.append(f"the {word} of {_list(places[infinite])} is not a finite number")
    if low.any():
        said = "negative" if zero else "not positive, and has no logarithm; leave the place out or give it a mass"
        faults.append(f"the {word} of {_list(places[low])} is {said}")
    return faults


def tell_pairs(word: str, wrong: NDArray[np.bool_], rows: pd.Index, columns: pd.Index, said: str) -> list[str]:
    """
    Name the first pair that is wrong, and count the rest.

    Parameters
    ----------
    word, said
        What is wrong and how, for the sentence.
    wrong
        n × m.
    rows, columns
        Codes.

    Returns
    -------
    faults
        One sentence, or none.
    """
    if not wrong.any():
        return []
    row, column = (int(position[0]) for position in np.nonzero(wrong))
    others = int(wrong.sum()) - 1
    more = f" (and of {others} other pairs)" if others > 1 else " (and of one other pair)" if others else ""
    return [f"the {word} from {rows[row]} to {columns[column]}{more} {said}"]


def _find_text(word: str, values: pd.DataFrame | pd.Series) -> list[str]:
    # What holds nothing but numbers need not be copied to find out.
    kinds = np.atleast_1d(np.asarray(values.dtypes, dtype=object))
    if all(isinstance(kind, np.dtype) and kind.kind in "biuf" for kind in kinds):
        return []
    try:
        np.array(values, dtype="float64")
    except (TypeError, ValueError):
        return [f"the {word} holds something that is not a number"]
    return []


def _list(labels: pd.Index, *, most: int = 10) -> str:
    names = [str(label) for label in labels[:most]]
    return ", ".join(names) + (f" and {len(labels) - most} more" if len(labels) > most else "")
