import re
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boundaries.language import speak
from layers.briefing.change_sentences import (
    UNSTEADY,
    say_between_provinces,
    say_change,
    say_counted,
    say_coverage,
    say_shared,
)
from layers.briefing.fringe_sentences import say_belts, say_fastest, say_growth_beside, say_housing, say_no_land
from layers.briefing.province_sentences import (
    say_extremes,
    say_province_headline,
    say_province_lead,
    say_region_map,
)
from layers.briefing.season_sentences import say_corridors, say_peak, say_scenario
from layers.briefing.sentences import (
    say_arrivals,
    say_destinations,
    say_inside,
    say_leavers,
    say_net,
    say_origins,
)


@pytest.mark.parametrize(
    ("people", "low", "high", "said"),
    [
        (0, 0, 0, "The estimate has nobody moving to Kech."),
        (0.3, 0.1, 0.6, "Fewer than one person a year is estimated to move to Kech."),
        (1, 1, 1, "About 1 person a year moves to Kech."),
        (1, 0, 3, "About 1 person a year moves to Kech; the estimate’s range is 0 to 3."),
        (2, 2, 2, "About 2 people a year move to Kech."),
        (1234, 1100, 1400, "About 1,230 people a year move to Kech; the estimate’s range is 1,100 to 1,400."),
    ],
)
def test_arrivals_from_none_to_many(people: float, low: float, high: float, said: str) -> None:
    assert say_arrivals("Kech", people, low, high) == said
    leavers = say_leavers("Kech", people, low, high)
    assert leavers == (
        said.replace("moving to", "leaving").replace("moves to", "leaves").replace("move to", "leave")
    )


@pytest.mark.parametrize(
    ("partners", "total", "said"),
    [
        ([], 0, ""),
        ([("Swat", 0)], 0, ""),
        ([("Swat", 70)], 70, "All of them come from Swat."),
        ([("Swat", 75), ("Dir", 25)], 100, "They come from Swat (75\u202f%) and Dir (25\u202f%)."),
        (
            [("Swat", 40), ("Dir", 40), ("Buner", 20)],
            100,
            "Swat and Dir send equally many, 40 a year each; Buner follows.",
        ),
        (
            [("Swat", 40), ("Dir", 30), ("Buner", 20), ("Kech", 10)],
            100,
            "The largest groups come from Swat (40\u202f%), Dir (30\u202f%) and Buner (20\u202f%).",
        ),
    ],
)
def test_origins_one_two_a_tie_and_many(partners: list[tuple[str, float]], total: float, said: str) -> None:
    assert say_origins(partners, total) == said
    assert say_destinations(partners, total) == said.replace("come from", "go to").replace("send", "receive")


@pytest.mark.parametrize(
    ("inside", "total", "leaving", "said"),
    [
        (0, 0, False, ""),
        (0, 9, False, "None of them comes from Sindh."),
        (9, 9, False, "All of them come from within Sindh."),
        (3, 4, False, "Of those who come, 75\u202f% come from within Sindh."),
        (0, 9, True, "None of them goes to Sindh."),
        (9, 9, True, "All of them stay within Sindh."),
        (3, 4, True, "Of those who leave, 75\u202f% stay within Sindh."),
    ],
)
def test_none_some_and_all_stay_in_the_province(inside: float, total: float, leaving: bool, said: str) -> None:
    assert say_inside("Sindh", inside, total, leaving=leaving) == said


@pytest.mark.parametrize(
    ("net", "low", "high", "said"),
    [
        (0, 0, 0, "On balance Swat gains as many people as it loses."),
        (
            0, -50, 50,
            "On balance Swat gains as many people as it loses; the range, −50 to +50 a year, holds both gain and loss.",
        ),
        (1, 1, 1, "On balance Swat gains about 1 person a year."),
        (-1, -1, -1, "On balance Swat loses about 1 person a year."),
        (200, 100, 300, "On balance Swat gains about 200 people a year, within a range of 100 to 300."),
        (-200, -300, -100, "On balance Swat loses about 200 people a year, within a range of 100 to 300."),
        (
            200, -100, 300,
            "On balance Swat gains about 200 people a year, but the range, −100 to +300, also holds a loss: the "
            "direction is not certain.",
        ),
        (
            -200, -300, 100,
            "On balance Swat loses about 200 people a year, but the range, −300 to +100, also holds a gain: the "
            "direction is not certain.",
        ),
    ],
)  # fmt: skip
def test_a_balance_that_may_be_either_says_so(net: float, low: float, high: float, said: str) -> None:
    assert say_net("Swat", net, low, high) == said


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ((0, 0, 0), (0, 0, 0), "Nobody comes in either period."),
        ((70, 60, 80), (70, 60, 80), "As many people came in 2017–2023 as in 1998–2017: about 70 a year."),
        (
            (100, 90, 110), (200, 180, 220),
            "Arrivals rose from about 100 a year in 1998–2017 to about 200 in 2017–2023; the ranges of the two periods "
            "do not overlap.",
        ),
        (
            (200, 100, 220), (100, 90, 110),
            "Arrivals fell from about 200 a year in 1998–2017 to about 100 in 2017–2023; the ranges of the two periods "
            "overlap, so this change is not certain.",
        ),
    ],
)  # fmt: skip
def test_a_change_within_the_ranges_is_not_called_certain(before, after, said) -> None:
    assert say_change(before, after) == said
    leaving = say_change(before, after, leaving=True)
    assert leaving == said.replace("Arrivals", "Leavers").replace("Nobody comes", "Nobody leaves").replace(
        "people came", "people left"
    )


