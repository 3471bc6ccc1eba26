"""Where a model fits: totals and shares by place, and residuals that add up."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from flows.models.fit import Fit
from flows.models.gravity import gravity
from flows.models.local_fit import local_fit, residuals
from tests.flows.models.austria import load_distance, load_moves


def make_fit(observed: list[list[float]], fitted: list[list[float]]) -> Fit:
    """Put together a fit that nothing was fitted for."""
    labels = list("abc"[: len(observed)])
    nothing = pd.Series(dtype="float64")
    return Fit(
        constraint="none",
        decay="power",
        parameters=nothing,
        standard_errors=nothing,
        observed=pd.DataFrame(observed, labels, labels, dtype="float64"),
        fitted=pd.DataFrame(fitted, labels, labels, dtype="float64"),
        statistics=nothing,
    )


SMALL = make_fit([[0, 1, 3], [4, 0, 4], [0, 0, 0]], [[0, 2, 2], [5, 0, 4], [0, 0, 0]])


def test_places_by_pencil() -> None:
    places = local_fit(SMALL)
    assert places.loc["a", ["outflow", "fitted_outflow", "inflow", "fitted_inflow"]].to_list() == [4, 4, 4, 5]
    # a sends 1 and 3, expected 2 and 2, which is their mean: D² 0, in common 2 (1 + 2) / 8
    assert places.loc["a", ["d2_origin", "cpc_origin"]].to_list() == pytest.approx([0, 0.75])
    # b sends 4 and 4: nothing to explain. In common 2 (4 + 4) / (8 + 9)
    assert np.isnan(places.loc["b", "d2_origin"])
    assert places.loc["b", "cpc_origin"] == pytest.approx(16 / 17)
    # nobody leaves c, nor is expected to
    assert places.loc["c", ["d2_origin", "cpc_origin"]].isna().all()
    # c takes 3 and 4, expected 2 and 4: in common 2 (2 + 4) / (7 + 6)
    assert places.loc["c", "cpc_destination"] == pytest.approx(12 / 13)


def test_the_totals_of_a_doubly_constrained_fit_are_the_observed_ones() -> None:
    places = local_fit(gravity(load_moves(), load_distance(), constraint="both"))
    assert places["fitted_outflow"].to_numpy() == pytest.approx(places["outflow"].to_numpy())
    assert places["fitted_inflow"].to_numpy() == pytest.approx(places["inflow"].to_numpy())
    assert list(places.index) == list(load_moves().index)


def test_residuals_by_pencil() -> None:
    assert residuals(SMALL).loc["a"].to_list() == [0, -1, 1]
    assert residuals(SMALL, kind="pearson").loc["a"].to_list() == pytest.approx([0, -1 / 2**0.5, 1 / 2**0.5])
    # sqrt(2 (1 ln(1/2) - 1 + 2)) and sqrt(2 (3 ln(3/2) - 3 + 2))
    wanted = [0, -np.sqrt(2 - 2 * np.log(2)), np.sqrt(6 * np.log(1.5) - 2)]
    assert residuals(SMALL, kind="deviance").loc["a"].to_list() == pytest.approx(wanted)
    assert (residuals(SMALL, kind="pearson").loc["c"] == 0).all()


def test_squared_deviance_residuals_add_up_to_the_deviance() -> None:
    fit = gravity(load_moves(), load_distance(), constraint="both")
    assert (residuals(fit, kind="deviance") ** 2).to_numpy().sum() == pytest.approx(fit.statistics["deviance"])
    assert residuals(fit).to_numpy().sum() == pytest.approx(0, abs=1e-6)


def test_no_places_have_no_fit() -> None:
    nothing = make_fit([], [])
    assert local_fit(nothing).empty
    assert residuals(nothing).empty
