"""Gravity models: the Austrian results of spint, a dummy-variable GLM, laws, and refusals."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows import ModelError
from flows.models.fit import Fit
from flows.models.gravity import gravity
from tests.flows.models.austria import DESTINATION_MASS, ORIGIN_MASS, load_distance, load_moves
from tests.flows.models.glm import Glm, fit_glm

MASSES: dict[str, dict[str, pd.Series]] = {
    "none": {"origin_mass": ORIGIN_MASS, "destination_mass": DESTINATION_MASS},
    "origin": {"destination_mass": DESTINATION_MASS},
    "destination": {"origin_mass": ORIGIN_MASS},
    "both": {},
}
CONSTRAINTS = list(MASSES)


def square(values: np.ndarray | list[list[float]]) -> pd.DataFrame:
    labels = list("abcdefghijklmnopqrst"[: len(values)])
    return pd.DataFrame(values, labels, labels)


def make_world(seed: int, size: int = 7, people: float = 40) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Draw places in a square of 1,000 km and Poisson flows between them that fall with distance."""
    chance = np.random.default_rng(seed)
    spots = chance.uniform(0, 1000, (size, 2))
    distance = np.hypot(*(spots[:, None] - spots).transpose(2, 0, 1))
    masses = chance.lognormal(0, 0.5, (2, size))
    mean = people * masses[0][:, None] * masses[1] * np.exp(-distance / 300)
    moves = chance.poisson(mean).astype(float)
    # Whatever stands on the diagonal must not matter.
    np.fill_diagonal(moves, 1e6)
    return square(moves), square(distance)


# Published results ---------------------------------------------------------------------------------------------


SPINT: dict[str, dict[str, dict[str, float]]] = {
    "none": {
        "parameters": {
            "intercept": -7.95447436,
            "origin_mass": 0.863867812,
            "destination_mass": 0.880474585,
            "distance": -6.20544765e-3,
        },
        "errors": {
            "intercept": 7.55583451e-2,
            "origin_mass": 5.16838440e-3,
            "destination_mass": 4.78122141e-3,
            "distance": 5.18488192e-5,
        },
        "statistics": {
            "deviance": 19806.408696637576,
            "d2": 0.88713874099960177,
            "srmse": 0.62063116008447083,
            "ssi": 0.72706171189789603,
            "log_likelihood": -10193.542694454361,
            "aic": 20395.085388908723,
        },
    },
    "origin": {
        "parameters": {"destination_mass": 0.89278717, "distance": -7.27113e-3},
        "errors": {"destination_mass": 4.66889578e-3, "distance": 5.26601057e-5},
        "statistics": {
            "deviance": 15279.974241770311,
            "d2": 0.912931356874,
            "srmse": 0.46622685091043831,
            "ssi": 0.740619203383,
            "log_likelihood": -7930.3255090342445,
            "aic": 15882.651018068489,
        },
    },
    "destination": {
        "parameters": {"origin_mass": 0.89235874, "distance": -6.93755e-3},
        "errors": {"origin_mass": 5.14257895e-3, "distance": 5.12438958e-5},
        "statistics": {
            "deviance": 15673.222613627502,
            "d2": 0.910690541438,
            "srmse": 0.59478477816884223,
            "ssi": 0.750634498293,
            "log_likelihood": -8126.9496609469106,
            "aic": 16275.899321893821,
        },
    },
    "both": {
        "parameters": {"distance": -7.91533e-3},
        "errors": {"distance": 5.06213514e-5},
        "statistics": {
            "deviance": 9360.482092561484,
            "d2": 0.946661920897,
            "srmse": 0.37925654532618808,
            "ssi": 0.811852110904,
            "log_likelihood": -4970.5795707251054,
        },
    },
}


