"""Moves between the 17 provinces of Korea in 2020: the example in which a published package goes wrong.

Statistics Korea, Internal Migration Statistics and Population Statistics Based on Resident Registration. 2,534,114
people moved between provinces. The help of the R package migest prints for that year a crude intensity of 4.89,
Courgeau's k of 0.863, an effectiveness of 7.67, and an aggregate net migration rate of 375133: its populations are
in millions.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from flows import IndicatorError, indicators

MOVED = 2_534_114

PEOPLE = {
    "Seoul": 9668465,
    "Busan": 3391946,
    "Daegu": 2418346,
    "Incheon": 2942828,
    "Gwangju": 1450062,
    "Daejeon": 1463882,
    "Ulsan": 1136017,
    "Sejong": 355831,
    "Gyeonggi-do": 13427014,
    "Gangwon-do": 1542840,
    "Chungcheongbuk-do": 1600837,
    "Chungcheongnam-do": 2121029,
    "Jeollabuk-do": 1804104,
    "Jeollanam-do": 1851549,
    "Gyeongsangbuk-do": 2639422,
    "Gyeongsangnam-do": 3340216,
    "Jeju": 674635,
}


@pytest.fixture
def population() -> pd.Series:
    return pd.Series(PEOPLE)


@pytest.fixture
def matrix() -> pd.DataFrame:
    """Spread all who moved over the pairs by size: what is asked of them here depends on their number only."""
    share = np.array(list(PEOPLE.values())) / sum(PEOPLE.values())
    expected = np.outer(share, share)
    np.fill_diagonal(expected, 0)
    return pd.DataFrame(MOVED * expected / expected.sum(), index=list(PEOPLE), columns=list(PEOPLE))


def test_intensity_and_k_as_printed(matrix: pd.DataFrame, population: pd.Series) -> None:
    assert population.sum() == 51_829_023
    assert indicators.crude_migration_intensity(matrix, population) == pytest.approx(4.89, abs=0.005)
    assert indicators.courgeau_k(matrix, population) == pytest.approx(0.863, abs=0.0005)


@pytest.mark.parametrize(
    "measure", ["crude_migration_intensity", "aggregate_net_migration_rate", "courgeau_k", "preference", "velocity"]
)
def test_populations_in_millions_are_refused(matrix: pd.DataFrame, population: pd.Series, measure: str) -> None:
    with pytest.raises(IndicatorError, match="give populations in persons"):
        getattr(indicators, measure)(matrix, population / 1e6)


def test_the_rate_meant_is_a_millionth_of_the_one_printed(matrix: pd.DataFrame, population: pd.Series) -> None:
    # the identity: intensity times effectiveness, with the effectiveness as printed, 7.67 (7.665 to 7.675)
    by_identity = indicators.crude_migration_intensity(matrix, population) * 7.67 / 100
    assert by_identity == pytest.approx(375133 / 1e6, abs=4.89 * 0.005 / 100)
