"""Names as ministries, tables and maps write them, and the codes they mean."""

from __future__ import annotations

import json
import math
import random
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import boundaries
from boundaries.names import normalise
from boundaries.tables import read_table


def code_of(name: str, level: str = "district") -> tuple[str, str]:
    row = boundaries.match_names([name], level=level).iloc[0]
    return row["code"], row["how"]


def unmatched(names: list[str], level: str = "district") -> list[str]:
    """Names that are neither an official name nor an alias."""
    table = boundaries.match_names(names, level=level)
    return table.loc[~table["how"].isin(["exact", "alias"]), "name"].tolist()


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Lahore", "lahore"),
        ("LAHORE", "lahore"),
        (" lahore ", "lahore"),
        ("Lahore District", "lahore"),
        ("District Lahore", "lahore"),
        ("Distt. Lahore", "lahore"),
        ("Zila Lahore", "lahore"),
        ("Nawabshah", "shaheed-benazirabad"),
        ("Nawab Shah", "shaheed-benazirabad"),
        ("SBA", "shaheed-benazirabad"),
        ("Benazir Abad", "shaheed-benazirabad"),
        ("Shaheed Benazir Abad", "shaheed-benazirabad"),
        ("Kachhi", "kachhi"),
        ("Bolan", "kachhi"),
        ("Kacchi", "kachhi"),
        ("D.G. Khan", "dera-ghazi-khan"),
        ("DG Khan", "dera-ghazi-khan"),
        ("Dera Ghazi", "dera-ghazi-khan"),
        ("D.I. Khan", "dera-ismail-khan"),
        ("D. I. Khan", "dera-ismail-khan"),
        ("T.T. Singh", "toba-tek-singh"),
        ("R.Y. Khan", "rahim-yar-khan"),
        ("Rahimyar Khan", "rahim-yar-khan"),
        ("M.B. Din", "mandi-bahauddin"),
        ("Mandi Baha-ud-Din", "mandi-bahauddin"),
        ("Jafarabad", "jaffarabad"),
        ("Naseerabad", "nasirabad"),
        ("Panjgoor", "panjgur"),
        ("Turbat", "kech"),
        ("ICT", "islamabad"),
        ("Islamabad Capital Territory", "islamabad"),
        ("Bajaur Agency", "bajaur"),
        ("Khyber Agency", "khyber"),
        ("N. Waziristan", "north-waziristan"),
        ("FR Bannu", "fr-bannu"),
        ("F.R. Kohat", "fr-kohat"),
        ("FR D.I. Khan", "fr-dera-ismail-khan"),
        ("Qambar Shahdadkot", "kambar-shahdad-kot"),
        ("Umarkot", "umer-kot"),
        ("Kandhkot", "kashmore"),
        ("Kashmor", "kashmore"),
        ("TMK", "tando-muhammad-khan"),
        ("Tando Mohammad Khan", "tando-muhammad-khan"),
        ("Tando Allah Yar", "tando-allahyar"),
        ("Noshero Firoz", "naushahro-feroze"),
        ("Battagram", "batagram"),
        ("Kala Dhaka", "torghar"),
        ("Malakand Protected Area", "malakand"),
        ("Leiah", "layyah"),
        ("Shaikhupura", "sheikhupura"),
        ("Qila Abdullah", "killa-abdullah"),
        ("Qilla Saifullah", "killa-saifullah"),
        ("Shaheed Sikandarabad", "surab"),
        ("Las Bela", "lasbela"),
        ("Hub", "lasbela"),  # a district since 2022, counted in Lasbela in 2023
        ("Musakhail", "musakhel"),
        ("Lyallpur", "faisalabad"),
        ("Karachi", "karachi"),
        ("Karachi City", "karachi"),
        ("Central", "karachi-central"),
        ("District South", "karachi-south"),
        ("East Karachi", "karachi-east"),
        ("Kiamari", "keamari"),
        ("Korangi", "korangi"),
        ("Malir", "malir"),
        ("Dir Lower", "lower-dir"),
        ("Chitral Upper", "upper-chitral"),
        ("Pallandri", "sudhnoti"),
        ("Hattian Bala", "jhelum-valley"),
        ("Neelam", "neelum"),
        ("Diamir", "diamer"),
        ("Astor", "astore"),
        ("Mirpur", "mirpur"),
        ("Mirpurkhas", "mirpur-khas"),
    ],
)
def test_what_a_ministry_types(typed: str, code: str) -> None:
    found, how = code_of(typed)
    assert found == code
    assert how in ("exact", "alias")


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("لاہور", "lahore"),
        ("ضلع لاہور", "lahore"),
        ("لاھور", "lahore"),  # do-chashmi heh for heh goal
        ("كوئٹہ", "quetta"),  # Arabic kaf
        ("کوئٹه", "quetta"),  # Arabic heh
        ("کراچي", "karachi"),  # Arabic yeh
        ("كراچى", "karachi"),  # Arabic kaf and alef maksura
        ("ڈیرہ غازی خان", "dera-ghazi-khan"),
        ("ڈیرہ غازیخان", "dera-ghazi-khan"),
        ("شہید بینظیر آباد", "shaheed-benazirabad"),
        ("شہید بے نظیر آباد", "shaheed-benazirabad"),
        ("نواب شاہ", "shaheed-benazirabad"),
        ("موسی خیل", "musakhel"),
        ("مُلتان", "multan"),  # with a vowel mark
        ("باجوڑ ایجنسی", "bajaur"),
        ("فیصل‌آباد", "faisalabad"),  # with a zero-width non-joiner
        ("ٹھٹھہ", "thatta"),
        ("ضلع وسطی", "karachi-central"),
    ],
)
def test_urdu_as_keyboards_write_it(typed: str, code: str) -> None:
    assert code_of(typed)[0] == code