@pytest.mark.parametrize("constraint", CONSTRAINTS)
def test_austria_as_printed_in_the_tests_of_spint(constraint: Any) -> None:
    # spint takes its errors one iteration before the end and adds 1e-10 to flows in its deviance: hence 1e-4, 1e-7.
    printed = SPINT[constraint]
    fit = gravity(load_moves(), load_distance(), constraint=constraint, **MASSES[constraint])
    assert fit.parameters.to_dict() == pytest.approx(printed["parameters"], rel=1e-6)
    assert fit.standard_errors.to_dict() == pytest.approx(printed["errors"], rel=1e-4)
    assert fit.statistics[list(printed["statistics"])].to_dict() == pytest.approx(printed["statistics"], rel=1e-7)
    assert fit.beta == fit.parameters["distance"] < 0


def test_the_aic_of_austria_counts_the_factors() -> None:
    # spint prints none for "both": 2 × 4970.5796 + 2 × (9 + 9 - 1 factors + 1 parameter) = 9977.1591
    assert gravity(load_moves(), load_distance(), constraint="both").statistics["aic"] == pytest.approx(9977.1591)


def test_the_common_part_of_austria_is_another_number_than_its_ssi() -> None:
    fit = gravity(load_moves(), load_distance(), constraint="both")
    assert fit.statistics["ssi"] == pytest.approx(0.8119, abs=5e-5)
    assert fit.statistics["cpc"] == pytest.approx(0.8845, abs=5e-5)


def test_the_fitted_flows_of_austria() -> None:
    # spint, Doubly: from AT11 to AT12, AT13, AT21; from AT34 to AT33
    fitted = gravity(load_moves(), load_distance(), constraint="both").fitted
    assert fitted.loc["AT11", ["AT12", "AT13", "AT21"]].to_list() == pytest.approx([978.988280, 2260.03279, 104.038742])
    assert fitted.loc["AT34", "AT33"] == pytest.approx(1048.48355)


# The dummy-variable GLM ----------------------------------------------------------------------------------------


def assert_same(fit: Fit, glm: Glm) -> None:
    assert fit.parameters.to_numpy() == pytest.approx(glm.parameters, rel=1e-6)
    assert fit.standard_errors.to_numpy() == pytest.approx(glm.errors, rel=1e-6)
    assert fit.fitted.to_numpy() == pytest.approx(glm.fitted, rel=1e-6)
    assert fit.statistics["deviance"] == pytest.approx(glm.deviance, rel=1e-6)
    assert fit.statistics["log_likelihood"] == pytest.approx(glm.log_likelihood, rel=1e-6)


@pytest.mark.parametrize("decay", ["exponential", "power"])
@pytest.mark.parametrize("constraint", CONSTRAINTS)
def test_it_is_the_glm_with_dummies(constraint: Any, decay: Any) -> None:
    moves, distance = make_world(7)
    chance = np.random.default_rng(8)
    near, language = square((distance.to_numpy() < 400).astype(float)), square(chance.uniform(size=(7, 7)))
    masses = {name: square(np.ones((7, 7))).mean() * chance.lognormal(10, 1, 7) for name in MASSES[constraint]}
    fit = gravity(
        moves, distance, constraint=constraint, decay=decay, **masses, covariates={"near": near, "language": language}
    )
    cost = distance if decay == "exponential" else np.log(distance + np.eye(7))
    logs = {"origin_mass": lambda mass: np.log(mass.to_numpy())[:, None], "destination_mass": np.log}
    terms = [np.asarray(logs[name](mass)) for name, mass in masses.items()]
    glm = fit_glm(moves.to_numpy(), [*terms, cost.to_numpy(), near.to_numpy(), language.to_numpy()], constraint)
    assert_same(fit, glm)


@pytest.mark.parametrize("constraint", CONSTRAINTS)
def test_places_nobody_leaves_or_enters_are_fitted_by_zeros_where_that_is_constrained(constraint: Any) -> None:
    moves, distance = make_world(3)
    moves.loc["b", :] = 0.0
    moves.loc[:, "d"] = 0.0
    moves.loc["e", :], moves.loc[:, "e"] = 0.0, 0.0
    fit = gravity(moves, distance, constraint=constraint)
    assert_same(fit, fit_glm(moves.to_numpy(), [distance.to_numpy()], constraint))
    assert (fit.fitted.loc["b"].sum() == 0) == (constraint in {"origin", "both"})
    assert (fit.fitted["d"].sum() == 0) == (constraint in {"destination", "both"})
    # 7 places less the 2 without outflow, and less the 2 without inflow
    factors = {"none": 1, "origin": 5, "destination": 5, "both": 9}[constraint]
    assert fit.statistics["aic"] == pytest.approx(2 * (factors + 1) - 2 * fit.statistics["log_likelihood"])


