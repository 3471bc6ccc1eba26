"""The published figures the estimate is held against: what was published, where, and how near is near enough."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from boundaries.language import speaks, tr
from boundaries.tables import read_table

from ._carried import read_carried

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

ORIGINS = ("bahawalpur", "bahawalnagar", "rahim-yar-khan")
DESTINATIONS = ("sialkot", "lahore", "rawalpindi", "faisalabad", "multan")
SENDERS = (*ORIGINS, "rajanpur")
FIVE = ("lahore", "rawalpindi", "faisalabad", "gujranwala", "multan")
"""The five districts of Punjab that take most migrants, in the published order (NSPP 2021, Javaid)."""

WORKERS = ("karachi", "lahore", "faisalabad", "rawalpindi", "islamabad")
"""Where most migrant workers live, in the published order (LFS 2019; NSPP 2021, Saad)."""

PUNJAB, SINDH, KP = "punjab", "sindh", "khyber-pakhtunkhwa"

HALF = 50.0
"""A majority, in percent, where a source says only "most"."""

# What counts as agreement: fragments rest on few people each, speakers round to whole percents.
FRAGMENT_TOLERANCE = 2.0
_SHARE_TOLERANCE = 3.0


@dataclass(frozen=True)
class Yardstick:
    """
    One published figure.

    Attributes
    ----------
    name
        Key, also in `measure`.
    title
        What is compared, in words of the language of the moment, see `boundaries.language`.
    role
        fit, test, constructed or upper bound, see the module text.
    low, high
        What was published; equal unless it is a span. A majority is 50 to 100, an upper bound 0 to it; a
        misfit counts as met when it is no worse than that of the trial to beat.
    tolerance
        How far outside still counts as agreement, in the unit.
    unit
        "percent", "points", "correlation", "people a year" or "districts".
    source
        Publication and table.
    note
        What to beware of, in the same language.
    """

    name: str
    title: str
    role: str
    low: float
    high: float
    tolerance: float
    unit: str
    source: str
    note: str = ""

    @property
    def figure(self) -> float:
        """The middle of what was published; NaN where no figure was, only a bound, "most", or a trial."""
        said = self.role != "upper bound" and self.unit not in ("points", "correlation")
        return (self.low + self.high) / 2 if said and self.high - self.low < HALF else float("nan")


def list_yardsticks() -> list[Yardstick]:
    """
    List every yardstick with what was published.

    Returns
    -------
    yardsticks
        Fit, then test, then constructed and bound.
    """
    figures = read_figures()
    counted = read_fragments()
    pairs = [(origin, destination) for origin in ORIGINS for destination in DESTINATIONS]
    yardsticks = []
    iom, friday, nspp = (
        "IOM 2005, Table 1.10 (1998 census)",
        "The Friday Times, 17 November 2017 (1998 census)",
        "NSPP 2021",
    )
    for position, (origin, destination) in enumerate(pairs):
        men, women = counted["men"][position], counted["women"][position]
        yardsticks.append(
            Yardstick(
                f"{origin}>{destination}",
                tr("{origin} to {destination}, of moves inside Punjab").format(
                    origin=_name(origin), destination=_name(destination)
                ),
                "fit",
                min(men, women),
                max(men, women),
                FRAGMENT_TOLERANCE,
                "percent",
                iom,
                tr("men {men} %, women {women} %").format(men=f"{men:g}", women=f"{women:g}"),
            )
        )
    for sex, error, correlation, rms, r in (
        (
            "men",
            tr("15 counted shares, men: root mean square error"),
            tr("15 counted shares, men: correlation"),
            5.6,
            0.79,
        ),
        (
            "women",
            tr("15 counted shares, women: root mean square error"),
            tr("15 counted shares, women: correlation"),
            7.9,
            0.54,
        ),
    ):
        said = tr("the published side is the trial to beat: no language, power decay 0.3")
        yardsticks += [
            Yardstick(f"fragments-{sex}-rms", error, "fit", 0.0, rms, 0.0, "points", iom, said),
            Yardstick(f"fragments-{sex}-r", correlation, "fit", r, 1.0, 0.0, "correlation", iom, said),
        ]  # fmt: skip
    sindh = figures["sindh-from-other-provinces-1998"]
    yardsticks += [
        Yardstick(
            "punjab-within", tr("Punjab's newcomers from inside Punjab"), "fit", HALF, 100, 0, "percent", friday,
        ),
        Yardstick(
            "kp-within", tr("Khyber Pakhtunkhwa's newcomers from inside it"), "fit", HALF, 100, 0, "percent", friday,
        ),
        Yardstick(
            "sindh-from-other-provinces", tr("Sindh's newcomers from other provinces"), "fit",
            sindh, sindh, _SHARE_TOLERANCE, "percent", friday, tr("Karachi counts as one place"),
        ),
    ]  # fmt: skip
    yardsticks += _list_tests(figures, nspp)
    inflow, bound = figures["moves-a-year-to-karachi"], figures["moves-a-year"]
    yardsticks += [
        Yardstick(
            "karachi-inflow", tr("People a year to Karachi"), "constructed", inflow, inflow, 0.5,
            "people a year", f"{nspp} (Hasan), a claim of 2021", tr("the turnover of every place is set by it"),
        ),
        Yardstick(
            "all-moves", tr("All moves a year between districts"), "upper bound", 0, bound, 0,
            "people a year", f"{nspp} (Hasan), a claim of 2021", tr("may count moves inside districts too"),
        ),
    ]  # fmt: skip
    return yardsticks


def _list_tests(figures: dict[str, float], nspp: str) -> list[Yardstick]:
    lahore, five = figures["lahore-share-of-punjab"], figures["five-districts-share-of-punjab"]
    country = 100 * figures["lahore-migrants-1998"] / figures["lifetime-migrants-1998"]
    workers = figures["migrant-workers-15-districts-2019"]
    lfs = f"LFS 2019, {nspp} (Saad)"
    tests = [
        Yardstick(
            "lahore-of-punjab", tr("Lahore's part of Punjab's newcomers"), "test",
            lahore, lahore, _SHARE_TOLERANCE, "percent", f"{nspp} (Javaid), a claim",
        ),
        Yardstick(
            "five-of-punjab",
            tr("Lahore, Rawalpindi, Faisalabad, Gujranwala and Multan together, of Punjab's newcomers"),
            "test", five, five, _SHARE_TOLERANCE, "percent", f"{nspp} (Javaid), a claim",
        ),
        Yardstick(
            "five-in-order", tr("Of these five, how many stand in the published order"), "test",
            5, 5, 0, "districts", f"{nspp} (Javaid), a claim",
            tr("Lahore, Rawalpindi, Faisalabad, Gujranwala, Multan"),
        ),
        Yardstick(
            "lahore-of-pakistan", tr("Lahore's part of all newcomers in Pakistan"), "test",
            country, country, _SHARE_TOLERANCE / 2, "percent",
            "case study of Lahore district; IOM 2005, Table 1.1 (1998)",
            tr("1.03 million of 10.83 million lifetime migrants; the first is from an abstract only"),
        ),
    ]  # fmt: skip
    for sender, share in _read_sent().items():
        tests.append(
            Yardstick(
                f"{sender}-of-punjab",
                tr("{place}'s part of all moves inside Punjab").format(place=_name(sender)), "test",
                share, share, share / 2, "percent", "IOM 2005, Table 1.9 (1998 census)",
            )
        )  # fmt: skip
    tests += [
        Yardstick(
            "top-15", tr("The 15 places that take most, of all newcomers"), "test",
            workers, workers, _SHARE_TOLERANCE, "percent", lfs,
            tr("published of migrant workers living there, not of newcomers a year; Karachi counts as one"),
        ),
        Yardstick(
            "workers-in-order",
            tr("Of the five places with most migrant workers, how many stand in that order"), "test",
            5, 5, 0, "districts", lfs, tr("Karachi, Lahore, Faisalabad, Rawalpindi, Islamabad"),
        ),
    ]  # fmt: skip
    return tests


def read_figures() -> dict[str, float]:
    """
    Read the published figures.

    Returns
    -------
    figures
        By key of `flows.load("published_figures")`; NaN where no number was printed.
    """
    table = read_carried("published_figures.csv")
    return {str(key): float(value) for key, value in zip(table["key"], table["value"], strict=True)}


def read_fragments() -> dict[str, Floats]:
    """
    Read the 15 counted shares of 1998.

    Returns
    -------
    shares
        "men" and "women" → percent of out-migrants inside Punjab, in the order of `ORIGINS` × `DESTINATIONS`.
    """
    table = read_carried("lifetime_fragments_1998.csv")
    keys = zip(table["group"], table["origin"], table["destination"], strict=True)
    percent = dict(zip(keys, table["percent"], strict=True))
    return {
        word: np.array([float(percent[sex, o, d]) for o in ORIGINS for d in DESTINATIONS])
        for word, sex in (("men", "male"), ("women", "female"))
    }


def _read_sent() -> dict[str, float]:
    """Read what part of all moves inside Punjab comes from each of `SENDERS`, percent."""
    table = read_carried("lifetime_fragments_1998.csv")
    table = table[table["destination"] == PUNJAB]
    sent = dict(zip(table["origin"], table["percent_of_punjab"], strict=True))
    return {sender: float(sent[sender]) for sender in SENDERS}


def say_way(origin: str, destination: str) -> str:
    """
    Name the two ends of a flow.

    Parameters
    ----------
    origin, destination
        Codes of districts.

    Returns
    -------
    text
        "Bahawalpur to Multan", in the language of the moment.
    """
    return tr("{origin} to {destination}").format(origin=_name(origin), destination=_name(destination))


def _name(code: str) -> str:
    if speaks() == "ur":
        return next(row["name_ur"] for row in read_table("places.csv") if row["code"] == code)
    return code.replace("-", " ").title()