@pytest.mark.parametrize(
    ("typed", "level", "code"),
    [
        ("Sind", "province", "sindh"),
        ("Sindh", "province", "sindh"),
        ("NWFP", "province", "khyber-pakhtunkhwa"),
        ("N.W.F.P.", "province", "khyber-pakhtunkhwa"),
        ("KPK", "province", "khyber-pakhtunkhwa"),
        ("KP", "province", "khyber-pakhtunkhwa"),
        ("FATA", "province", "khyber-pakhtunkhwa"),  # merged in 2018
        ("Baluchistan", "province", "balochistan"),
        ("Punjab Province", "province", "punjab"),
        ("صوبہ سندھ", "province", "sindh"),
        ("Azad Kashmir", "province", "azad-jammu-kashmir"),
        ("AJ&K", "province", "azad-jammu-kashmir"),
        ("Northern Areas", "province", "gilgit-baltistan"),
        ("Islamabad", "province", "islamabad-capital-territory"),
        ("Lahore", "division", "lahore-division"),
        ("Lahore Division", "division", "lahore-division"),
        ("لاہور ڈویژن", "division", "lahore-division"),
        ("Makran", "division", "mekran-division"),
        ("Pakistan", "country", "pakistan"),
    ],
)
def test_other_levels(typed: str, level: str, code: str) -> None:
    assert code_of(typed, level)[0] == code


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Lahore City", "lahore"),
        ("lahore-city", "lahore"),
        ("Quetta City", "quetta"),
        ("D.I. Khan City", ""),  # only an official name: an alias may be a part of a place
        ("Dera Ismail Khan City", "dera-ismail-khan"),
        ("Lahore City District", "lahore"),
        ("لاہور شہر", "lahore"),
        ("Karachi City", "karachi"),
        ("Chitral City", "chitral"),  # the whole district of older lists, as "Chitral" is
        ("East City", ""),
        ("Dir City", ""),
        ("Mirpur Sakro City", ""),
        ("City", ""),
    ],
)
def test_a_district_named_by_its_city(typed: str, code: str) -> None:
    assert code_of(typed) == (code, "alias" if code else "none")