# By pencil -----------------------------------------------------------------------------------------------------


def test_four_places_on_a_line_by_pencil() -> None:
    # Costs 1 between a-b and c-d, 2 elsewhere; every total is 10. By symmetry near flows are x, the two far
    # ones (10 - x) / 2. Observed x = 6: fitted x is 6 too, and exp(β (1 - 2)) = 6 / 2, so β = -ln 3.
    distance = square([[0, 1, 2, 2], [1, 0, 2, 2], [2, 2, 0, 1], [2, 2, 1, 0]])
    moves = square([[0, 6, 3, 1], [6, 0, 1, 3], [3, 1, 0, 6], [1, 3, 6, 0]])
    fit = gravity(moves, distance, constraint="both")
    assert fit.beta == pytest.approx(-np.log(3))
    assert fit.fitted.loc["a"].to_list() == pytest.approx([0, 6, 2, 2])
    # With power decay 2^β = 2 / 6.
    assert gravity(moves, distance, constraint="both", decay="power").beta == pytest.approx(-np.log(3) / np.log(2))


def test_without_masses_flows_depend_on_distance_alone() -> None:
    # Three pairs at 1 km with 8, 10, 12 moves: mean 10. Three at 2 km with 4, 5, 6: mean 5. So β = ln(5 / 10).
    distance = square([[0, 1, 1], [2, 0, 1], [2, 2, 0]])
    fit = gravity(square([[0, 8, 10], [4, 0, 12], [5, 6, 0]]), distance)
    assert list(fit.parameters.index) == ["intercept", "distance"]
    assert fit.beta == pytest.approx(-np.log(2))
    assert np.exp(fit.parameters["intercept"]) == pytest.approx(20)  # 20 exp(β) = 10
    # A mean of 30 moves is known to 1 / sqrt(30) in logarithms, one of 15 to 1 / sqrt(15); β is their difference.
    assert fit.standard_errors["distance"] == pytest.approx(np.sqrt(1 / 30 + 1 / 15))


def test_labels_are_matched_and_nothing_of_the_caller_is_changed() -> None:
    moves, distance = load_moves(), load_distance()
    before = moves.copy(), distance.copy()
    mixed = distance.iloc[::-1, ::-1]
    assert gravity(moves, mixed, origin_mass=ORIGIN_MASS[::-1]).beta == pytest.approx(
        gravity(moves, distance, origin_mass=ORIGIN_MASS).beta
    )
    pd.testing.assert_frame_equal(moves, before[0])
    pd.testing.assert_frame_equal(distance, before[1])


# Laws ----------------------------------------------------------------------------------------------------------

worlds = st.integers(0, 10**6).map(make_world)
constraints = st.sampled_from(CONSTRAINTS)
decays = st.sampled_from(["exponential", "power"])


@settings(max_examples=25)
@given(world=worlds, constraint=constraints, decay=decays)
def test_law_constrained_totals_are_kept(world: Any, constraint: Any, decay: Any) -> None:
    fit = gravity(*world, constraint=constraint, decay=decay)
    assert fit.fitted.to_numpy().sum() == pytest.approx(fit.observed.to_numpy().sum(), rel=1e-9)
    if constraint in {"origin", "both"}:
        assert fit.fitted.sum(axis=1).to_numpy() == pytest.approx(fit.observed.sum(axis=1).to_numpy(), rel=1e-9)
    if constraint in {"destination", "both"}:
        assert fit.fitted.sum(axis=0).to_numpy() == pytest.approx(fit.observed.sum(axis=0).to_numpy(), rel=1e-9)
    cost = world[1].to_numpy() if decay == "exponential" else np.log(world[1].to_numpy() + np.eye(7))
    assert (fit.fitted * cost).to_numpy().sum() == pytest.approx((fit.observed * cost).to_numpy().sum())


