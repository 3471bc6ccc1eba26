"""Urban classes on grids drawn by hand, and what must hold on any grid. One character is one km²."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from boundaries import _errors
from boundaries.urban.degurba import CLASS_NAMES, GHSL_R2023A, MANUAL_2021, Thresholds, degree_of_urbanisation

NAMED = {"manual": MANUAL_2021, "ghsl": GHSL_R2023A}

# People of a cell, by the character that stands for it in a drawing.
PEOPLE = {".": 0, "v": 49, "l": 50, "r": 300, "s": 900, "D": 1_500, "B": 6_000, "C": 10_000, "?": np.nan}
CODE = {"C": 30, "D": 23, "s": 22, "u": 21, "r": 13, "l": 12, "v": 11, ".": 11, "w": 10, "?": 0}


def draw(picture: str, values: Mapping[str, float] = PEOPLE) -> np.ndarray[Any, Any]:
    return np.array([[values[sign] for sign in line.split()] for line in picture.strip().splitlines()], dtype=float)


def classify(picture: str, **options: Any) -> list[list[int]]:
    return degree_of_urbanisation(draw(picture), **options).tolist()


def expect(picture: str) -> list[list[int]]:
    return draw(picture, CODE).astype(int).tolist()


def test_a_centre_of_fifty_thousand() -> None:
    # 5 × 10,000 = 50,000 people at 10,000 per km², joined by their sides.
    # The corners have 3 of 8 neighbours in it, too few for a majority.
    picture = """
        . . . . .
        . . C . .
        . C C C .
        . . C . .
        . . . . .
    """
    assert classify(picture) == expect(picture)


def test_one_person_less_is_a_dense_cluster() -> None:
    people = draw("C C C C C")
    assert degree_of_urbanisation(people).tolist() == [[30] * 5]
    people[0, 0] -= 1
    assert degree_of_urbanisation(people).tolist() == [[23] * 5]


def test_a_centre_is_joined_by_sides_and_an_urban_cluster_by_corners_too() -> None:
    # Two blocks of 30,000 people touch at a corner: 2 × 30,000 would be a centre, each alone is a dense cluster.
    # 300 people each at corners: 17 × 300 = 5,100 people, enough for an urban cluster of class 21.
    dense = "B B B B B . . . . .\n. . . . . B B B B B"
    assert classify(dense) == expect(dense.replace("B", "D"))
    chain = np.where(np.eye(17) > 0, 300.0, 0.0)
    assert (np.diag(degree_of_urbanisation(chain)) == 21).all()
    # 16 × 300 = 4,800 people: a rural cluster.
    assert (np.diag(degree_of_urbanisation(chain[:16, :16])) == 13).all()


@pytest.mark.parametrize(
    ("people", "code"),
    [(0, 11), (49.9, 11), (50, 12), (299, 12), (300, 12), (500, 13), (2_499, 13), (4_999, 22), (5_000, 23)],
)
def test_one_cell_alone(people: float, code: int) -> None:
    # 300 people are dense enough for a rural cluster but fewer than 500. From 2,500 people at 900 per km² a cell is a
    # semi-dense cluster, from 5,000 a dense one.
    assert degree_of_urbanisation(np.array([[people]])) == code


@pytest.mark.parametrize(("thresholds", "code"), [(MANUAL_2021, 13), (GHSL_R2023A, 22)])
def test_a_village_of_three_thousand_is_semi_dense_since_2024(thresholds: Thresholds, code: int) -> None:
    # 3 × 1,000 people: fewer than the 5,000 of the manual of 2021, more than the 2,500 of July 2024.
    assert set(degree_of_urbanisation(np.full((1, 3), 1000.0), thresholds=thresholds).ravel()) == {code}


@pytest.mark.parametrize(("thresholds", "code"), [(MANUAL_2021, 22), (GHSL_R2023A, 21)])
def test_a_thin_town_is_semi_dense_by_the_manual_of_2021(thresholds: Thresholds, code: int) -> None:
    # 20 × 400 = 8,000 people at 400 per km²: 300 is enough for the manual, 900 are needed since 2024.
    assert set(degree_of_urbanisation(np.full((4, 5), 400.0), thresholds=thresholds).ravel()) == {code}


@pytest.mark.parametrize(
    ("thresholds", "gap", "code"),
    [(GHSL_R2023A, 2, 22), (GHSL_R2023A, 1, 21), (MANUAL_2021, 3, 22), (MANUAL_2021, 2, 21)],
)
def test_semi_dense_clusters_keep_their_distance(thresholds: Thresholds, gap: int, code: int) -> None:
    # A centre (6 × 10,000), empty cells, then 6 × 1,000 people: with 2 empty cells between (3 by the manual) it is
    # semi-dense; nearer it is a suburb, all of it, for a part of it lies within the distance.
    people = np.array([[10_000.0] * 6 + [0.0] * gap + [1_000.0] * 6])
    assert degree_of_urbanisation(people, thresholds=thresholds).tolist() == [[30] * 6 + [11] * gap + [code] * 6]


def test_a_corner_with_five_of_eight_neighbours_joins_and_one_with_four_does_not() -> None:
    # a: 5 of its 8 neighbours are of the centre. b: 4 of 8; it stays outside even when a has joined, since a is two
    # cells away.
    picture = """
        C C C C C C
        C C C a C C
        b . . . . .
    """
    people = draw(picture, PEOPLE | {"a": 0, "b": 0})
    for thresholds in NAMED.values():
        codes = degree_of_urbanisation(people, thresholds=thresholds)
        assert codes[1, 3] == 30
        assert (codes[2] == 11).all()


def test_smoothing_goes_on_until_nothing_is_added() -> None:
    # The bay is two cells deep. The inner one has 7 of 8 neighbours in the centre and joins in the first round; the
    # outer one had 4 and has 5 then, so it joins in the second.
    picture = """
        C C . C C
        C C . C C
        C C C C C
    """
    codes = classify(picture, thresholds=MANUAL_2021)
    assert codes == [[30] * 5] * 3


def test_the_sea_has_no_vote_since_r2023a() -> None:
    # x has 3 neighbours in the centre and 5 in the sea. 3 of 8 is no majority; 3 of the 3 that are land is one.
    picture = """
        C C C C C C
        . . x . . .
        . . . . . .
    """
    people = draw(picture, PEOPLE | {"x": 0})
    land = draw("1 1 1 1 1 1\n0 0 1 0 0 0\n0 0 0 0 0 0", {"0": 0, "1": 1})
    assert degree_of_urbanisation(people, land=land, thresholds=MANUAL_2021)[1].tolist() == [10, 10, 11, 10, 10, 10]
    assert degree_of_urbanisation(people, land=land, thresholds=GHSL_R2023A)[1].tolist() == [10, 10, 30, 10, 10, 10]


def test_permanent_water_is_never_smoothed_in_since_r2023a() -> None:
    people = draw("C C C\nC . C\nC C C\nC . C")
    land = np.ones((4, 3))
    land[3, 1] = 0  # a bay with 5 of 5 land neighbours in the centre
    assert degree_of_urbanisation(people, land=land)[3, 1] == 10
    assert degree_of_urbanisation(people, land=np.ones((4, 3)))[3, 1] == 30


@pytest.mark.parametrize(("side", "code"), [(4, 30), (5, 11)])
def test_a_park_in_the_city(side: int, code: int) -> None:
    # Smoothing takes the four corners of a square park (5 of 8 neighbours each) and stops there: every other cell of
    # its edge has 3 neighbours in the city and one of the corners. 16 - 4 = 12 km² are a gap under 15 and are filled;
    # 25 - 4 = 21 km² stay a park.
    people = np.full((side + 4, side + 4), 10_000.0)
    people[2:-2, 2:-2] = 0
    codes = degree_of_urbanisation(people)
    assert codes[2, 2] == 30
    assert (codes == 11).sum() == (0 if code == 30 else side**2 - 4)


def test_a_gap_open_to_the_edge_is_not_filled() -> None:
    people = np.full((9, 3), 10_000.0)
    people[:, 0] = 0
    codes = degree_of_urbanisation(people)
    assert (codes[:, 0] == 11).all()
    # With one more column of the city on the other side it is a gap of 7 km² that a single centre encloses.
    ring = np.full((9, 3), 10_000.0)
    ring[1:8, 1] = 0
    assert (degree_of_urbanisation(ring) == 30).all()


def test_a_gap_between_two_centres_is_not_filled() -> None:
    # The centres touch nowhere by a side; the middle is enclosed by both together but by neither alone, and each has
    # fewer than 5 of its 8 neighbours.
    people = draw("C C C C .\nC . . . C\n. C C C C") * 1.5
    assert degree_of_urbanisation(people, thresholds=MANUAL_2021)[1].tolist() == [30, 11, 11, 11, 30]


def test_built_up_land_makes_a_cell_dense() -> None:
    # The two halves of a city, 30,000 people each, are 1 km apart; between them is a factory without people.
    people = draw("B B B B B . B B B B B")
    built = np.zeros(people.shape)
    assert degree_of_urbanisation(people, built=built).tolist() == [[23] * 5 + [11] + [23] * 5]
    built[0, 5] = 0.2
    assert degree_of_urbanisation(people, built=built).tolist() == [[30] * 11]
    assert degree_of_urbanisation(people, built=built, thresholds=MANUAL_2021)[0, 5] == 11  # asks for 0.5


def test_density_is_per_land() -> None:
    # 600 people on half a km² of land are 1,200 per km²; they are 600 people still, so a rural cluster.
    # 40 people on half a km² are 80 per km², low density and not very low. Nobody on less than half: water.
    people = np.array([[600.0, 0, 40, 0, 0, 0]])
    land = np.array([[0.5, 0.5, 0.5, 0.4, 0.4, 0.0]])
    built = np.array([[0.0, 0, 0, 0, 0.1, 0]])
    assert degree_of_urbanisation(people, land=land, built=built).tolist() == [[13, 11, 12, 10, 11, 10]]


def test_people_without_land_count_on_the_whole_cell() -> None:
    assert degree_of_urbanisation(np.array([[60.0]]), land=np.array([[0.0]])).tolist() == [[12]]


def test_no_data_stays_no_data() -> None:
    picture = """
        C C C C
        C ? C ?
        C C C C
    """
    assert classify(picture) == expect(picture)
    assert degree_of_urbanisation(draw(picture), level=1)[1].tolist() == [3, 0, 3, 0]


def test_empty_grids() -> None:
    assert degree_of_urbanisation(np.empty((0, 3))).shape == (0, 3)
    assert degree_of_urbanisation(np.full((2, 2), np.nan)).tolist() == [[0, 0], [0, 0]]


def test_all_faults_are_told_at_once() -> None:
    people = np.array([[-1.0, np.inf]])
    with pytest.raises(_errors.UrbanError) as error:
        degree_of_urbanisation(people, built=np.array([[2.0, 0]]), land=np.array([[0.5, -1]]))
    assert str(error.value) == (
        "2 cells of population are negative or infinite; 1 cells of built are not shares from 0 to 1; "
        "1 cells of land are not shares from 0 to 1"
    )
    with pytest.raises(_errors.UrbanError, match=r"population \(1, 2\), land \(2, 1\)"):
        degree_of_urbanisation(people, land=np.ones((2, 1)))
    with pytest.raises(_errors.UrbanError, match="no level 3"):
        degree_of_urbanisation(people, level=3)  # type: ignore[arg-type]


def test_thresholds_are_parameters() -> None:
    lower = replace(GHSL_R2023A, centre_people=20_000)
    assert degree_of_urbanisation(draw("C C"), thresholds=lower).tolist() == [[30, 30]]


def test_the_caller_keeps_what_was_given() -> None:
    people = draw("C C ? .")
    before = people.copy()
    degree_of_urbanisation(people)
    np.testing.assert_array_equal(people, before)


GRIDS = arrays.arrays(
    np.float64,
    st.tuples(st.integers(1, 14), st.integers(1, 14)),
    elements=st.sampled_from([0.0, 0.0, 60.0, 310.0, 950.0, 1_600.0, 9_000.0, 9_000.0, np.nan]),
)


@settings(max_examples=60, deadline=None)
@given(GRIDS, st.sampled_from(sorted(NAMED)), st.integers(1, 6), st.randoms(use_true_random=False))
def test_blocks_give_the_answer_of_one_piece(people: Any, named: str, size: int, random: Any) -> None:
    options: dict[str, Any] = {
        "thresholds": replace(NAMED[named], gap_km2=4),
        "land": np.array([[random.choice([0, 0.3, 1, 1]) for _ in row] for row in people]),
        "built": np.array([[random.choice([0, 0, 0.3]) for _ in row] for row in people]),
    }
    whole = degree_of_urbanisation(people, **options)
    np.testing.assert_array_equal(degree_of_urbanisation(people, block=size, **options), whole)


@settings(max_examples=40, deadline=None)
@given(GRIDS, st.sampled_from(sorted(NAMED)))
def test_whole_grid_laws(people: Any, named: str) -> None:
    codes = degree_of_urbanisation(people, thresholds=NAMED[named])
    assert set(np.unique(codes)) <= {0, *CLASS_NAMES}
    np.testing.assert_array_equal(codes == 0, np.isnan(people))
    # Level 1 is the first digit of level 2.
    np.testing.assert_array_equal(degree_of_urbanisation(people, thresholds=NAMED[named], level=1), codes // 10)
    # The answer turns with the grid, and empty land around it changes nothing.
    for turned, back in ((people.T, np.transpose), (people[::-1], np.flipud), (people[:, ::-1], np.fliplr)):
        np.testing.assert_array_equal(back(degree_of_urbanisation(turned, thresholds=NAMED[named])), codes)
    padded = degree_of_urbanisation(np.pad(people, 3, constant_values=0.0), thresholds=NAMED[named])
    np.testing.assert_array_equal(padded[3:-3, 3:-3], codes)