@pytest.mark.parametrize(
    ("last", "more"),
    [
        (1000, ""),
        (1050, " That is 5.0\u202f% more than in 1998."),
        (1500, " That is 50\u202f% more than in 1998."),
        (2500, " That is 2.5 times as many as in 1998."),
        (800, " That is 20\u202f% fewer than in 1998."),
    ],
)
def test_growth_is_told_as_a_share_or_as_times(last: float, more: str) -> None:
    counts = f"The population of Swat was 1,000 in the census of 1998, 1,200 in 2017 and {last:,} in 2023."
    assert say_counted("Swat", {1998: 1000, 2017: 1200, 2023: last}) == counts + more


def test_a_district_alone_and_among_others() -> None:
    assert say_shared("Lehri", "Sibi", 0, 0) == (
        "Lehri has no figures of its own on the censuses’ common boundaries: all of this briefing is of Sibi."
    )
    assert say_shared("Malir", "Karachi", 6, 2_403_959) == (
        "Malir and other districts carry their figures together as Karachi (districts in all: 7): all of this briefing "
        "is of Karachi. The census of 2023 gives Malir itself a population of 2.40 million."
    )


@pytest.mark.parametrize(
    ("gainer", "loser", "said"),
    [
        (None, None, "No district gains or loses people through migration."),
        (("A", 5), None, "A gains most, about 5 a year; no district loses people."),
        (None, ("B", 7), "No district gains people through migration; B loses most, about 7 a year."),
        (("A", 5), ("B", 7), "A gains most, about 5 a year; B loses most, about 7."),
    ],
)
def test_every_pair_of_extremes_has_a_sentence(gainer, loser, said: str) -> None:
    assert say_extremes(gainer, loser) == said


@pytest.mark.parametrize(
    ("net", "low", "high", "said"),
    [
        (1, 1, 1, "Sindh gains about 1 person a year from other provinces"),
        (-2000, -3000, -1000, "Sindh loses about 2,000 people a year to other provinces"),
        (2000, -1000, 3000, "Sindh gains about as many people from other provinces as it loses to them"),
        (0, 0, 0, "Sindh gains about as many people from other provinces as it loses to them"),
    ],
)
def test_a_headline_promises_no_direction_that_the_range_does_not_hold(net, low, high, said) -> None:
    assert say_province_headline("Sindh", net, low, high) == said


def test_tehsils_and_belts_from_none_to_all() -> None:
    assert say_fastest([]) == ""
    assert say_fastest([("A", 2.0)]) == "Its one tehsil with comparable counts, A, grew 2.0\u202f% a year."
    assert say_fastest([("A", 2.01), ("B", 2.0)]) == "A and B grew fastest, each 2.0\u202f% a year."
    assert say_fastest([("A", 3.0), ("B", -1.0)]) == "A grew fastest, 3.0\u202f% a year; B follows with −1.0\u202f%."
    assert say_belts(0, 0).startswith("None of the largest places")
    assert say_belts(0, 1) == "In the one large place that has both, the belt grows no faster than the core."
    assert say_belts(1, 1) == "In the one large place that has both, the belt grows faster than the core."
    assert say_belts(3, 3) == "In all 3 large places that have both, the belt grows faster than the core."
    assert say_belts(1, 3) == "In 1 of the 3 large places that have both, the belt grows faster than the core."


def test_corridors_from_none_to_many() -> None:
    assert say_corridors(0, 0) == "No corridor is documented."
    assert say_corridors(1, 1) == (
        "One corridor is documented, and nobody has counted who follows it. For one of them the source names no "
        "single origin."
    )
    assert say_corridors(16, 0) == "16 corridors are documented, and nobody has counted who follows them."
    assert say_peak("Quetta", "July", 0.2) == ""