@settings(max_examples=25)
@given(world=worlds, order=st.permutations(range(7)), constraint=constraints)
def test_law_the_order_of_places_does_not_matter(world: Any, order: list[int], constraint: Any) -> None:
    moves, distance = world
    fit, mixed = (gravity(each, distance, constraint=constraint) for each in (moves, moves.iloc[order, order]))
    assert mixed.parameters.to_numpy() == pytest.approx(fit.parameters.to_numpy())
    assert mixed.standard_errors.to_numpy() == pytest.approx(fit.standard_errors.to_numpy())
    assert mixed.fitted.loc[moves.index, moves.columns].to_numpy() == pytest.approx(fit.fitted.to_numpy())
    assert mixed.statistics.to_numpy() == pytest.approx(fit.statistics.to_numpy())


@settings(max_examples=25)
@given(world=worlds, people=st.floats(0.01, 1000), metres=st.sampled_from([0.001, 1000.0]), constraint=constraints)
def test_law_units_change_what_they_should(world: Any, people: float, metres: float, constraint: Any) -> None:
    moves, distance = world
    fit = gravity(moves, distance, constraint=constraint)
    scaled = gravity(moves * people, distance * metres, constraint=constraint)
    assert scaled.beta == pytest.approx(fit.beta / metres)
    assert scaled.fitted.to_numpy() == pytest.approx(people * fit.fitted.to_numpy())
    assert scaled.standard_errors["distance"] == pytest.approx(fit.standard_errors["distance"] / metres / people**0.5)
    for name in ("d2", "srmse", "ssi", "cpc"):
        assert scaled.statistics[name] == pytest.approx(fit.statistics[name])


@settings(max_examples=25)
@given(world=worlds)
def test_law_turning_the_table_round_swaps_origin_and_destination(world: Any) -> None:
    moves, distance = world
    turned = gravity(moves.T, distance.T, constraint="destination")
    assert turned.fitted.T.to_numpy() == pytest.approx(gravity(moves, distance, constraint="origin").fitted.to_numpy())


@settings(max_examples=25)
@given(world=worlds)
def test_law_each_constraint_fits_at_least_as_well_as_without_it(world: Any) -> None:
    deviance = {constraint: gravity(*world, constraint=constraint).statistics["deviance"] for constraint in CONSTRAINTS}
    assert deviance["both"] <= min(deviance["origin"], deviance["destination"]) + 1e-6
    assert max(deviance["origin"], deviance["destination"]) <= deviance["none"] + 1e-6


# Refusals ------------------------------------------------------------------------------------------------------


def test_all_faults_are_told_at_once() -> None:
    moves, distance = make_world(1, 4)
    moves.loc["a", "b"], moves.loc["b", "a"] = -1, np.nan
    distance.loc["c", "d"] = 0
    mass = pd.Series([1.0, 0.0, 2.0, np.inf], list("abcd"))
    odd = square(np.ones((4, 4))).rename(index={"d": "x"})
    with pytest.raises(ModelError) as caught:
        gravity(
            moves,
            distance,
            constraint="destination",
            decay="power",
            origin_mass=mass,
            destination_mass=mass,
            covariates={"distance": distance, "odd": odd},
        )
    for said in (
        "the destination side is constrained",
        "the flow from b to a is not a finite number",
        "the flow from a to b is negative",
        "the distance from c to d is not positive",
        "the origin mass of b is not positive",
        "the origin mass of d is not a finite number",
        "a covariate cannot be named 'distance'",
        "the covariate 'odd' has no row for d",
        "the covariate 'odd' has a row for x",
    ):
        assert said in str(caught.value)


