"""Moves between the nine divisions of the United States, 1955–1960 and 1965–1970, with their printed margins.

Plane, "Estimation of place-to-place migration flows from net migration totals", International Regional Science
Review 6 (1981), tables 1 and 2, from the Censuses of 1960 and 1970 (residence five years ago). Populations: United
States Census Bureau, 1960 (179,323,175) and 1970 (203,211,926, before corrections); each division agrees with the
resident population by division in the Statistical Abstract to the tenth of a million that is printed there.
"""

from __future__ import annotations

import warnings

import numpy as np
import pandas as pd
import pytest

from flows import OrientationWarning, indicators

DIVISIONS = [
    "New England",
    "Middle Atlantic",
    "East North Central",
    "West North Central",
    "South Atlantic",
    "East South Central",
    "West South Central",
    "Mountain",
    "Pacific",
]

MOVES = {
    "1955–1960": [
        [0, 145427, 54808, 17279, 161994, 12543, 25316, 21087, 103119],
        [199863, 0, 237291, 44490, 569104, 46250, 67658, 65571, 256831],
        [61206, 187602, 0, 231960, 465811, 191921, 141654, 158664, 441809],
        [21458, 43814, 245838, 0, 102962, 36722, 149497, 195778, 345633],
        [95866, 335295, 285023, 62794, 0, 188590, 130284, 62797, 225611],
        [15882, 47772, 308046, 41992, 290165, 0, 128317, 27729, 90938],
        [23372, 50564, 130445, 138450, 140701, 106365, 0, 166598, 325570],
        [14086, 26131, 58334, 81148, 47585, 16832, 107660, 0, 339713],
        [41772, 79106, 127095, 115000, 148283, 40851, 157625, 251281, 0],
    ],
    "1965–1970": [
        [0, 170114, 74674, 25323, 187335, 17075, 33619, 28575, 104674],
        [270352, 0, 286094, 63742, 685312, 51581, 88877, 83920, 256926],
        [83458, 228315, 0, 271849, 530907, 219465, 171351, 166234, 379982],
        [27591, 57223, 274161, 0, 135856, 46875, 177637, 173964, 261654],
        [120995, 348828, 322139, 85058, 0, 236861, 181067, 83734, 262310],
        [19461, 48512, 266731, 46107, 300992, 0, 134746, 25625, 81791],
        [28324, 59893, 149599, 137424, 188181, 114795, 0, 127539, 271580],
        [20160, 40884, 91693, 108093, 83636, 23645, 150525, 0, 416789],
        [66969, 122086, 212253, 154824, 243283, 59975, 235391, 326260, 0],
    ],
}

# As printed, but for three slips of the copy read that row, column and net total together give away: the cell South
# Atlantic to East South Central, and the out-migrants of West South Central (1955–1960) and Mountain (1965–1970).
OUT = {
    "1955–1960": [541573, 1487058, 1880627, 1141702, 1386260, 950841, 1082065, 691489, 961013],
    "1965–1970": [641389, 1786804, 2051561, 1154961, 1640992, 923965, 1077335, 935425, 1421041],
}
NET = {
    "1955–1960": [-68068, -571347, -433747, -408589, 540345, -310767, -174054, 258016, 1168211],
    "1965–1970": [-4079, -710949, -374217, -262541, 714510, -153693, 95878, 80426, 614665],
}

PEOPLE = {
    1960: [10509367, 34168452, 36225024, 15394115, 25971732, 12050126, 16951255, 6855060, 21198044],
    1970: [11841663, 37199040, 40252476, 16319187, 30671337, 12803470, 19320560, 8281562, 26522631],
}

both = pytest.mark.parametrize("period", list(MOVES))


def moves(period: str) -> pd.DataFrame:
    return pd.DataFrame(MOVES[period], index=DIVISIONS, columns=DIVISIONS)


def people(year: int) -> pd.Series:
    return pd.Series(PEOPLE[year], index=DIVISIONS)


def test_the_populations_are_those_the_censuses_published() -> None:
    assert people(1960).sum() == 179_323_175
    assert people(1970).sum() == 203_211_926


