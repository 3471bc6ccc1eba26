"""FlowmapBlue's pair, as people publish it; what that product does in silence is done here and told."""

from __future__ import annotations

import pytest

import flows
from flows import ReadError

LOCATIONS = "id,name,lat,lon\n1,Lahore,31.5,74.3\n2,Quetta,30.2,67.0\n3,Multan,30.2,71.5\n"
FLOWS = "origin,dest,count\n1,2,10\n2,1,4\n"


def write_pair(tmp_path, locations=LOCATIONS, listed=FLOWS):
    paths = [tmp_path / "locations.csv", tmp_path / "flows.csv"]
    for path, text in zip(paths, (locations, listed), strict=True):
        path.write_text(text, encoding="utf-8")
    return paths


def rows(moved):
    return list(moved.table.itertuples(index=False, name=None))


def test_ids_become_codes_by_the_names_of_the_locations(tmp_path):
    moved = flows.read(write_pair(tmp_path), kind="transition", evidence="surveyed")
    assert rows(moved) == [("lahore", "quetta", 10), ("quetta", "lahore", 4)]
    assert moved.report.notes == ()


def test_the_pair_may_come_in_either_order_and_ids_may_be_kept(tmp_path):
    locations, listed = write_pair(tmp_path)
    assert rows(flows.read([listed, locations], match=False)) == [("1", "2", 10), ("2", "1", 4)]


def test_a_location_without_a_name_is_called_by_its_id(tmp_path):
    paths = write_pair(
        tmp_path, "id,lat,lon\nLahore,31.5,74.3\nQuetta,30.2,67\n", "origin,dest,count\nLahore,Quetta,3\n"
    )
    assert rows(flows.read(paths)) == [("lahore", "quetta", 3)]


def test_flows_alone_are_read_by_their_ids(tmp_path):
    _, listed = write_pair(tmp_path, listed="origin,dest,count\nLahore,Quetta,3\n")
    assert rows(flows.read(listed)) == [("lahore", "quetta", 3)]


def test_repeats_are_summed_and_told(tmp_path):
    moved = flows.read(write_pair(tmp_path, listed=FLOWS + "1,2,5\n"))
    assert rows(moved)[0] == ("lahore", "quetta", 10 + 5)
    assert moved.report.merged == (1, 5)
    assert moved.report.entries[0].reason == "added to line 2: same origin, destination"


def test_a_repeat_at_another_time_is_another_row(tmp_path):
    listed = "origin,dest,count,time\n1,2,10,2024-01\n1,2,5,2024-02\n1,2,1,2024-02\n"
    moved = flows.read(write_pair(tmp_path, listed=listed))
    assert rows(moved) == [("lahore", "quetta", 10, "2024-01"), ("lahore", "quetta", 5 + 1, "2024-02")]


@pytest.mark.parametrize(
    ("time", "period"),
    [
        ("2024", "2024"),
        ("2024-03", "2024-03"),
        ("2024-03-09", "2024-03-09"),
        ("2024-03-09 14:05", "2024-03-09 14:05"),
        ("2024-03-09 14:05:59", "2024-03-09 14:05:59"),
        ("March 2024", "unknown"),
        ("2024-13", "unknown"),
        ("", "unknown"),
    ],
)
def test_a_time_in_none_of_the_five_forms_is_unknown(tmp_path, time, period):
    moved = flows.read(write_pair(tmp_path, listed=f"origin,dest,count,time\n1,2,10,{time}\n"))
    assert moved.table["period"].tolist() == [period]
    assert ("became 'unknown': line 2" in " ".join(moved.report.notes)) == (period == "unknown")


def test_what_that_product_loses_is_told(tmp_path):
    listed = FLOWS + "1,9,7\n,2,8\n1,,9\n1,2,lots\n"  # lines 4 to 7
    report = flows.read(write_pair(tmp_path, listed=listed)).report
    assert report.read == (6, 14 + 7 + 8 + 9)
    assert report.kept == (2, 14)
    assert report.dropped == (4, 7 + 8 + 9)
    assert {entry.line: entry.reason for entry in report.entries} == {
        4: "no location has the id '9'",
        5: "no origin",
        6: "no destination",
        7: "the count 'lots' is not a number",
    }


def test_coordinates_that_cannot_be_are_listed(tmp_path):
    paths = write_pair(tmp_path, LOCATIONS + "4,Gujrat,312.5,74\n")
    assert "coordinates that cannot be, not used here: '4' (line 5)" in " ".join(
        flows.read(paths).report.notes
    )


def test_a_colour_is_carried_along(tmp_path):
    moved = flows.read(write_pair(tmp_path, listed="origin,dest,count,color\n1,2,10,#f00\n"))
    assert moved.table["color"].tolist() == ["#f00"]


@pytest.mark.parametrize(
    ("locations", "listed", "words"),
    [
        (LOCATIONS + "1,Sahiwal,30,73\n", FLOWS, "'1' \\(line 5\\)"),
        ("name,lat,lon\nLahore,31,74\n", FLOWS, "one file headed id,name,lat,lon"),
        (LOCATIONS, "home,work,count\n1,2,3\n", "one headed origin,dest,count"),
        (LOCATIONS, "origin,dest,count\n1,2,-3\n", "1 negative count"),
    ],
)
def test_a_pair_that_cannot_be_read_is_told_in_words(tmp_path, locations, listed, words):
    with pytest.raises(ReadError, match=words):
        flows.read(write_pair(tmp_path, locations, listed))


def test_net_moves_may_be_negative_when_they_are_said_to_be(tmp_path):
    assert flows.read(write_pair(tmp_path, listed="origin,dest,count\n1,2,-3\n"), kind="net").people == -3


def test_locations_alone_are_no_flows(tmp_path):
    locations, _ = write_pair(tmp_path)
    with pytest.raises(ReadError, match="holds locations only"):
        flows.read(locations)


def test_three_files_are_one_too_many(tmp_path):
    with pytest.raises(ReadError, match="3 were given"):
        flows.read([*write_pair(tmp_path), tmp_path / "more.csv"])