@pytest.mark.parametrize(
    ("moves", "said"),
    [
        (pd.DataFrame([[0.0, 1.0]], ["a"], ["a", "b"]), "not the same places in the same order"),
        (pd.DataFrame(np.ones((2, 2)), ["a", "a"], ["a", "a"]), "names a place twice"),
        (square(np.zeros((4, 4))), "nobody moves between two places"),
        (square(np.eye(4)), "nobody moves between two places"),
        (square([[7.0]]), "nobody moves between two places"),
        (pd.DataFrame(), "nobody moves between two places"),
    ],
)
def test_tables_that_cannot_be_fitted(moves: pd.DataFrame, said: str) -> None:
    distance = pd.DataFrame(1.0 - np.eye(len(moves)), moves.index, moves.index)
    with pytest.raises(ModelError, match=said):
        gravity(moves, distance)


def test_what_is_no_table_of_numbers_is_named() -> None:
    moves, distance = make_world(1, 4)
    words = moves.astype(object).replace(moves.loc["a", "b"], "many")
    mass = pd.Series(["much"] * 4, moves.index)
    wrong: dict[str, Any] = {"origin_mass": 3, "destination_mass": mass, "covariates": {"k": 0.3}}
    with pytest.raises(ModelError) as caught:
        gravity(words, distance.to_numpy(), **wrong)  # type: ignore[arg-type]
    for said in (
        "the matrix holds something that is not a number",
        "the distance must be a DataFrame with the places on both sides, not ndarray",
        "the origin mass must be a Series with a number for each place, not int",
        "the destination mass holds something that is not a number",
        "the covariate 'k' must be a DataFrame with the places on both sides, not float",
    ):
        assert said in str(caught.value)
    with pytest.raises(ModelError, match="the matrix must be a DataFrame .* not ndarray"):
        gravity(moves.to_numpy(), distance)  # type: ignore[arg-type]
    with pytest.raises(ModelError, match="the distance must be a DataFrame .* not list"):
        gravity(moves, distance).predict([[0, 1]])  # type: ignore[arg-type]


@pytest.mark.parametrize("option", [{"constraint": "neither"}, {"decay": "linear"}])
def test_unknown_words_are_refused(option: dict[str, Any]) -> None:
    with pytest.raises(ModelError, match="is one of"):
        gravity(*make_world(1), **option)


@pytest.mark.parametrize("constraint", CONSTRAINTS)
def test_a_covariate_that_says_nothing_new_is_named(constraint: Any) -> None:
    moves, distance = make_world(5)
    same = {"none": square(np.full((7, 7), 3.0)), "origin": square(np.outer(np.arange(7), np.ones(7)))}
    same["destination"] = same["origin"].T
    same["both"] = same["origin"] + same["destination"] ** 2
    twice = 2 * distance + same[constraint]
    for covariate in (same[constraint], twice):
        with pytest.raises(ModelError, match=r"'echo' cannot be told from the other terms"):
            gravity(moves, distance, constraint=constraint, covariates={"echo": covariate})


@pytest.mark.parametrize("decay", ["exponential", "power"])
@pytest.mark.parametrize("constraint", CONSTRAINTS)
def test_distances_all_alike_say_nothing(constraint: Any, decay: Any) -> None:
    # What rounding leaves of nothing is another number for each table and distance, and now and then a positive one.
    for seed in range(10):
        chance = np.random.default_rng(seed)
        moves = square(chance.poisson(50, (5, 5)))
        for alike in (100.0, 0.3, chance.uniform(1e-6, 1e6)):
            shaken = square(alike * (1 + 2e-16 * chance.integers(-2, 3, (5, 5))))
            for distance in (square(np.full((5, 5), alike)), shaken):
                with pytest.raises(ModelError, match="'distance' cannot be told.*it says nothing new"):
                    gravity(moves, distance, constraint=constraint, decay=decay)


@pytest.mark.parametrize("constraint", CONSTRAINTS)
@pytest.mark.parametrize("value", [0.3, 1 / 3, 1e6])
def test_a_covariate_that_is_the_same_everywhere_is_named(constraint: Any, value: float) -> None:
    for seed in range(5):
        with pytest.raises(ModelError, match="'k' cannot be told"):
            gravity(*make_world(seed), constraint=constraint, covariates={"k": square(np.full((7, 7), value))})


