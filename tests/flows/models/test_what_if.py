"""What if: nobody is added or lost, the rest goes where it went, and wrong questions are refused."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

import flows
from flows import Flows, ModelError
from flows.models.what_if import Scenario, redistribute, what_if

# Three places. 100 leave a: 60 to b, 40 to c. 30 leave b: 10 and 20. 50 leave c, all to a. 7 move inside b.
MOVES = [[0, 60, 40], [10, 7, 20], [50, 0, 0]]


def world(moves: list[list[float]] = MOVES, places: str = "abc") -> pd.DataFrame:
    return pd.DataFrame(moves, list(places), list(places), dtype="float64")


# --- by pencil


def test_a_place_twice_as_attractive_takes_from_the_other_destinations_of_each_origin() -> None:
    # c doubles. a: 60 + 40·2 = 140 for 100 leavers: 60·100/140 = 42.86, 80·100/140 = 57.14.
    # b: 10 + 20·2 = 50 for 30: 10·30/50 = 6 and 24. c sends all to a, whatever c itself draws: 50.
    result = what_if(world(), attraction={"c": 2}).matrix
    assert result.to_numpy() == pytest.approx(np.array([[0, 300 / 7, 400 / 7], [6, 7, 24], [50, 0, 0]]))


def test_those_who_stay_are_counted() -> None:
    # a keeps a fifth of 100: 20 stay, 48 and 32 leave. Others are not touched.
    scenario = what_if(world(), retention={"a": 0.2})
    assert scenario.matrix.to_numpy() == pytest.approx(np.array([[0, 48, 32], [10, 7, 20], [50, 0, 0]]))
    assert scenario.stay.to_dict() == {"a": 20, "b": 0, "c": 0}
    assert (scenario.total_before, scenario.total_after, scenario.staying) == pytest.approx((180, 160, 20))
    assert scenario.redirected == pytest.approx(0, abs=1e-12)


def test_a_negative_share_lets_more_leave() -> None:
    # b: −0.5 of 30 are 15 more: 15 to a and 30 to c
    scenario = what_if(world(), retention={"b": -0.5})
    assert scenario.matrix.loc["b"].tolist() == pytest.approx([15, 7, 30])
    assert scenario.stay["b"] == pytest.approx(-15)
    assert scenario.total_before == pytest.approx(scenario.total_after + scenario.staying)


@pytest.mark.parametrize("road", [("a", "b"), ("b", "a")])
def test_a_road_is_changed_in_both_directions(road: tuple[str, str]) -> None:
    # Four times as long with b = 0.5 halves the weight. a: 60/2 + 40 = 70 for 100: 42.86 and 57.14.
    # b: 10/2 + 20 = 25 for 30: 6 and 24. c – a is another road.
    result = what_if(world(), travel_time={road: 4}, decay=0.5).matrix
    assert result.to_numpy() == pytest.approx(np.array([[0, 300 / 7, 400 / 7], [6, 7, 24], [50, 0, 0]]))


def test_each_direction_can_be_named() -> None:
    result = what_if(world(), travel_time={("a", "b"): 4, ("b", "a"): 1}, decay=0.5).matrix
    assert result.loc["a", "b"] == pytest.approx(300 / 7)
    assert result.loc["b"].tolist() == [10, 7, 20]


def test_a_place_stands_for_all_its_roads_unless_a_road_is_named() -> None:
    # All roads of c take four times as long, a – c alone as long as now: only b – c is left.
    named = what_if(world(), travel_time={"c": 4, ("a", "c"): 1}, decay=0.5).matrix
    alone = what_if(world(), travel_time={("b", "c"): 4}, decay=0.5).matrix
    pd.testing.assert_frame_equal(named, alone)


def test_two_places_with_the_same_factor_share_the_road_between_them() -> None:
    # The road takes 4 times as long, not 4 · 4 times: every road of this world is one of a or b.
    both = what_if(world(), travel_time={"a": 4, "b": 4}, decay=0.5).matrix
    pd.testing.assert_frame_equal(both, world(), rtol=1e-12)


def test_the_decay_is_measured_in_the_moves_unless_given() -> None:
    # People fall with the square root of distance: 600 / √d, so 60 at 100 km, 30 at 400, 20 at 900: b = 0.5.
    distance = world([[0, 100, 400, 900], [100, 0, 400, 900], [400, 400, 0, 100], [900, 900, 100, 0]], "abcd")
    matrix = world([[0, 60, 30, 20], [60, 0, 30, 20], [30, 30, 0, 60], [20, 20, 60, 0]], "abcd")
    measured = what_if(matrix, travel_time={("a", "b"): 4}, distance=distance)
    assert measured.decay == pytest.approx(0.5)
    given_decay = what_if(matrix, travel_time={("a", "b"): 4}, decay=0.5)
    pd.testing.assert_frame_equal(measured.matrix, given_decay.matrix)


def test_changes_are_now_less_before() -> None:
    # c doubles (above): a takes 6 + 50 for 60, b 42.86 for 60, c 57.14 + 24 for 60. Nobody leaves more or less.
    changes = what_if(world(), attraction={"c": 2}).changes
    assert changes["inflow"].tolist() == pytest.approx([-4, 300 / 7 - 60, 400 / 7 + 24 - 60])
    assert changes["outflow"].tolist() == [0, 0, 0]
    assert changes["net"].tolist() == pytest.approx(changes["inflow"].tolist())
    # 400/7 − 40 = 17.14 of a's people and 4 of b's go to another place than before
    assert what_if(world(), attraction={"c": 2}).redirected == pytest.approx(400 / 7 - 40 + 4)


# --- in words


def test_the_sentences_add_up() -> None:
    scenario = what_if(world([[0, 600, 400], [100, 0, 200], [500, 0, 0]]), attraction={"c": 2}, retention={"b": 0.1})
    said = scenario.sentences({"a": "Attock", "c": "Chaman"}, unit="people a year")
    # b: 300 leave, 30 stay, 270 go: 54 and 216; of 90 and 180 that is 36 redirected. a: 428.57 and 571.43: 171.43.
    assert said[:3] == (
        "Assumed: Chaman draws 2 times as strongly; 10 % of those who would leave b stay.",
        "Of 1,800 people a year who moved, 1,770 still move and 30 stay; nobody is added or lost.",
        "207 (11.7 %) go to another place than before.",
    )
    # a: 54 for 100; b: 428.57 for 600; c: 571.43 + 216 for 600
    assert said[3] == "More come to Chaman (+187); fewer come to b (−171) and Attock (−46)."
    assert said[4] == "Fewer leave b (−30)."
    assert "not a forecast" in said[-1]


def test_a_place_that_turns_is_told() -> None:
    # c takes 60 and sends 50. At a tenth of its attraction a sends it 4·100/64 = 6.25 and b 2·30/12 = 5: 11.25.
    said = what_if(world(), attraction={"c": 0.1}).sentences()
    assert "c turns from gaining to losing people." in said


@pytest.mark.parametrize(
    ("levers", "said"),
    [
        ({}, "Assumed: nothing changes."),
        ({"retention": {"a": -0.2}}, "Assumed: for every 100 of those who would leave a, 20 more leave."),
        ({"attraction": {"a": 2, "b": 2}}, "Assumed: a and b draw 2 times as strongly."),
        (
            {"travel_time": {"a": 0.5}, "decay": 0.3},
            "Assumed: all roads of a take 0.5 times as long; moves fall with the power 0.3 of travel time.",
        ),
        (
            {"travel_time": {("a", "b"): 0.5, ("b", "c"): 0.5}, "decay": 1},
            "Assumed: the roads a – b and b – c take 0.5 times as long; moves fall with the power 1 of travel time.",
        ),
    ],
)
def test_what_is_assumed_comes_first(levers: dict, said: str) -> None:
    assert what_if(world(), **levers).sentences()[0] == said


def test_more_leavers_are_told() -> None:
    said = what_if(world(), retention={"a": -0.2}).sentences()
    assert said[1] == "Beside the 180 people who moved, 20 leave who had stayed: 200 in all."


# --- as a flow table


def test_the_flows_are_a_scenario_with_the_unit_and_period_of_their_baseline() -> None:
    estimate = flows.estimate(1998, 2023)
    scenario = what_if(flows.od_matrix(estimate), attraction={"lahore": 0.8})
    after = scenario.to_flows(estimate)
    assert (after.evidence, after.kind, after.vintage) == ("scenario", "event", "cities")
    assert (after.unit, after.period) == ("people a year", "1998–2023")
    assert "low" not in after.table
    assert "lahore draws 0.8 times" in after.source
    assert str(after.caveat).startswith("A scenario, not a forecast")
    assert after.people == pytest.approx(estimate.people)


def test_the_flows_of_a_bare_matrix_say_only_that_they_are_a_scenario() -> None:
    after = what_if(world()).to_flows()
    assert isinstance(after, Flows)
    assert (after.evidence, after.kind, after.unit) == ("scenario", None, "people")
    pd.testing.assert_frame_equal(flows.od_matrix(after), world(), check_names=False)


# --- laws

PEOPLE = st.one_of(st.just(0.0), st.floats(0.01, 1e6))
FACTOR = st.floats(0.01, 100)
moves = arrays.arrays(np.float64, (5, 5), elements=PEOPLE)
factors = arrays.arrays(np.float64, 5, elements=FACTOR)
shares = arrays.arrays(np.float64, 5, elements=st.floats(-1, 1))
times = arrays.arrays(np.float64, (5, 5), elements=FACTOR)
NONE = np.zeros(5)
SAME = np.ones(5)


def outflow(matrix: np.ndarray) -> np.ndarray:
    return matrix.sum(axis=1) - np.diagonal(matrix)


@given(moves, factors, shares, times)
def test_law_nobody_is_added_or_lost(matrix: np.ndarray, pull: np.ndarray, share: np.ndarray, way: np.ndarray) -> None:
    out = np.where(np.eye(5), 0, matrix).sum(axis=1)
    result = redistribute(matrix, pull, share, way)
    after = np.where(np.eye(5), 0, result).sum(axis=1)
    assert after + out * share == pytest.approx(out, rel=1e-9, abs=1e-9)
    assert (result >= 0).all()
    assert (np.diagonal(result) == np.diagonal(matrix)).all()


@given(moves, st.floats(1e-300, 1e300))
def test_law_without_a_change_nothing_changes_to_the_last_bit(matrix: np.ndarray, factor: float) -> None:
    assert (redistribute(matrix, SAME, NONE) == matrix).all()
    assert (redistribute(matrix, SAME, NONE, np.ones((5, 5))) == matrix).all()
    # nor does one factor for everybody
    assert (redistribute(matrix, SAME * factor, NONE) == matrix).all()


@given(moves, factors, times)
def test_law_a_zero_stays_zero(matrix: np.ndarray, pull: np.ndarray, way: np.ndarray) -> None:
    assert (redistribute(matrix, pull, NONE, way)[matrix == 0] == 0).all()


@given(moves, factors, st.integers(0, 4), st.floats(1, 100))
def test_law_drawing_more_brings_more_and_no_other_place_gains(
    matrix: np.ndarray, pull: np.ndarray, place: int, factor: float
) -> None:
    stronger = pull.copy()
    stronger[place] *= factor
    before, after = (redistribute(matrix, given_pull, NONE) for given_pull in (pull, stronger))
    slack = 1e-9 * (1 + before)
    assert (after[:, place] >= before[:, place] - slack[:, place]).all()
    others = np.arange(5) != place
    assert (after[:, others] <= before[:, others] + slack[:, others]).all()


@given(moves, shares)
def test_law_retention_touches_only_its_own_row(matrix: np.ndarray, share: np.ndarray) -> None:
    share[1:] = 0
    assert (redistribute(matrix, SAME, share)[1:] == matrix[1:]).all()


@given(moves, factors, factors, st.floats(-0.5, 0.9), st.floats(-0.5, 0.9), times, times)
def test_law_one_scenario_on_another_is_their_product(
    matrix: np.ndarray, one: np.ndarray, two: np.ndarray, r: float, s: float, way: np.ndarray, other: np.ndarray
) -> None:
    step = redistribute(redistribute(matrix, one, SAME * r, way), two, SAME * s, other)
    # of the 1 − r who still leave, 1 − s still leave
    once = redistribute(matrix, one * two, SAME * (1 - (1 - r) * (1 - s)), way * other)
    assert step == pytest.approx(once, rel=1e-6, abs=1e-6)


@given(moves, factors, shares, times, st.permutations(range(5)))
def test_law_the_order_of_places_does_not_matter(
    matrix: np.ndarray, pull: np.ndarray, share: np.ndarray, way: np.ndarray, order: list[int]
) -> None:
    straight = redistribute(matrix, pull, share, way)[np.ix_(order, order)]
    turned = redistribute(matrix[np.ix_(order, order)], pull[order], share[order], way[np.ix_(order, order)])
    assert turned == pytest.approx(straight, rel=1e-9, abs=1e-9)


@given(moves, st.floats(1e-3, 1e3), factors, shares)
def test_law_ten_times_the_people_make_ten_times_the_moves(
    matrix: np.ndarray, size: float, pull: np.ndarray, share: np.ndarray
) -> None:
    assert redistribute(size * matrix, pull, share) == pytest.approx(
        size * redistribute(matrix, pull, share), rel=1e-9, abs=1e-9
    )


@given(moves, factors)
def test_law_what_is_unchanged_keeps_its_odds(matrix: np.ndarray, pull: np.ndarray) -> None:
    pull[1:] = 1
    result = redistribute(matrix, pull, NONE)
    # from any third origin, the second and third place stay in proportion whatever the first draws
    rows = [0, 3, 4]
    assert result[rows, 1] * matrix[rows, 2] == pytest.approx(result[rows, 2] * matrix[rows, 1], rel=1e-9, abs=1e-9)


# --- what is empty, and what is not touched


@pytest.mark.parametrize("places", ["", "a"])
def test_without_two_places_there_is_nothing_to_redistribute(places: str) -> None:
    matrix = pd.DataFrame(5.0, list(places), list(places))
    scenario = what_if(matrix, attraction=dict.fromkeys(places, 2), travel_time=dict.fromkeys(places, 2), decay=1)
    pd.testing.assert_frame_equal(scenario.matrix, matrix)
    assert (scenario.total_before, scenario.total_after, scenario.staying, scenario.redirected) == (0, 0, 0, 0)
    assert scenario.sentences()[1] == "Of 0 people who move, none is added or lost."


def test_nothing_of_the_caller_is_changed_and_whole_numbers_are_welcome() -> None:
    matrix, levers = pd.DataFrame([[0, 3], [4, 0]], list("ab"), list("ab")), {"a": 2}
    before = matrix.copy()
    scenario = what_if(matrix, attraction=levers, retention=pd.Series({"b": 0.5}))
    levers["a"] = 3
    matrix.loc["a", "b"] = 99
    assert scenario.attraction == {"a": 2}
    pd.testing.assert_frame_equal(scenario.baseline, before)
    assert scenario.matrix.loc["b", "a"] == 2


def test_a_scenario_is_kept_as_it_is() -> None:
    scenario = what_if(world())
    with pytest.raises(AttributeError):
        scenario.stay = scenario.stay  # type: ignore[misc]
    assert isinstance(scenario, Scenario)


def test_a_page_can_redistribute_without_pandas() -> None:
    code = (
        "import sys; from flows.models.what_if import redistribute; import numpy as np; "
        "redistribute(np.ones((3, 3)), np.ones(3), np.zeros(3)); assert not {'pandas', 'scipy'} & set(sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stderr == ""


def test_places_are_named_by_the_labels_of_the_matrix() -> None:
    numbered = world().set_axis([1, 2, 3], axis=0).set_axis([1, 2, 3], axis=1)
    levers = {"attraction": {2: 2.0}, "retention": {1: 0.2}, "travel_time": {(1, 3): 0.5}, "decay": 1.0}
    found = what_if(numbered, **levers)
    named = what_if(
        world(), attraction={"b": 2.0}, retention={"a": 0.2}, travel_time={("a", "c"): 0.5}, decay=1.0
    )
    assert (found.matrix.to_numpy() == named.matrix.to_numpy()).all()
    assert found.sentences({1: "a", 2: "b", 3: "c"}) == named.sentences()
    assert found.sentences()[0].startswith("Assumed: 2 draws 2 times as strongly; 20 % of those who would leave 1 stay")
    assert set(found.to_flows().table["origin"]) == {"1", "2", "3"}
    with pytest.raises(ModelError, match="attraction: '1' is not a place of the matrix; is it 1?"):
        what_if(numbered, attraction={"1": 2.0})


def test_a_label_may_be_a_pair_itself() -> None:
    pairs = [("x", 1), ("x", 2), ("y", 1)]
    labels = pd.Index(pairs, tupleize_cols=False)
    matrix = pd.DataFrame(world().to_numpy(), labels, labels)
    times = {("x", 1): 0.5, (("x", 2), ("y", 1)): 3.0}
    found = what_if(matrix, travel_time=times, decay=1.0)
    named = what_if(world(), travel_time={"a": 0.5, ("b", "c"): 3.0}, decay=1.0)
    assert (found.matrix.to_numpy() == named.matrix.to_numpy()).all()


# --- what is refused


@pytest.mark.parametrize(
    ("levers", "said"),
    [
        ({"attraction": {"z": 2}}, "attraction: 'z' is not a place of the matrix"),
        ({"attraction": {"a": 0}}, "attraction of a is 0; a factor is a number above 0"),
        ({"attraction": {"a": -1}}, "attraction of a is -1"),
        ({"attraction": {"a": np.inf}}, "attraction of a is inf"),
        ({"attraction": {"a": "much"}}, "attraction of a is 'much'"),
        ({"attraction": {"a": 1e200, "b": 1e-200}}, "too far apart"),
        ({"retention": {"a": 1.1}}, "retention of a is 1.1; a share is from −1 to 1"),
        ({"retention": {"a": np.nan}}, "retention of a is nan"),
        ({"travel_time": {"a": 0}}, "travel time of a is 0"),
        ({"travel_time": {("a", "a"): 2}}, "is not a place or two different places"),
        ({"travel_time": {("a", "b", "c"): 2}}, "is not a place or two different places"),
        ({"travel_time": {("a", "z"): 2}}, "travel time: 'z' is not a place"),
        ({"travel_time": {"a": 2, "b": 3}}, "the road a – b takes 2 by one end and 3 by the other"),
        ({"travel_time": {"a": 2}, "decay": -0.3}, "decay is -0.3; give 0 or more"),
        ({"travel_time": {"a": 2}, "decay": "x"}, "decay is x; give 0 or more"),
        ({"travel_time": {"a": 2}}, "give `decay`, the power by which flows fall"),
        ({"travel_time": {"a": 1e10}, "decay": 100}, "too far apart"),
        ({"travel_time": {"a": 2}, "distance": world(places="abd")}, "travel time: "),
        # as far as people are many: the moves rise with distance
        ({"travel_time": {"a": 2}, "distance": world([[0, 60, 40], [10, 0, 20], [50, 1, 0]])}, "do not fall"),
    ],
)
def test_a_wrong_question_is_refused(levers: dict, said: str) -> None:
    with pytest.raises(ModelError) as caught:
        what_if(world(), **levers)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("matrix", "said"),
    [
        (world().set_axis(list("abd"), axis=1), "do not name the same places in the same order"),
        (world().loc[["b", "a", "c"]], "do not name the same places in the same order"),
        (world(places="aab"), "the matrix names a twice"),
        (world([[0, -1, 0], [0, 0, 0], [0, 0, 0]]), "the matrix is negative from a to b"),
        (world([[0, 1, 0], [0, 0, np.nan], [0, 0, 0]]), "the matrix is missing or infinite from b to c"),
        (world().astype("object").replace(60.0, "many"), "the matrix holds something that is not a number"),
    ],
)
def test_a_wrong_matrix_is_refused(matrix: pd.DataFrame, said: str) -> None:
    with pytest.raises(ModelError, match=said):
        what_if(matrix)


def test_all_faults_are_told_at_once_and_a_near_name_is_offered() -> None:
    matrix = pd.DataFrame(1.0, ["lahore", "okara"], ["lahore", "okara"])
    with pytest.raises(ModelError) as caught:
        what_if(matrix, attraction={"Lahor": 2, "okara": 0}, retention={"okara": 2}, travel_time={"x": 1})
    for said in ("is it lahore?", "attraction of okara is 0", "retention of okara is 2", "travel time: 'x'"):
        assert said in str(caught.value)
