"""Fit statistics by pencil: two flows of 1 and 3 people, of which 2 each were expected."""

from __future__ import annotations

import numpy as np
import pytest

from flows.models.fit_statistics import explain_deviance, measure_deviance, measure_fit, share_common

SEEN, EXPECTED = np.array([1.0, 3.0]), np.array([2.0, 2.0])


@pytest.mark.parametrize(
    ("name", "value"),
    [
        # 2 (1 ln(1/2) - 1 + 2 + 3 ln(3/2) - 3 + 2) = 2 (3 ln 1.5 - ln 2)
        ("deviance", 2 * (3 * np.log(1.5) - np.log(2))),
        ("d2", 0.0),  # what was expected is the mean
        ("srmse", 0.5),  # root of the mean of 1 and 1, over a mean of 2
        ("ssi", (2 / 3 + 4 / 5) / 2),
        ("cpc", 2 * (1 + 2) / (4 + 4)),
        # 1 ln 2 - 2 - ln 1! + 3 ln 2 - 2 - ln 3!
        ("log_likelihood", 4 * np.log(2) - 4 - np.log(6)),
        ("aic", 2 * 5 - 2 * (4 * np.log(2) - 4 - np.log(6))),
    ],
)
def test_by_pencil(name: str, value: float) -> None:
    assert measure_fit(SEEN, EXPECTED, 5)[name] == pytest.approx(value)


def test_a_perfect_fit() -> None:
    fit = measure_fit(np.array([0.0, 1.0, 3.0]), np.array([0.0, 1.0, 3.0]), 3)
    assert (fit["deviance"], fit["d2"], fit["srmse"], fit["ssi"], fit["cpc"]) == (0, 1, 0, 1, 1)


def test_a_pair_without_observed_or_expected_people_is_left_out_of_the_mean_of_pairs() -> None:
    assert measure_fit(np.append(SEEN, 0), np.append(EXPECTED, 0), 1)["ssi"] == pytest.approx((2 / 3 + 4 / 5) / 2)


def test_half_a_person_is_allowed() -> None:
    # Gamma(1.5) = sqrt(π) / 2 stands for 0.5!
    fit = measure_fit(np.array([0.5]), np.array([1.0]), 1)
    assert fit["log_likelihood"] == pytest.approx(-1 - np.log(np.sqrt(np.pi) / 2))


def test_people_where_none_are_expected_make_the_deviance_infinite() -> None:
    assert measure_deviance(np.array([1.0]), np.array([0.0])) == np.inf


@pytest.mark.parametrize("flows", [[], [2.0, 2.0]])
def test_equal_flows_leave_nothing_to_explain(flows: list[float]) -> None:
    assert np.isnan(explain_deviance(np.array(flows), np.array(flows) + 1))


def test_nobody_has_nothing_in_common_with_nobody() -> None:
    assert np.isnan(share_common(np.zeros(2), np.zeros(2)))
