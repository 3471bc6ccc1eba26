"""Temperatures of places: by hand, against the stations themselves, and against their air pressure."""

from __future__ import annotations

import csv
import statistics

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import flows
from flows import SeasonError
from flows.climate import CAVEAT, LAPSE_RATE, carry_normals, place_normals, station_normals


def places(**places):
    """Places on the equator by name: (degrees east, metres)."""
    rows = [(code, lon, 0.0, height) for code, (lon, height) in places.items()]
    return pd.DataFrame(rows, columns=["code", "lon", "lat", "elevation_m"]).astype({"code": "str"})


def stations(**stations):
    """Stations on the equator: (degrees east, metres, mean of January); a degree warmer each month."""
    rows = [
        (name, lon, 0.0, height, month, january + month - 1, january + month + 9, january + month - 11)
        for name, (lon, height, january) in stations.items()
        for month in range(1, 13)
    ]
    columns = ["station", "lon", "lat", "elevation_m", "month", "tmean_c", "tmax_c", "tmin_c"]
    return pd.DataFrame(rows, columns=columns)


# --- by hand


def test_a_place_is_as_much_colder_as_it_is_higher():
    # 800 m above its station: 0.8 · 6.5 = 5.2 °C colder, in every month and for all three figures.
    carried = carry_normals(places(hill=(0.0, 1000.0)), stations(town=(0.0, 200.0, 10.0)))
    assert carried["month"].tolist() == list(range(1, 13))
    january = carried.iloc[0]
    assert (january["tmean_c"], january["tmax_c"], january["tmin_c"]) == pytest.approx((4.8, 14.8, -5.2))
    assert carried["tmean_c"].diff().dropna().tolist() == pytest.approx([1.0] * 11)
    assert (january["station"], january["distance_km"], january["higher_m"]) == ("town", 0.0, 800.0)


def test_without_a_lapse_rate_a_place_is_its_station():
    carried = carry_normals(places(hill=(0.0, 1000.0)), stations(town=(0.0, 200.0, 10.0)), lapse_rate=0.0)
    assert carried.loc[0, "tmean_c"] == pytest.approx(10.0)


def test_a_degree_of_the_equator_is_111_km():
    carried = carry_normals(places(here=(1.0, 0.0)), stations(town=(0.0, 0.0, 10.0)))
    assert carried.loc[0, "distance_km"] == pytest.approx(6371.0088 * np.pi / 180)


@pytest.mark.parametrize(
    ("height", "station"),
    [
        (0.0, "plain"),  # hill is 56 km off and 1 km up: √(56² + 100²) = 114 km; plain is 111 km off
        (300.0, "hill"),  # √(56² + 70²) = 89 against √(111² + 30²) = 115
        (1000.0, "hill"),
    ],
)
def test_nearest_counts_a_kilometre_of_height_like_a_hundred(height, station):
    known = stations(hill=(0.5, 1000.0, 5.0), plain=(-1.0, 0.0, 12.0))
    carried = carry_normals(places(here=(0.0, height)), known)
    assert set(carried["station"]) == {station}


def test_no_places_no_rows():
    carried = carry_normals(places(), stations(town=(0.0, 0.0, 10.0)))
    assert len(carried) == 0
    assert list(carried.columns) == [
        "code", "month", "tmean_c", "tmax_c", "tmin_c", "station", "distance_km", "higher_m",
    ]  # fmt: skip


def test_places_come_in_order_and_the_tables_given_stay_as_they_are():
    some, known = places(b=(0.0, 0.0), a=(1.0, 0.0)), stations(town=(0.0, 0.0, 10.0))
    before = some.copy(), known.copy()
    carried = carry_normals(some, known)
    assert carried["code"].drop_duplicates().tolist() == ["a", "b"]
    pd.testing.assert_frame_equal(some, before[0])
    pd.testing.assert_frame_equal(known, before[1])


@settings(max_examples=25)
@given(st.floats(-400, 8000), st.floats(-400, 8000), st.floats(-20, 40))
def test_two_places_differ_by_their_heights_alone(one, other, january):
    town = stations(town=(0.0, 0.0, january))
    means = carry_normals(places(a=(0.0, one), b=(0.0, other)), town).groupby("code")["tmean_c"].first()
    assert means["a"] - means["b"] == pytest.approx(LAPSE_RATE * (other - one) / 1000, abs=1e-9)


# --- what is refused


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda p, s: (p.drop(columns="lat"), s), "the table of places has no column lat"),
        (lambda p, s: (p, s.drop(columns=["month", "tmin_c"])), "the table of stations has no column month, tmin_c"),
        (lambda p, s: (p.assign(elevation_m=np.nan), s), "elevation_m is not a number for here"),
        (lambda p, s: (pd.concat([p, p]), s), "a place is named twice: here"),
        (lambda p, s: (p, s[s["month"] != 5]), "one row for each month 1–12: town"),
        (lambda p, s: (p, s.head(0)), "there is no station"),
    ],
)
def test_tables_that_cannot_be_used(spoil, words):
    with pytest.raises(SeasonError, match=words):
        carry_normals(*spoil(places(here=(0.0, 0.0)), stations(town=(0.0, 0.0, 10.0))))


