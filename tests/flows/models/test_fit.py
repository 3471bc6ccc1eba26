"""Predicting: the places of the fit again, other places, and what each constraint must be told."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from flows import ModelError
from flows.models.fit import Fit
from flows.models.gravity import gravity
from tests.flows.models.austria import DESTINATION_MASS, ORIGIN_MASS, load_distance, load_moves

MASSES: dict[str, dict[str, pd.Series]] = {
    "none": {"origin_mass": ORIGIN_MASS, "destination_mass": DESTINATION_MASS},
    "origin": {"destination_mass": DESTINATION_MASS},
    "destination": {"origin_mass": ORIGIN_MASS},
    "both": {},
}


def fit_austria(constraint: Any, **options: Any) -> Fit:
    return gravity(load_moves(), load_distance(), constraint=constraint, **MASSES[constraint], **options)


def totals_for(constraint: str, flows: pd.DataFrame) -> dict[str, pd.Series]:
    totals = {}
    if constraint in {"origin", "both"}:
        totals["outflow"] = flows.sum(axis=1)
    if constraint in {"destination", "both"}:
        totals["inflow"] = flows.sum()
    return totals


@pytest.mark.parametrize("decay", ["exponential", "power"])
@pytest.mark.parametrize("constraint", list(MASSES))
def test_the_places_of_the_fit_get_the_fitted_flows(constraint: str, decay: str) -> None:
    near = load_distance() < 150
    fit = fit_austria(constraint, decay=decay, covariates={"near": near})
    again = fit.predict(
        load_distance(), **MASSES[constraint], **totals_for(constraint, load_moves()), covariates={"near": near}
    )
    pd.testing.assert_frame_equal(again, fit.fitted, rtol=1e-7)


def test_new_places_without_constraint_by_pencil() -> None:
    fit = fit_austria("none")
    distance = pd.DataFrame([[100.0, 200.0]], ["x"], ["y", "z"])
    flows = fit.predict(
        distance, origin_mass=pd.Series([5000], ["x"]), destination_mass=pd.Series([3000, 4000], ["y", "z"])
    )
    # exp(-7.954474 + 0.863868 ln 5000 + 0.880475 ln 3000 - 0.00620545 · 100) = exp(5.832113)
    assert flows.loc["x", "y"] == pytest.approx(np.exp(5.832113), rel=1e-5)
    assert flows.loc["x", "z"] / flows.loc["x", "y"] == pytest.approx((4 / 3) ** 0.880474585 * np.exp(-0.620544765))


def test_the_outflow_of_new_places_is_shared_among_the_destinations_given() -> None:
    fit = fit_austria("origin")
    distance = pd.DataFrame([[100.0, 100.0, 0.0], [0.0, 100.0, 100.0]], ["x", "y"], ["y", "z", "x"])
    flows = fit.predict(
        distance, outflow=pd.Series([30, 12], ["x", "y"]), destination_mass=pd.Series([7, 7, 7], ["x", "y", "z"])
    )
    # Masses and distances are equal, nobody goes from a place to itself: each has two ways to choose from.
    assert flows.loc["x"].to_list() == pytest.approx([15, 15, 0])
    assert flows.loc["y"].to_list() == pytest.approx([0, 6, 6])


def test_new_places_are_balanced_to_both_totals() -> None:
    distance = pd.DataFrame([[10.0, 300.0], [300.0, 10.0]], ["v", "w"], ["y", "z"])
    out, into = pd.Series([10, 20], ["v", "w"]), pd.Series([12, 18], ["y", "z"])
    flows = fit_austria("both").predict(distance, outflow=out, inflow=into)
    assert flows.sum(axis=1).to_list() == pytest.approx([10, 20])
    assert flows.sum().to_list() == pytest.approx([12, 18])
    # Odds of the table are those of the weights: exp(-0.007915333 · (10 + 10 - 300 - 300))
    odds = flows.loc["v", "y"] * flows.loc["w", "z"] / flows.loc["v", "z"] / flows.loc["w", "y"]
    assert odds == pytest.approx(np.exp(0.007915333 * 580), rel=1e-5)


@pytest.mark.parametrize("constraint", list(MASSES))
def test_no_places_give_an_empty_frame(constraint: str) -> None:
    nothing = pd.Series(dtype="float64")
    given = dict.fromkeys(MASSES[constraint], nothing) | totals_for(constraint, pd.DataFrame(dtype="float64"))
    assert fit_austria(constraint).predict(pd.DataFrame(dtype="float64"), **given).empty


def test_what_is_missing_and_what_is_too_much_is_told_at_once() -> None:
    distance = load_distance()
    with pytest.raises(ModelError) as caught:
        fit_austria("origin", covariates={"near": distance < 150}).predict(
            distance, origin_mass=ORIGIN_MASS, inflow=ORIGIN_MASS, covariates={"far": distance}
        )
    for said in (
        "the fit has no term 'origin_mass'",
        "the fit needs 'destination_mass'",
        "the fit needs 'near'",
        "the fit has no term 'far'",
        "the origin side is constrained: give the outflow of each origin",
        "the destination side is not constrained, so the fit has no use for an inflow",
    ):
        assert said in str(caught.value)


@pytest.mark.parametrize(
    ("out", "into", "said"),
    [
        ([5, 6], [5, 5], "the outflows sum to 11 and the inflows to 10: a difference of 1"),
        ([5, -5], [5, -5], "the outflow of w is negative"),
        ([5, np.nan], [5, 5], "the outflow of w is not a finite number"),
        ([5, 5], [4, 6], "balancing did not come to an end"),  # two places can only swap people
    ],
)
def test_totals_that_cannot_be_met(out: list[float], into: list[float], said: str) -> None:
    places = ["v", "w"]
    distance = pd.DataFrame([[0.0, 9], [9, 0]], places, places)
    with pytest.raises(ModelError, match=said):
        fit_austria("both").predict(distance, outflow=pd.Series(out, places), inflow=pd.Series(into, places))


def test_one_place_has_nowhere_to_send_people() -> None:
    one = pd.Series([5.0], ["x"])
    with pytest.raises(ModelError, match="people leave x, and the distance has no other place for them"):
        fit_austria("origin").predict(pd.DataFrame([[0.0]], ["x"], ["x"]), outflow=one, destination_mass=one)


def test_a_place_named_twice_is_refused() -> None:
    distance = pd.DataFrame([[1.0, 2.0]], ["x"], ["y", "y"])
    with pytest.raises(ModelError, match="twice"):
        fit_austria("both").predict(distance)
