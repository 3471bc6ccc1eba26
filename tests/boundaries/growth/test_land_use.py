"""SDG 11.3.1 by pencil, and every case without a ratio."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from boundaries._errors import UrbanError
from boundaries.growth.land_use import land_use_efficiency


def test_land_that_grows_twice_as_fast_as_people() -> None:
    # ten years: people × e^0.2, 2 % a year; land × e^0.4, 4 % a year by logarithms
    rates = land_use_efficiency(1000, 1000 * math.exp(0.2), 50, 50 * math.exp(0.4), 10)
    assert rates.loc[0, ["land_rate", "people_rate", "ratio"]].tolist() == pytest.approx([0.04, 0.02, 2])
    assert rates.loc[0, "undefined"] == ""
    assert rates.attrs == {"form": "log"}


def test_the_linear_form_changes_the_rate_of_land_only() -> None:
    # land from 50 to 75: half as much again in ten years, 5 % a year
    rates = land_use_efficiency(1000, 1000 * math.exp(0.2), 50, 75, 10, form="linear")
    assert rates.loc[0, ["land_rate", "people_rate", "ratio"]].tolist() == pytest.approx([0.05, 0.02, 2.5])


@pytest.mark.parametrize(
    ("people", "land", "form", "why"),
    [
        ((0, 10), (1, 2), "log", "nobody lived there at the start"),
        ((10, 0), (1, 2), "log", "nobody lives there at the end"),
        ((0, 0), (0, 0), "log", "nobody lived there at the start"),
        ((10, 20), (0, 2), "log", "no built-up land at the start"),
        ((10, 20), (0, 2), "linear", "no built-up land at the start"),
        ((10, 20), (2, 0), "log", "no built-up land at the end"),
        ((10, 10), (1, 2), "log", "the number of people did not change"),
        ((20, 10), (2, 1), "log", "people became fewer"),
        ((math.nan, 10), (1, 2), "log", "a figure is missing"),
    ],
)
def test_undefined_cases_are_flagged_and_never_infinite(people, land, form: str, why: str) -> None:
    rates = land_use_efficiency(*people, *land, 5, form=form)
    assert rates.loc[0, "undefined"] == why
    assert np.isnan(rates.loc[0, "ratio"])
    assert not np.isinf(rates[["land_rate", "people_rate"]].to_numpy()).any()


def test_rates_that_exist_stay_where_only_the_ratio_does_not() -> None:
    rates = land_use_efficiency(20, 10, 1, 2, 1)
    assert rates.loc[0, ["land_rate", "people_rate"]].tolist() == pytest.approx([math.log(2), -math.log(2)])
    # all land given up: minus everything, over 5 years
    assert land_use_efficiency(10, 20, 2, 0, 5, form="linear").loc[0, "land_rate"] == pytest.approx(-0.2)


def test_places_are_joined_by_name() -> None:
    start = pd.Series({"lahore": 100.0, "kasur": 50.0})
    end = pd.Series({"kasur": 100.0, "lahore": 200.0})
    land = pd.Series({"lahore": 10.0, "kasur": 0.0})
    rates = land_use_efficiency(start, end, land, pd.Series({"kasur": 3.0, "lahore": 20.0}), 6)
    assert rates.index.tolist() == ["lahore", "kasur"]
    assert rates.loc["lahore", "ratio"] == pytest.approx(1)
    assert rates["undefined"].tolist() == ["", "no built-up land at the start"]


def test_no_places_no_rows() -> None:
    nothing = pd.Series([], dtype="float64")
    rates = land_use_efficiency(nothing, nothing, nothing, nothing, 5)
    assert rates.columns.tolist() == ["land_rate", "people_rate", "ratio", "undefined"]
    assert len(rates) == 0


A, B = pd.Series({"a": 1.0}), pd.Series({"b": 1.0})


@pytest.mark.parametrize(
    ("figures", "told"),
    [
        ((1, 2, 1, 2, 0), "0 years lie between"),
        ((1, 2, 1, 2, math.nan), "nan years"),
        ((-1, 2, 1, math.inf, 5), "people at the start holds negative.*land at the end holds negative or infinite"),
        ((A, B, A, B, 5), "people at the end is given for other places.*land at the end is given for other"),
        ((A, 2, A, A, 5), "some are single numbers"),
        ((pd.Series([1, 2], index=["a", "a"]),) * 4 + (5,), "a place stands twice"),
    ],
)
def test_what_cannot_be_figures_is_refused(figures, told: str) -> None:
    with pytest.raises(UrbanError, match=told):
        land_use_efficiency(*figures)


def test_an_unknown_form_is_refused() -> None:
    with pytest.raises(UrbanError, match="no form 'geometric'; ask for log or linear"):
        land_use_efficiency(1, 2, 1, 2, 5, form="geometric")