def test_a_lapse_rate_that_is_no_number_is_told_with_the_other_faults():
    with pytest.raises(SeasonError, match=r"lapse rate is nan(.|\n)*elevation_m is not a number for here"):
        carry_normals(places(here=(0.0, np.nan)), stations(town=(0.0, 0.0, 10.0)), lapse_rate=np.nan)


# --- the carried figures


def test_normals_of_25_stations_without_a_gap():
    normals = station_normals()
    assert len(normals) == 300
    assert normals["station"].nunique() == 25
    assert normals.notna().all(axis=None)
    assert (normals["tmin_c"] < normals["tmean_c"]).all()
    assert (normals["tmean_c"] < normals["tmax_c"]).all()


@pytest.mark.parametrize(
    ("station", "month", "mean"),
    [("Jacobabad", 6, 37.0), ("Jacobabad", 1, 15.5), ("Quetta", 1, 4.3), ("Quetta", 7, 28.5), ("Karachi", 1, 18.9)],
)
def test_normals_as_published(station, month, mean):
    normals = station_normals().set_index(["station", "month"])
    assert normals.loc[(station, month), "tmean_c"] == mean


def test_normals_are_those_of_the_shared_file(shared):
    with shared("climate/pmd_monthly_normals_25stations.csv").open(encoding="utf-8", newline="") as file:
        published = {(row["station"], int(row["month_no"])): row for row in csv.DictReader(file)}
    carried = station_normals().set_index(["station", "month"])
    assert set(carried.index) == set(published)
    for key, row in published.items():
        assert carried.loc[key, ["tmean_c", "tmax_c", "tmin_c"]].tolist() == [
            float(row[name]) for name in ("tmean_c", "tmax_c", "tmin_c")
        ]


def test_the_heights_of_the_stations_agree_with_their_air_pressure(shared):
    """
    Pressure falls with height: z = z₀ + (R T / g) ln(p₀ / p), R / g = 29.27 m/K (hypsometric equation).

    Nothing of it went into the heights. The reference (z₀, p₀) is sea level and its pressure, or, at ten high
    stations whose column of that name holds values of 1,400 and more, the height in metres of the 850 hPa level.
    """
    with shared("climate/pmd_monthly_normals_25stations.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    heights = station_normals().drop_duplicates("station").set_index("station")["elevation_m"]
    missed = {}
    for station, height in heights.items():
        derived = []
        for row in (row for row in rows if row["station"] == station):
            pressure, at = float(row["station_pressure_mb"]), float(row["sea_level_pressure_mb"])
            below, level = (at, 850.0) if at > 1100 else (0.0, at)
            # The air between the two levels is warmer than the station by half the lapse over their distance.
            kelvin = 273.15 + float(row["tmean_c"]) + 0.00325 * (height - below)
            derived.append(below + 29.27 * kelvin * np.log(level / pressure))
        missed[station] = statistics.median(derived) - height  # the median: single months are misprinted
    assert max(abs(miss) for station, miss in missed.items() if station != "Panjgur") < 15
    assert abs(missed["Panjgur"]) < 25


def predict_each_station_from_the_others(lapse_rate):
    """Root mean square miss in °C over 25 stations and 12 months."""
    normals = station_normals()
    misses = []
    for station, own in normals.groupby("station"):
        place = own.head(1).rename(columns={"station": "code"})[["code", "lon", "lat", "elevation_m"]]
        carried = carry_normals(place, normals[normals["station"] != station], lapse_rate=lapse_rate)
        misses.append(carried["tmean_c"].to_numpy() - own["tmean_c"].to_numpy())
    return float(np.sqrt(np.mean(np.square(misses))))


def test_left_out_stations_are_predicted_to_a_degree_and_a_half():
    assert round(predict_each_station_from_the_others(LAPSE_RATE), 1) == 1.5
    assert round(predict_each_station_from_the_others(0.0), 1) == 2.8


def test_where_temperatures_are_known():
    normals = place_normals()
    cities = set(flows.census(2023, level="cities")["code"])
    assert len(normals) == 12 * 114
    assert cities - set(normals["code"]) == {
        "bajaur", "kohistan", "lasbela", "mohmand", "orakzai", "sherani", "sujawal", "torghar", "washuk",
    }  # fmt: skip
    assert set(normals["code"]) <= cities
    assert normals.attrs["caveat"] == CAVEAT


def test_the_plain_is_hot_in_june_and_ziarat_cold_in_january():
    normals = place_normals()
    means = normals.pivot(index="month", columns="code", values="tmean_c")
    station = normals.drop_duplicates("code").set_index("code")["station"]
    for plain in ("sibi-kachhi", "jaffarabad", "nasirabad", "jacobabad"):
        assert station[plain] == "Jacobabad"
        assert means[plain].idxmax() == 6
        assert 36 < means.loc[6, plain] < 38
    # Ziarat is at 2,433 m and the station of Quetta at 1,600: 0.833 · 6.5 = 5.4 °C colder than its 4.3 °C.
    assert station["ziarat"] == "Quetta"
    assert means.loc[1, "ziarat"] == pytest.approx(4.3 - 5.4, abs=0.05)
    assert means["ziarat"].idxmin() == 1
    assert means["ziarat"].max() < 24