@both
def test_rates_give_the_printed_margins_back(period: str) -> None:
    matrix, population = moves(period), people(1960)
    out = indicators.out_migration_rate(matrix, population) * population / 1000
    net = indicators.net_migration_rate(matrix, population) * population / 1000
    into = indicators.in_migration_rate(matrix, population) * population / 1000
    assert out.to_numpy() == pytest.approx(OUT[period])
    assert net.to_numpy() == pytest.approx(NET[period])
    assert into.to_numpy() == pytest.approx(np.add(OUT[period], NET[period]))


@both
def test_effectiveness_from_the_printed_margins(period: str) -> None:
    out, net = np.array(OUT[period]), np.array(NET[period])
    by_hand = 100 * np.abs(net).sum() / (2 * out.sum())
    assert indicators.migration_effectiveness(moves(period)) == pytest.approx(by_hand)
    places = indicators.effectiveness_by_place(moves(period))
    assert places.to_numpy() == pytest.approx(100 * net / (2 * out + net))


def test_migration_shifted_fewer_people_in_the_later_years() -> None:
    # 3,933,144 of 20,245,256 arrivals and departures, against 3,010,958 of 23,266,946
    earlier, later = (indicators.migration_effectiveness(moves(period)) for period in MOVES)
    assert earlier == pytest.approx(19.4275, abs=1e-4)
    assert later == pytest.approx(12.9409, abs=1e-4)


@both
def test_intensity_effectiveness_and_the_net_rate_hang_together(period: str) -> None:
    matrix, population = moves(period), people(1960)
    intensity = indicators.crude_migration_intensity(matrix, population)
    assert intensity == pytest.approx(100 * sum(OUT[period]) / 179_323_175)
    assert indicators.courgeau_k(matrix, population) == pytest.approx(intensity / np.log(81))
    net_rate = indicators.aggregate_net_migration_rate(matrix, population)
    assert net_rate == pytest.approx(50 * np.abs(NET[period]).sum() / 179_323_175)
    assert net_rate == pytest.approx(intensity * indicators.migration_effectiveness(matrix) / 100)


@both
def test_spread_pair_by_pair(period: str) -> None:
    """The definitions written out, every flow against every other: no sorting to go wrong."""
    matrix = moves(period)
    flows = matrix.to_numpy("float64")[~np.eye(9, dtype=bool)]
    pairs = np.abs(flows[:, None] - flows).sum()
    assert indicators.gini(matrix) == pytest.approx(pairs / (2 * 71 * flows.sum()))
    assert indicators.gini(matrix, corrected=False) == pytest.approx(pairs / (2 * 72 * flows.sum()))
    assert indicators.inequality(matrix) == pytest.approx(0.5 * np.abs(flows / flows.sum() - 1 / 72).sum())
    assert indicators.coefficient_of_variation(matrix) == pytest.approx(flows.std() / flows.mean())
    by_origin = flows.reshape(9, 8)
    out = by_origin.std(axis=1) / by_origin.mean(axis=1)
    assert indicators.coefficient_of_variation_origin(matrix).to_numpy() == pytest.approx(out)
    aggregate = (by_origin.sum(axis=1) * out).sum() / flows.sum()
    assert indicators.aggregate_coefficient_of_variation(matrix, field="origin") == pytest.approx(aggregate)
    assert indicators.connectivity(matrix) == 1


def test_independence_by_balancing() -> None:
    """Fitted here by scaling rows and columns in turn, which the measure itself does not do."""
    matrix = moves("1965–1970")
    observed = matrix.to_numpy("float64")
    fit = 1.0 - np.eye(9)
    for _ in range(200):
        fit *= (observed.sum(axis=1) / fit.sum(axis=1))[:, None]
        fit *= observed.sum(axis=0) / fit.sum(axis=0)
    by_hand = 0.5 * np.abs(observed - fit).sum() / observed.sum()
    assert indicators.inequality(matrix, against="independence") == pytest.approx(by_hand)


def test_the_divisions_that_gained_by_migration_grew() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        correlation = indicators.check_orientation(moves("1965–1970"), people(1960), people(1970))
    assert correlation > 0.7


def test_destinations_read_as_origins_are_noticed() -> None:
    with pytest.warns(OrientationWarning, match="transpos|swapped"):
        indicators.check_orientation(moves("1965–1970").T, people(1960), people(1970))
