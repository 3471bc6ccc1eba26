"""What protection did, margin by margin."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from flows import DisclosureError
from flows.disclosure import count_blanks, effects, round_controlled, suppress


def frame(values: list[list[float]]) -> pd.DataFrame:
    return pd.DataFrame(values, list("ab"), list("ab"))


def test_what_is_hidden_is_counted_by_margin() -> None:
    told = effects(frame([[3, 20], [30, 0]]), frame([[np.nan, 20], [np.nan, 0]]))
    assert told.to_dict("list") == {
        "margin": ["origin", "origin", "destination", "destination", "all"],
        "code": ["a", "b", "a", "b", ""],
        "before": [23, 30, 33, 20, 53],
        "after": [20, 0, 0, 20, 20],
        "change": [-3, -30, -33, 0, -33],
        "cells": [2, 1, 2, 1, 3],
        "hidden_cells": [1, 1, 2, 0, 2],
        "hidden_people": [3, 30, 33, 0, 33],
        "changed_cells": [0, 0, 0, 0, 0],
    }


def test_what_is_rounded_is_counted_by_margin() -> None:
    # 4 → 3, 5 → 6: the row keeps its 9
    table = frame([[4, 5], [0, 3]])
    told = effects(table, round_controlled(table)).set_index(["margin", "code"])
    assert told.loc[("origin", "a"), ["before", "after", "changed_cells"]].to_list() == [9, 9, 2]
    assert told.loc[("all", ""), ["hidden_cells", "changed_cells"]].to_list() == [0, 2]


def test_suppression_counts_the_same() -> None:
    table = pd.DataFrame([[3, 20, 90], [20, 30, 90], [90, 90, 90]])
    result = suppress(table, 5)
    everything = effects(table, result).iloc[-1]
    counts = count_blanks(table, result, 5)
    assert everything["hidden_cells"] == counts.primary + counts.complementary == 4
    assert everything["hidden_people"] == 3 + 20 + 20 + 30


def test_empty_matrices_have_a_line_for_all() -> None:
    told = effects(pd.DataFrame(dtype="float64"), pd.DataFrame(dtype="float64"))
    assert told["margin"].to_list() == ["all"]
    assert told["before"].to_list() == [0]


def test_other_places_are_refused() -> None:
    with pytest.raises(DisclosureError, match="other places"):
        effects(frame([[1, 2], [3, 4]]), frame([[1, 2], [3, 4]]).rename(index={"a": "c"}))