@pytest.mark.parametrize("level", ["division", "province"])
def test_a_city_is_no_division_and_no_province(level: str) -> None:
    assert code_of("Lahore City", level) == ("", "none")
    assert code_of("Punjab City", level) == ("", "none")


def test_a_city_is_found_in_the_search_box() -> None:
    assert boundaries.search_places("Lahore City")[0]["code"] == "lahore"


@pytest.mark.parametrize("typed", ["Dir", "Waziristan", "Dera", "Tando", "Killa", "Upper", "Khan"])
def test_a_name_that_may_be_several_places_is_none(typed: str) -> None:
    assert code_of(typed) == ("", "none")


@pytest.mark.parametrize(
    "typed",
    ["Total", "Punjab", "Pakistan", "Kashmir", "Kabul", "Delhi", "Jalalabad", "Overseas", "Not stated"]
    + ["Lahore Division", "Mirpur Sakro", "Gujar Khan", "", "  ", "-", "؟", "12"],
)
def test_what_is_no_district_is_none(typed: str) -> None:
    assert code_of(typed) == ("", "none")


@pytest.mark.parametrize(
    ("typed", "code"),
    [("Bahawalpr", "bahawalpur"), ("Rawalpinidi", "rawalpindi"), ("District Upper Dirr", "upper-dir")],
)
def test_a_slip_of_the_pen_is_fuzzy(typed: str, code: str) -> None:
    row = boundaries.match_names([typed]).iloc[0]
    assert (row["code"], row["how"]) == (code, "fuzzy")
    assert 88 <= row["score"] < 100


def test_one_slip_is_never_taken_for_another_place() -> None:
    """Leave out, double or swap a letter inside a name: the place itself, or none."""
    draw = random.Random(17)
    wrong = []
    for place in boundaries.places_table(level="district").itertuples():
        for _ in range(4):
            at = draw.randrange(1, len(place.name) - 1)
            slips = (
                place.name[:at] + place.name[at + 1 :],
                place.name[:at] + place.name[at] + place.name[at:],
                place.name[: at - 1] + place.name[at] + place.name[at - 1] + place.name[at + 1 :],
            )
            wrong += [(slip, code_of(slip)) for slip in slips if code_of(slip)[0] not in ("", place.code)]
    # Duki without its u is also how Dera Ismail Khan is shortened
    assert [entry for entry in wrong if entry[1] != ("dera-ismail-khan", "alias")] == []


def test_old_whole_districts_have_codes_of_their_own() -> None:
    assert code_of("Kohistan") == ("kohistan", "exact")
    assert code_of("Chitral") == ("chitral", "exact")
    assert code_of("Karachi") == ("karachi", "exact")


def test_order_repeats_and_missing_values_are_kept() -> None:
    names = ["Sibi", None, "Atlantis", "Sibi", math.nan, pd.NA, 7]
    table = boundaries.match_names(names)
    assert list(table.columns) == ["name", "code", "how", "score"]
    assert table["name"].tolist()[:4] == names[:4]
    assert table["code"].tolist() == ["sibi", "", "", "sibi", "", "", ""]
    assert table["how"].tolist() == ["exact", "none", "none", "exact", "none", "none", "none"]
    assert table["score"].tolist()[:2] == [100.0, 0.0]


def test_no_names_give_no_rows() -> None:
    table = boundaries.match_names([])
    assert len(table) == 0
    assert list(table.columns) == ["name", "code", "how", "score"]


def test_an_unknown_level_is_refused_even_without_names() -> None:
    with pytest.raises(boundaries.UnknownPlaceError, match="no level 'village'"):
        boundaries.match_names([], level="village")


def test_every_official_name_is_exact_and_every_alias_an_alias() -> None:
    for level in ("country", "province", "division", "district"):
        places = boundaries.places_table(level=level)
        for column in ("name", "name_ur"):
            table = boundaries.match_names(places[column], level=level)
            assert table["code"].tolist() == places["code"].tolist()
            assert set(table["how"]) == {"exact"}
        aliases = [row for row in read_table("aliases.csv") if row["level"] == level]
        table = boundaries.match_names([row["alias"] for row in aliases], level=level)
        assert table["code"].tolist() == [row["code"] for row in aliases]
        assert set(table["how"]) <= {"alias"}


