"""Net migration from two counts, by pencil."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows import IndicatorError
from flows.indicators import net_migration_by_survival_ratio, net_migration_by_vital_statistics

AGES = ["10–14", "15–19"]
START = pd.Series([1000, 800], AGES)
END = pd.Series([1100, 600], AGES)
RATIO = pd.Series([0.95, 0.75], AGES)


@pytest.mark.parametrize(
    ("method", "first", "second"),
    [
        ("forward", 1100 - 950, 600 - 600),
        ("reverse", 1100 / 0.95 - 1000, 600 / 0.75 - 800),
        ("average", (150 + 1100 / 0.95 - 1000) / 2, 0),
    ],
)
def test_three_ways_to_survive(method: str, first: float, second: float) -> None:
    found = net_migration_by_survival_ratio(START, END, RATIO, method=method)  # type: ignore[arg-type]
    assert found.to_dict() == pytest.approx({"10–14": first, "15–19": second})
    assert found.name == "net"


def test_growth_less_births_plus_deaths() -> None:
    births, deaths = pd.Series([300, 200], AGES), pd.Series([90, 50], AGES)
    found = net_migration_by_vital_statistics(START, END, births, deaths)
    # +100 - 300 + 90, -200 - 200 + 50
    assert found.to_dict() == {"10–14": -110, "15–19": -350}


def test_labels_are_matched_in_any_order() -> None:
    found = net_migration_by_survival_ratio(START, END[::-1], RATIO[::-1])
    assert found.to_dict() == pytest.approx({"10–14": 150, "15–19": 0})


def test_nobody_gives_nothing() -> None:
    nobody = pd.Series(dtype="float64")
    assert net_migration_by_survival_ratio(nobody, nobody, nobody).empty
    assert net_migration_by_vital_statistics(nobody, nobody, nobody, nobody).empty


@given(start=st.floats(0, 1e6), end=st.floats(0, 1e6), ratio=st.floats(0.01, 1.5))
def test_law_forward_is_reverse_that_survived(start: float, end: float, ratio: float) -> None:
    one = [pd.Series([value]) for value in (start, end, ratio)]
    forward = net_migration_by_survival_ratio(*one)[0]
    assert net_migration_by_survival_ratio(*one, method="reverse")[0] * ratio == pytest.approx(forward, abs=1e-6)


def test_what_is_wrong_is_told_together() -> None:
    with pytest.raises(IndicatorError) as caught:
        net_migration_by_survival_ratio(START * -1, END.set_axis(["10–14", "20–24"]), RATIO)
    for said in ("not in end: 15–19", "not in start: 20–24", "10–14 is -1000"):
        assert said in str(caught.value)


@pytest.mark.parametrize("share", [0, 95, 970])
def test_a_survival_ratio_is_a_share_above_nought(share: float) -> None:
    with pytest.raises(IndicatorError, match=rf"15–19 \({share}\)"):
        net_migration_by_survival_ratio(START, END, pd.Series([0.9, share], AGES))


def test_an_unknown_method_is_refused() -> None:
    with pytest.raises(IndicatorError, match="not 'backward'"):
        net_migration_by_survival_ratio(START, END, RATIO, method="backward")  # type: ignore[arg-type]


def test_one_ratio_for_all_must_be_given_for_each() -> None:
    with pytest.raises(IndicatorError, match="survival must be a Series indexed by place or group, not float"):
        net_migration_by_survival_ratio(START, END, 0.95)  # type: ignore[arg-type]
