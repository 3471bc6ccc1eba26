"""What protection did to a table, margin by margin: for whoever publishes it, not for publication."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .checks import check_same_places

if TYPE_CHECKING:
    import pandas as pd


def effects(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """
    Tell what suppression or rounding did to the cells and the totals of a matrix.

    Parameters
    ----------
    before
        The true matrix; rows are origins, columns are destinations.
    after
        The protected matrix, same labels in the same order; a hidden cell is NaN.

    Returns
    -------
    effects
        One row for each origin, then each destination, then one for all; columns `margin` ("origin", "destination",
        "all"), `code` ("" for all), `before` and `after` (people of the true cells, and of those shown),
        `change` (after less before), `cells` (above 0), `hidden_cells`, `hidden_people`, and `changed_cells` (shown
        with another number). It holds true totals, hidden ones too: never publish it. Empty matrices give the one
        row of all.

    Raises
    ------
    DisclosureError
        The two matrices do not have the same labels in the same order.
    """
    import pandas as pd

    check_same_places(before, after)
    hidden = after.isna()
    counts = {
        "before": before,
        "after": after.fillna(0),
        "cells": (before > 0).astype("int64"),
        "hidden_cells": hidden.astype("int64"),
        "hidden_people": before.where(hidden, 0),
        "changed_cells": (~hidden & (before != after)).astype("int64"),
    }
    out = {name: table.sum(axis="columns").array for name, table in counts.items()}
    into = {name: table.sum(axis="index").array for name, table in counts.items()}
    everything = {name: [table.to_numpy().sum()] for name, table in counts.items()}
    parts = [
        pd.DataFrame({"margin": "origin", "code": before.index} | out),
        pd.DataFrame({"margin": "destination", "code": before.columns} | into),
        pd.DataFrame({"margin": ["all"], "code": [""]} | everything),
    ]
    result = pd.concat([part for part in parts if len(part)], ignore_index=True)
    result.insert(4, "change", result["after"] - result["before"])
    return result
