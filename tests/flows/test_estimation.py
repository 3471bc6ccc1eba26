"""The carried estimate meets what it promises, and the same code makes it again."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import flows
from flows.ensemble import lean_nets, load_world, model_draws, model_margins
from flows.estimate_build import build_estimates
from flows.estimation import LEVELS, NET_LEVELS, estimate_nets, estimate_totals
from flows.net_migration import PERIODS, net_migration
from flows.parameters import draw_triangular, read_parameters

each_period = pytest.mark.parametrize(("start", "end"), PERIODS)

# What one run of the model may differ by from the carried file: another linear algebra library adds up in
# another order, and balancing stops at a millionth of a margin.
LAST_DIGITS = 0.01

# Carried to a tenth of a person: the last digit may fall either way.
TENTHS = {"estimate_totals.csv", *(f"estimate_nets_{start}_{end}.csv.gz" for start, end in PERIODS)}


@pytest.fixture(scope="module")
def rebuilt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("rebuilt")
    build_estimates(folder)
    return folder


def margins(start: int, end: int) -> pd.DataFrame:
    """Ask the model what each place takes and sends, straight from the parameters."""
    world = load_world()
    values = {name: parameter.value for name, parameter in read_parameters().items()}
    out, into = model_margins(world, (start, end), values, world.net)
    return pd.DataFrame({"outflow": out, "inflow": into}, list(world.codes))


@each_period
def test_the_estimate_is_a_checked_flow_table_that_says_what_it_is(start: int, end: int) -> None:
    estimate = flows.estimate(start, end)
    assert (estimate.kind, estimate.evidence, estimate.vintage) == ("event", "modelled", "cities")
    assert (estimate.unit, estimate.period) == ("people a year", f"{start}–{end}")
    assert len(estimate) == 123 * 122
    assert "not counted" in str(estimate.caveat)
    table = estimate.table
    assert (table["origin"] != table["destination"]).all()
    assert (table["low"] <= table["people"]).all()
    assert (table["people"] <= table["high"]).all()
    assert (table["people"] >= 0).all()


@each_period
def test_every_margin_is_met_within_half_a_person(start: int, end: int) -> None:
    wanted = margins(start, end)
    found = flows.totals(flows.estimate(start, end))
    for column in ("inflow", "outflow"):
        assert (found[column] - wanted[column]).abs().max() < 0.5


@each_period
def test_inflow_less_outflow_is_the_net_migration_shown_elsewhere(start: int, end: int) -> None:
    net = net_migration(start, end, level="cities").set_index("code")["net"]
    found = flows.totals(flows.estimate(start, end))["net"]
    assert (found - net).abs().max() < 0.5


@each_period
def test_karachi_takes_what_was_published_and_all_moves_stay_under_the_bound(start: int, end: int) -> None:
    estimate = flows.estimate(start, end)
    assert flows.totals(estimate).loc["karachi", "inflow"] == pytest.approx(360_000, abs=0.5)
    assert estimate.people < 3_200_000


def test_towns_have_the_part_of_turnover_that_two_surveys_say() -> None:
    """PIHS 1998-99: 26.2 + 18.2 = 44.4 % of migrants live in towns; LFS 1997-98: 33.2 + 26.0 = 59.2 %."""
    world, parameters = load_world(), read_parameters()
    rural, urban = world.rural[1998, 2023], world.urban[1998, 2023]
    extra, half = parameters["urban_extra"].value, parameters["city_half_size"].value
    towns = (urban * (1 + extra * urban / (urban + half))).sum()
    assert 0.444 < towns / (towns + rural.sum()) < 0.592


@each_period
@pytest.mark.parametrize("level", LEVELS)
def test_totals_are_the_sums_of_the_flows_and_lie_in_their_range(start: int, end: int, level: str) -> None:
    totals = estimate_totals(start, end, level=level).set_index("code")
    for name in ("inflow", "outflow", "net"):
        assert (totals[f"{name}_low"] <= totals[name]).all()
        assert (totals[name] <= totals[f"{name}_high"]).all()
    assert totals["inflow"].sum() == pytest.approx(totals["outflow"].sum())
    if level == "cities":
        sums = flows.totals(flows.estimate(start, end))
        for name in ("inflow", "outflow", "net"):
            assert totals[name].to_numpy() == pytest.approx(sums[name].to_numpy())
    if level == "country":
        assert totals.loc["pakistan", "inflow"] == pytest.approx(flows.estimate(start, end).people)


def test_the_range_of_a_sum_is_narrower_than_the_sum_of_the_ranges() -> None:
    """Lahore's low is a low of the sums, not the sum of everybody's low."""
    table = flows.estimate(1998, 2023).table
    to_lahore = table[table["destination"] == "lahore"]
    total = estimate_totals(1998, 2023).set_index("code").loc["lahore"]
    assert total["inflow_low"] > to_lahore["low"].sum()
    assert total["inflow_high"] < to_lahore["high"].sum()


@each_period
@pytest.mark.parametrize("level", NET_LEVELS)
def test_nets_are_one_flow_less_the_other_and_add_up_to_what_places_gain(start: int, end: int, level: str) -> None:
    nets = estimate_nets(start, end, level=level)
    places = 123 if level == "cities" else 120
    assert len(nets) == places * (places - 1) // 2
    assert (nets["origin"] < nets["destination"]).all()
    assert (nets["low"] <= nets["net"]).all()
    assert (nets["net"] <= nets["high"]).all()
    gained = nets.groupby("destination")["net"].sum().sub(nets.groupby("origin")["net"].sum(), fill_value=0)
    totals = estimate_totals(start, end, level=level).set_index("code")["net"]
    assert (gained - totals).abs().max() < 0.5
    if level == "cities":
        moves = flows.od_matrix(flows.estimate(start, end))
        pair = nets.set_index(["origin", "destination"])["net"].loc[("karachi", "quetta")]
        assert pair == pytest.approx(moves.at["karachi", "quetta"] - moves.at["quetta", "karachi"])


def test_the_range_of_a_net_is_narrower_than_that_of_the_two_flows_apart() -> None:
    """Both flows of a pair rise with turnover, so their difference is surer than either end against the other."""
    nets = estimate_nets(1998, 2023)
    table = flows.estimate(1998, 2023).table.set_index(["origin", "destination"])
    there = table.loc[pd.MultiIndex.from_frame(nets[["origin", "destination"]])].to_numpy()
    back = table.loc[pd.MultiIndex.from_frame(nets[["destination", "origin"]])].to_numpy()
    widest = (there[:, 2] - back[:, 1]) - (there[:, 1] - back[:, 2])
    # Not of every pair: where one flow may be large only when the other is small, the two ranges add up.
    assert (nets["high"] - nets["low"]).sum() < 0.7 * widest.sum()


def test_a_net_that_the_ensemble_does_not_agree_on_holds_zero() -> None:
    nets = estimate_nets(1998, 2023).set_index(["origin", "destination"])
    sure, unsure = nets.loc[("faisalabad", "lahore")], nets.loc[("lahore", "rawalpindi")]
    assert sure["low"] > 0
    assert unsure["low"] < 0 < unsure["high"]


def test_the_same_code_makes_the_carried_files_again(rebuilt: Path) -> None:
    carried = Path(flows.__file__).parent / "data"
    names = sorted(path.name for path in rebuilt.iterdir())
    assert names == sorted(path.name for path in carried.glob("estimate_*"))
    for name in names:
        again, before = pd.read_csv(rebuilt / name), pd.read_csv(carried / name)
        numbers = before.select_dtypes("number").columns
        pd.testing.assert_frame_equal(again.drop(columns=numbers), before.drop(columns=numbers))
        worst = (again[numbers] - before[numbers]).abs().to_numpy()
        assert np.nanmax(worst) <= max(LAST_DIGITS, 0.1 if name in TENTHS else 0), name


def test_most_draws_of_the_ensemble_can_be_met() -> None:
    assert len(model_draws(load_world(), (1998, 2023))) > 0.9 * read_parameters()["draws"].value


def test_leaning_nets_still_sum_to_zero() -> None:
    # both lean to their high by half: 10 → 15 and -10 → -5; the 10 too many go by width, 10 : 20 of 30
    net, low, high = np.array([10.0, -10.0]), np.array([10.0, -20.0]), np.array([20.0, 0.0])
    found = lean_nets(net, low, high, np.array([0.5, 0.5]))
    assert found == pytest.approx([15 - 10 / 3, -5 - 20 / 3])


def test_triangular_draws_by_pencil() -> None:
    # 0, 1, 3 peaked at 1: a third of the chance lies below the peak
    drawn = draw_triangular(np.array([0.0, 1 / 3, 1.0]), 0.0, 1.0, 3.0)
    assert drawn == pytest.approx([0.0, 1.0, 3.0])
    # the middle of the chance: 3 - √(½ · 3 · 2) = 3 - √3
    assert draw_triangular(np.array([0.5]), 0.0, 1.0, 3.0)[0] == pytest.approx(3 - np.sqrt(3))


def test_every_parameter_says_where_it_comes_from() -> None:
    table = pd.read_csv(Path(flows.__file__).parent / "data" / "parameters.csv")
    assert table[["name", "value", "unit", "source", "role"]].notna().all(axis=None)
    for parameter in read_parameters().values():
        assert parameter.low <= parameter.value <= parameter.high


@pytest.mark.parametrize(("start", "end"), [(1998, 2022), ("soon", 2023), (2023, 1998)])
def test_other_years_are_refused(start: object, end: object) -> None:
    with pytest.raises(flows.EstimateError, match="1998–2017"):
        flows.estimate(start, end)  # type: ignore[arg-type]


def test_an_unknown_level_is_refused() -> None:
    with pytest.raises(flows.EstimateError, match="bundled"):
        estimate_totals(1998, 2023, level="tehsil")


def test_nets_of_an_unknown_level_are_refused() -> None:
    with pytest.raises(flows.EstimateError, match="cities, bundled"):
        estimate_nets(1998, 2023, level="province")


def test_years_may_be_text() -> None:
    assert flows.estimate("1998", "2023").people == flows.estimate(1998, 2023).people