NAMES = st.sampled_from(["Lahore", "Rahim Yar Khan", "Dera Ismail Khan", "The City", "لاہور"])
PEOPLE = st.one_of(st.just(0.0), st.floats(0, 3), st.floats(0, 3e8))
NETS = st.one_of(st.just(0.0), st.floats(-3, 3), st.floats(-3e7, 3e7))
RATES = st.floats(-20, 200)
SHARES = st.floats(0, 100)
RANGED = st.tuples(PEOPLE, PEOPLE, PEOPLE)
PARTNERS = st.lists(st.tuples(NAMES, PEOPLE), max_size=5)

SENTENCES = st.one_of(
    st.tuples(st.sampled_from([say_arrivals, say_leavers]), st.tuples(NAMES, PEOPLE, PEOPLE, PEOPLE)),
    st.tuples(st.sampled_from([say_origins, say_destinations]), st.tuples(PARTNERS, st.floats(1, 1e9))),
    st.tuples(st.just(say_inside), st.tuples(NAMES, PEOPLE, PEOPLE)),
    st.tuples(st.just(say_net), st.tuples(NAMES, NETS, NETS, NETS)),
    st.tuples(st.just(say_change), st.tuples(RANGED, RANGED)),
    st.tuples(st.just(say_counted), st.tuples(NAMES, st.fixed_dictionaries(dict.fromkeys((1998, 2017, 2023), PEOPLE)))),
    st.tuples(st.just(say_between_provinces), st.tuples(NAMES, PEOPLE, PEOPLE)),
    st.tuples(st.just(say_shared), st.tuples(NAMES, NAMES, st.integers(0, 9), PEOPLE)),
    st.tuples(st.just(say_province_lead), st.tuples(NAMES, PEOPLE, PEOPLE, PEOPLE)),
    st.tuples(st.just(say_coverage), st.tuples(st.sampled_from([*UNSTEADY, "lahore"]))),
    st.tuples(st.just(say_region_map), st.tuples(NAMES, st.integers(0, 40))),
    st.tuples(st.just(say_extremes), st.tuples(*[st.none() | st.tuples(NAMES, PEOPLE)] * 2)),
    st.tuples(st.just(say_growth_beside), st.tuples(NAMES, PEOPLE, NETS, NETS)),
    st.tuples(st.just(say_fastest), st.tuples(st.lists(st.tuples(NAMES, RATES), max_size=3))),
    st.tuples(st.just(say_housing), st.tuples(NAMES, SHARES, SHARES, SHARES)),
    st.tuples(st.just(say_no_land), st.tuples(NAMES)),
    st.tuples(st.just(say_belts), st.integers(0, 6).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))),
    st.tuples(st.just(say_corridors), st.tuples(st.integers(0, 20), st.integers(0, 20))),
    st.tuples(st.just(say_scenario), st.tuples(st.integers(0, 50))),
    st.tuples(st.just(say_peak), st.tuples(NAMES, st.just("July"), NETS)),
)  # fmt: skip


def test_a_place_without_a_core_has_no_core_that_grows_by_nobody() -> None:
    assert say_growth_beside("Kohistan", 1_204, 0.0, 0.3) == (
        "Round Kohistan no cell is dense enough to be called a core or a belt; arrivals from other districts were "
        "about 1,200 a year in 2017–2023."
    )


@given(SENTENCES, st.sampled_from(["en", "ur"]))
def test_a_sentence_is_whole_whatever_the_numbers_are(call, language: str) -> None:
    say, arguments = call
    with speak(language):
        text = say(*arguments)
    if not text:
        return
    assert text == text.strip()
    assert "  " not in text
    assert text.endswith((".", "۔"))
    assert not re.search(r"[{}]|\bnan\b|\binf\b|−0(?![\d.,])|None(?! of)", text)
    assert text[0].isupper() or text[0].isdigit() or not text[0].isascii()
    assert not re.search(r"\b1 people\b|\bpeople a year (moves|leaves)\b|\b(?!1\b)\d+ person\b", text)


def test_every_kind_of_sentence_is_in_the_law() -> None:
    from layers.briefing import change_sentences, fringe_sentences, province_sentences, season_sentences, sentences

    modules = (change_sentences, fringe_sentences, province_sentences, season_sentences, sentences)
    public = {
        name
        for name, thing in chain.from_iterable(vars(module).items() for module in modules)
        if name.startswith("say_") and getattr(thing, "__module__", "").endswith("sentences")
    }
    # Headlines have no full stop.
    assert all(name in globals() for name in public), sorted(public - set(globals()))