def test_two_places_of_a_level_never_share_a_name() -> None:
    seen: dict[tuple[str, str], str] = {}
    for table, columns in (("places.csv", ("name", "name_ur")), ("aliases.csv", ("alias",))):
        for row in read_table(table):
            for column in columns:
                key = (row["level"], normalise(row[column], level=row["level"]))
                assert seen.setdefault(key, row["code"]) == row["code"], row[column]


OFFICIAL = [row["name"] for row in read_table("places.csv") if row["level"] == "district"]


@given(
    st.sampled_from(OFFICIAL),
    st.sampled_from((str.upper, str.lower, str.title, str.swapcase)),
    st.text(" .-_", max_size=3),
)
def test_law_case_spaces_and_dots_do_not_matter(name: str, change: Callable[[str], str], mark: str) -> None:
    assert normalise(mark + change(name).replace(" ", mark + " ") + mark) == normalise(name)


@given(st.text(max_size=30))
def test_law_any_text_is_answered_and_normalising_twice_changes_nothing(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)
    assert boundaries.match_names([text])["name"].tolist() == [text]


@given(st.sampled_from(OFFICIAL))
def test_law_accents_do_not_matter(name: str) -> None:
    accented = unicodedata.normalize("NFC", "".join(letter + "\u0304" * (letter in "aiu") for letter in name))
    assert normalise(accented) == normalise(name)


# ---- the search box


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("lah", "lahore"),
        ("Lahore", "lahore"),
        ("nawab", "shaheed-benazirabad"),
        ("khan rahim", ""),
        ("ghazi", "dera-ghazi-khan"),
        ("کوئ", "quetta"),
        ("بولان", "kachhi"),
        ("sind", "sindh"),
        ("punj", "punjab"),  # an official name before Panjgur's other spelling, Punjgur
        ("karachi", "karachi"),  # the district before the division
        ("Faislabd", "faisalabad"),
        ("Rawalpinidi", "rawalpindi"),
    ],
)
def test_search_finds_the_place_meant(typed: str, first: str) -> None:
    found = boundaries.search_places(typed)
    assert (found[0]["code"] if found else "") == first


def test_search_gives_each_place_once_and_no_more_than_asked() -> None:
    found = boundaries.search_places("k", limit=5)
    assert len(found) == 5
    assert len({(place["level"], place["code"]) for place in found}) == 5
    assert set(found[0]) == {"level", "code", "name", "name_ur", "matched"}


def test_search_says_which_name_was_found() -> None:
    found = boundaries.search_places("Nawabsh")[0]
    assert found["name"] == "Shaheed Benazirabad"
    assert found["matched"] == "Nawabshah"


def test_search_for_nothing_finds_nothing() -> None:
    assert boundaries.search_places("") == boundaries.search_places(" - ") == []


# ---- every name of the real files, when they are here


@pytest.mark.parametrize(
    ("file", "column"),
    [
        ("census/pbs_census2023_mit/t01_district_area_population.csv", "part_of_district"),
        ("census/pbs_census2023_mit/t04_single_year_age_sex.csv", "district"),
        ("census/pbs_census2023_mit/t11_mother_tongue.csv", "part_of_district"),
        ("census/pbs_census2023_mit/t20_housing_unit_type.csv", "part_of_district"),
        ("census/pakpc_gpl2/census2023_2017_district.csv", "District"),
        ("census/pakpc_gpl2/census2017_1998_district_rural_urban.csv", "District"),
        ("census/pakpc_gpl2/census2017_1998_tehsil.csv", "District"),
        ("census/pakpc_gpl2/census2017_blocks.csv.gz", "District"),
        ("census/derived_harmonised_units_1998_2017_2023.csv", "districts_2023"),
        ("indicators/data4pakistan_district_panel_2004_2020.csv.gz", "district"),
        ("cities/geonames_pakistan_places.csv", "admin2"),
        ("boundaries/district_crosswalk_osm2023_census2023_census2017_codab.csv", "osm_name"),
        ("boundaries/district_crosswalk_osm2023_census2023_census2017_codab.csv", "codab_name"),
        ("boundaries/district_crosswalk_osm2023_census2023_census2017_codab.csv", "pakpc2017_name"),
        ("boundaries/district_crosswalk_osm2023_census2023_census2017_codab.csv", "fr_merged_2018"),
    ],
)
def test_every_district_of_a_real_table_is_known(
    shared: Callable[[str], Path], file: str, column: str
) -> None:
    values = pd.read_csv(shared(file), usecols=[column], dtype=str)[column].dropna()
    names = sorted({name.strip() for value in values.unique() for name in value.split(";") if name.strip()})
    assert names
    assert unmatched(names) == []


