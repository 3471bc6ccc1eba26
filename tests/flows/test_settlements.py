"""Counts of katchi abadis: what a source says, as it says it."""

from __future__ import annotations

import pytest

from flows.datasets import load
from flows.settlements import katchi_abadis


def test_karachis_five_districts_add_up_to_the_city() -> None:
    districts = katchi_abadis(["karachi-central", "karachi-east", "karachi-south", "karachi-west", "malir"])
    # Dawn, November 2019: 125 + 114 + 63 + 202 + 71 = 575
    assert sum(count.identified for count in districts) == 575
    assert 575 in [count.identified for count in katchi_abadis(["karachi"]) if count.as_of == "2019-11"]


def test_a_claim_keeps_its_speaker_and_its_words() -> None:
    (count,) = katchi_abadis(["quetta"])
    assert (count.identified, count.what, count.speaker) == (47, "slum settlements", "Dastgir")


@pytest.mark.parametrize("codes", [[], ["multan"], ["atlantis"]])
def test_no_list_is_invented(codes: list[str]) -> None:
    assert katchi_abadis(codes) == []


def test_it_reads_what_the_carried_table_holds() -> None:
    table = load("katchi_abadis").table
    known = table[table["identified"].notna()]
    assert [count.identified for count in katchi_abadis(known["code"])] == known["identified"].astype(int).tolist()