@pytest.mark.parametrize("constraint", ["origin", "both"])
def test_a_covariate_of_origins_far_from_zero_is_named(constraint: Any) -> None:
    year = square(np.repeat([[1951.0, 1961, 1972, 1981, 1998, 2017, 2023]], 7, axis=0).T + 1e6)
    with pytest.raises(ModelError, match="'year' cannot be told"):
        gravity(*make_world(5), constraint=constraint, covariates={"year": year})


@pytest.mark.parametrize("constraint", CONSTRAINTS)
def test_law_a_covariate_close_to_another_is_fitted_all_the_same(constraint: Any) -> None:
    # b d + c z = (b - c / e) d + (c / e) (d + e z), and with e = 0.003 about 1e-5 of the last is not in d.
    moves, distance = make_world(5)
    other = square(np.random.default_rng(9).normal(0, 300, (7, 7)))
    plain = gravity(moves, distance, constraint=constraint, covariates={"other": other})
    close = gravity(moves, distance, constraint=constraint, covariates={"close": distance + 0.003 * other})
    c = plain.parameters["other"] / 0.003
    assert close.parameters[["distance", "close"]].to_list() == pytest.approx([plain.beta - c, c], rel=1e-4)
    assert close.fitted.to_numpy() == pytest.approx(plain.fitted.to_numpy(), rel=1e-6)


@pytest.mark.parametrize("constraint", CONSTRAINTS)
def test_law_where_a_covariate_counts_from_changes_the_intercept_alone(constraint: Any) -> None:
    moves, distance = make_world(5)
    other = square(np.random.default_rng(9).normal(0, 1, (7, 7)))
    near, far = (gravity(moves, distance, constraint=constraint, covariates={"o": other + by}) for by in (0, 1e4))
    assert far.parameters[["distance", "o"]].to_list() == pytest.approx(near.parameters[["distance", "o"]].to_list())
    assert far.standard_errors["o"] == pytest.approx(near.standard_errors["o"])
    assert far.fitted.to_numpy() == pytest.approx(near.fitted.to_numpy())
    if constraint == "none":
        intercept = near.parameters["intercept"] - 1e4 * near.parameters["o"]
        assert far.parameters["intercept"] == pytest.approx(intercept)


@pytest.mark.parametrize("constraint", CONSTRAINTS)
def test_a_covariate_of_pairs_nobody_moves_between_is_named(constraint: Any) -> None:
    moves, distance = make_world(5, people=400)
    closed = square(np.zeros((7, 7)))
    closed.loc["a", "b"] = closed.loc["c", "d"] = 1
    with pytest.raises(ModelError, match="the parameter of 'closed border' has no finite value"):
        gravity(moves * (1 - closed), distance, constraint=constraint, covariates={"closed border": closed})


@pytest.mark.parametrize("constraint", CONSTRAINTS)
def test_moves_to_the_nearest_place_only_have_no_finite_beta(constraint: Any) -> None:
    # Pairs a-b and c-d are near, everybody goes to the near one: the steeper, the better.
    distance = square([[0, 1, 9, 9], [1, 0, 9, 9], [9, 9, 0, 1], [9, 9, 1, 0]])
    moves = square([[0, 5, 0, 0], [6, 0, 0, 0], [0, 0, 0, 7], [0, 0, 8, 0]])
    with pytest.raises(ModelError, match="the parameter of 'distance' has no finite value"):
        gravity(moves, distance, constraint=constraint)


def test_a_star_leaves_a_doubly_constrained_model_no_choice() -> None:
    moves = square([[0, 5, 6, 7], [3, 0, 0, 0], [4, 0, 0, 0], [2, 0, 0, 0]])
    distance = make_world(2, 4)[1]
    with pytest.raises(ModelError, match="every move begins or ends at a"):
        gravity(moves, distance, constraint="both")


def test_three_places_with_the_same_way_there_and_back_do_not_fix_a_doubly_constrained_beta() -> None:
    # 6 flows, 3 + 3 - 1 factors: one number is left, and it is a difference of there and back.
    moves, distance = make_world(2, 3)
    with pytest.raises(ModelError, match="'distance' cannot be told"):
        gravity(moves, distance, constraint="both")