@pytest.mark.parametrize(
    ("file", "column", "level"),
    [
        ("census/pakpc_gpl2/census2023_2017_district.csv", "Region", "province"),
        ("census/pakpc_gpl2/census2017_blocks.csv.gz", "Province", "province"),
        ("census/pakpc_gpl2/census2017_1998_tehsil.csv", "Province", "province"),
        ("indicators/data4pakistan_district_panel_2004_2020.csv.gz", "province", "province"),
        ("census/pakpc_gpl2/census2023_2017_district.csv", "Division", "division"),
        ("boundaries/district_crosswalk_osm2023_census2023_census2017_codab.csv", "division", "division"),
        ("boundaries/district_crosswalk_osm2023_census2023_census2017_codab.csv", "province", "province"),
    ],
)
def test_every_province_and_division_of_a_real_table_is_known(
    shared: Callable[[str], Path], file: str, column: str, level: str
) -> None:
    names = sorted(pd.read_csv(shared(file), usecols=[column], dtype=str)[column].dropna().unique())
    assert names
    assert unmatched(names, level) == []


@pytest.mark.parametrize(
    ("file", "layer", "column", "places", "level"),
    [
        ("boundaries/codab_pak_2022-09-09.gpkg", "adm2", "admin2Name_en", 160, "district"),
        ("boundaries/codab_pak_2022-09-09.gpkg", "adm1", "admin1Name_en", 7, "province"),
        ("boundaries/osm_pak_districts_2023census_156.geojson", None, "name", 156, "district"),
    ],
)
def test_every_name_of_a_real_boundary_file_is_known_and_none_twice(
    shared: Callable[[str], Path], file: str, layer: str | None, column: str, places: int, level: str
) -> None:
    import pyogrio

    names = pyogrio.read_dataframe(shared(file), layer=layer, read_geometry=False)[column].tolist()
    table = boundaries.match_names(names, level=level)
    assert unmatched(names, level) == []
    assert table["code"].nunique() == len(names) == places


def test_the_names_of_a_boundary_file_give_the_places_of_its_set(shared: Callable[[str], Path]) -> None:
    import pyogrio

    for file, layer, column, name in (
        ("boundaries/codab_pak_2022-09-09.gpkg", "adm2", "admin2Name_en", "codab"),
        ("boundaries/osm_pak_districts_2023census_156.geojson", None, "name", "osm"),
    ):
        names = pyogrio.read_dataframe(shared(file), layer=layer, read_geometry=False)[column]
        codes = set(boundaries.match_names(names)["code"])
        assert codes == {row["code"] for row in read_table(f"sets/{name}.csv")}


def test_every_label_of_the_bundled_drawing_is_known() -> None:
    """The labels as the drawing has them, whatever they were mended to; carried with the bundled set."""
    labels = [row["label"] for row in read_table("bundled_labels.csv")]
    assert len(labels) == 144
    assert unmatched(labels) == []


def test_no_name_is_matched_by_an_invisible_difference() -> None:
    """Aliases are written in plain letters: no zero-width marks or doubled spaces that nobody can see."""
    for row in read_table("aliases.csv"):
        assert not re.search(r"[\u200b-\u200f\ufeff]|  ", row["alias"]), json.dumps(row["alias"])
