"""Growth of the tehsils between two counts, and which districts make the wider city."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from flows._errors import UnknownDatasetError
from flows.census import census, years_between
from flows.tehsil_growth import CITY_DISTRICTS, CITY_REGIONS, growth_between, tehsil_growth

YEARS = years_between(2017, 2023)


def count(**people: int) -> pd.DataFrame:
    rows = [(code, code.title(), "here", number) for code, number in people.items()]
    return pd.DataFrame(rows, columns=["code", "name", "district", "people"])


def test_the_interval_is_counted_in_days():
    # 15 March 2017 to 1 March 2023 is 6 years of 365.25 days less 14.5 days: 2,177 days.
    assert pytest.approx(2177 / 365.25) == YEARS


@pytest.mark.parametrize(
    ("before", "after", "years", "growth", "flag"),
    [
        (100, 121, 2.0, 10.0, ""),  # 1.1 * 1.1 = 1.21
        (121, 100, 2.0, -100 / 11, ""),  # 1 / 1.1 = 1 - 1/11
        (100, 100, 2.0, 0.0, ""),
        (100, 144, 2.0, 20.0, "implausible"),  # 1.2 * 1.2 = 1.44
        (100, 64, 2.0, -20.0, "implausible"),  # 0.8 * 0.8 = 0.64
        (0, 50, 2.0, math.nan, "no 2017 count"),
        (50, 0, 2.0, math.nan, "no 2023 count"),
    ],
)
def test_growth_is_compound_in_per_cent_a_year(before, after, years, growth, flag):
    row = growth_between(count(x=before), count(x=after), years=years).iloc[0]
    assert row["growth"] == pytest.approx(growth, nan_ok=True)
    assert row["flag"] == flag


def test_a_tehsil_in_one_count_only_is_kept_and_flagged():
    table = growth_between(count(gone=5, kept=10), count(kept=12, new=7), years=YEARS).set_index("code")
    assert list(table.index) == ["gone", "kept", "new"]
    assert table["people_2017"].to_dict() == {"gone": 5, "kept": 10, "new": 0}
    assert table["people_2023"].to_dict() == {"gone": 0, "kept": 12, "new": 7}
    assert table["flag"].to_dict() == {"gone": "no 2023 count", "kept": "", "new": "no 2017 count"}
    assert table["name"].to_dict() == {"gone": "Gone", "kept": "Kept", "new": "New"}


def test_no_counts_give_an_empty_table():
    table = growth_between(count(), count(), years=YEARS)
    assert len(table) == 0
    assert list(table) == ["code", "name", "district", "people_2017", "people_2023", "growth", "flag"]


def test_what_the_counts_are_is_left_alone():
    before, after = count(x=10), count(x=12)
    growth_between(before, after, years=YEARS)
    assert list(before) == list(after) == ["code", "name", "district", "people"]


# --- the census ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("vintage", [2017, 2023])
def test_the_tehsils_sum_to_their_district_to_the_person(vintage):
    sums = tehsil_growth().groupby("district")[f"people_{vintage}"].sum().to_dict()
    districts = census(vintage, level="district").set_index("code")["people"].to_dict()
    assert sums == districts


def test_the_country_is_all_there():
    table = tehsil_growth()
    assert len(table) == 591
    assert table["people_2017"].sum() == 207_684_626
    assert table["people_2023"].sum() == 241_499_431
    assert table.attrs["evidence"] == "derived"


def test_three_tehsils_changed_more_than_people_can():
    table = tehsil_growth().set_index("code")
    assert table.loc[table["flag"] != "", "flag"].to_dict() == {
        "lower-kohistan-bankand-ranolia": "implausible",
        "north-waziristan-razmak": "implausible",
        "surab-dasht-e-goran": "implausible",
    }
    assert table["growth"].notna().all()


def test_raiwind_outgrew_the_city_of_lahore():
    table = tehsil_growth("lahore").set_index("code")
    # 848,541 to 1,080,637 people: (1.27352) ** (1 / 5.9603) = 1.0414.
    assert table.loc["lahore-raiwind", "growth"] == pytest.approx(4.14, abs=0.005)
    assert table["growth"].idxmax() == "lahore-raiwind"
    assert set(table["district"]) == {"lahore"}


def test_districts_that_are_not_there_are_all_named():
    with pytest.raises(UnknownDatasetError, match="gotham, metropolis"):
        tehsil_growth(["lahore", "metropolis", "gotham"])


def test_asking_for_no_district_gives_no_rows():
    assert len(tehsil_growth([])) == 0


# --- the wider cities ------------------------------------------------------------------------------------


@pytest.mark.parametrize("city", ["lahore", "karachi", "quetta"])
def test_the_wider_city_is_the_city_and_what_shares_its_border(city):
    from boundaries import load_places

    shapes = load_places("bundled").set_index("code").geometry
    # The bundled set draws Karachi as one place. One degree is about 105 km here; 1 km keeps corners out.
    common = {
        code: shape.intersection(shapes[city]).length * 105 for code, shape in shapes.items() if code != city
    }
    touching = {code for code, km in common.items() if km >= 1}
    assert set(CITY_REGIONS[city]) == {*CITY_DISTRICTS[city], *touching}


@pytest.mark.parametrize(
    ("city", "tehsils", "people"),
    [
        # Lahore, Kasur, Nankana Sahib and Sheikhupura as PBS prints them.
        ("lahore", 17, 13_004_135 + 4_084_286 + 1_634_871 + 4_049_418),
        # Karachi's seven districts, then Jamshoro, Lasbela and Thatta.
        ("karachi", 48, 20_382_881 + 1_117_308 + 680_977 + 1_083_191),
        # Quetta, Harnai, Killa Abdullah, Mastung, Pishin and Ziarat.
        ("quetta", 24, 2_595_492 + 127_571 + 361_971 + 313_271 + 835_482 + 189_535),
    ],
)
def test_every_region_has_its_tehsils(city, tehsils, people):
    table = tehsil_growth(CITY_REGIONS[city])
    assert set(table["district"]) == set(CITY_REGIONS[city])
    assert len(table) == tehsils
    assert table["people_2023"].sum() == people
