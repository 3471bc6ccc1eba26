"""
Who is where in July: a **scenario** of Balochistan's seasonal moves, month by month.

A source names the corridors and gives no number (`flows.load("balochistan_corridors")`): from the hot Kachhi
plain, Jaffarabad and Naseerabad to Quetta and Sukkur in summer, from cold Ziarat and Pishin to Quetta and Karachi
in winter. The months come from temperature (`flows.climate`) and how many go from the reader. In month m

    away_m = share · people · d_m,   d_m = max(0, T_m − hot) / max over the year   (summer; cold − T_m in winter),

in whole persons, `people` the census of 2023 at the origin, T_m the normal of the month there: d is 1 in the
hottest (coldest) month and 0 in comfort. A rise from one month to the next are people leaving, a fall are people
returning; December is followed by January, so the year closes. Where the source names several destinations
they share equally, which is our assumption. Corridors of conflict and of study have no season and stay without
a number.

Nobody is lost or counted twice: in every month the people present over all places sum to the census.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from boundaries.language import mark, tr

from ._errors import SeasonError
from .monthly import Months, sum_by_place
from .seasonal_model import SeasonModel, load_season_model

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from .table import Flows

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

SHARE: Final = 0.10
"""Share of an origin's people who are away in its peak month. Our assumption: nobody has counted them."""

HOT: Final = 30.0
"""Mean of a month in °C above which people leave the heat. Our assumption: Jacobabad from April to September."""

COLD: Final = 10.0
"""Mean of a month in °C below which people leave the cold. Our assumption: Ziarat from November to March."""

LABELS: Final = tuple(f"{month:02d}" for month in range(1, 13))

SOURCE: Final = mark(
    "Corridors: National School of Public Policy, Policy Dialogue on Internal Migration, 26–27 July 2021 (R. Kakar); "
    "temperatures: Pakistan Meteorological Department, monthly normals; people: Pakistan Bureau of Statistics, census "
    "of 2023; the share who go is set by the reader"
)


@dataclass(frozen=True, eq=False)
class SeasonYear:
    """
    A simulated year: twelve rows, January first. Arrays are not to be written to.

    Attributes
    ----------
    model, share, hot, cold
        What it was simulated from.
    driver
        d of each corridor, 0–1, shape (12, c).
    away
        People of the corridor's origin who are at its destination, shape (12, c).
    leaving, returning
        People who set out along the corridor in the month, and who come back along it, shape (12, c).
    present
        People in each place, shape (12, n); every row sums to the census.
    """

    model: SeasonModel
    share: float
    hot: float
    cold: float
    driver: Floats
    away: Ints
    leaving: Ints
    returning: Ints
    present: Ints

    @property
    def change(self) -> Ints:
        """People in each place above (or below) those who usually live there, shape (12, n)."""
        change: Ints = self.present - self.model.people
        return change

    @property
    def caveat(self) -> str:
        """The warning to be shown beside every number of the year."""
        return tr(
            "A scenario, not a finding: nobody has counted these moves. It assumes that {share} % of each origin's "
            "people are away in its hottest month (mean above {hot} °C) or its coldest (below {cold} °C) and fewer in "
            "milder months, that they go to the places named in equal parts, and that all return within the year. The "
            "people of the whole district and the climate of its main town stand for the plain or the town that the "
            "source names."
        ).format(share=f"{100 * self.share:.3g}", hot=f"{self.hot:g}", cold=f"{self.cold:g}")

    def months(self) -> Months:
        """
        Lay the year out like a monthly table of a reader's own, see `flows.monthly.months_of`.

        Returns
        -------
        months
            Of kind stock: `people` are those away.
        """
        model = self.model
        return Months(
            labels=LABELS,
            codes=model.codes,
            origins=model.origins,
            destinations=model.destinations,
            people=self.away,
            change=self.change,
            kind="stock",
            evidence="scenario",
            source=SOURCE,
            vintage=model.vintage,
            caveat=self.caveat,
        )

    def present_table(self) -> pd.DataFrame:
        """
        List who is present, place by place.

        Returns
        -------
        present
            12 × n rows by month: `code`, `month` (1–12), `people` (present), `change` (against usual residents).
        """
        import pandas as pd

        codes = self.model.codes
        return pd.DataFrame(
            {
                "code": list(codes) * 12,
                "month": np.repeat(np.arange(1, 13), len(codes)),
                "people": self.present.ravel(),
                "change": self.change.ravel(),
            }
        ).astype({"code": "str"})

    def away_table(self) -> pd.DataFrame:
        """
        List who is away, corridor by corridor.

        Returns
        -------
        away
            12 × c rows by month: `origin`, `destination`, `season`, `month` (1–12), `people` (away), `leaving` and
            `returning` (in the month).
        """
        import pandas as pd

        model = self.model
        return pd.DataFrame(
            {
                "origin": [model.codes[place] for place in model.origins] * 12,
                "destination": [model.codes[place] for place in model.destinations] * 12,
                "season": list(model.seasons) * 12,
                "month": np.repeat(np.arange(1, 13), len(model.seasons)),
                "people": self.away.ravel(),
                "leaving": self.leaving.ravel(),
                "returning": self.returning.ravel(),
            }
        ).astype({"origin": "str", "destination": "str", "season": "str"})

    def where_are(self, month: int) -> pd.DataFrame:
        """
        Answer "who is where in July": the usual residents of every place, by where they are.

        Parameters
        ----------
        month
            1 to 12.

        Returns
        -------
        where
            `home`, `place`, `people`: one row for those at home in each place, and one for each place some of
            them are at. Rows of a home sum to its census, all rows to the country.

        Raises
        ------
        SeasonError
            There is no such month.
        """
        import pandas as pd

        if not isinstance(month, (int, np.integer)) or month not in range(1, 13):
            raise SeasonError(f"there is no month {month!r}; months are whole numbers from 1 to 12")
        model, away = self.model, self.away[month - 1]
        at_home = model.people - sum_by_place(self.away, model.origins, len(model.codes))[month - 1]
        gone = np.flatnonzero(away)
        homes = [*range(len(model.codes)), *model.origins[gone].tolist()]
        places = [*range(len(model.codes)), *model.destinations[gone].tolist()]
        where = pd.DataFrame(
            {
                "home": [model.codes[home] for home in homes],
                "place": [model.codes[place] for place in places],
                "people": np.concatenate([at_home, away[gone]]),
            }
        ).astype({"home": "str", "place": "str"})
        return where.sort_values("home", kind="stable", ignore_index=True)

    def flows(self) -> Flows:
        """
        Give the moves of the year as a flow table.

        Returns
        -------
        flows
            Kind event, evidence scenario; `period` "01" to "12", `group` "leaving" (origin to destination of the
            corridor) or "returning" (back), `season`. Months without a move are there with 0 people: in the
            scenario that is known.
        """
        import pandas as pd

        from .table import Flows

        table = self.away_table()
        table["period"] = table["month"].map("{:02d}".format).astype("str")
        back = table.rename(columns={"origin": "destination", "destination": "origin"})
        both = pd.concat(
            [
                table.assign(people=table["leaving"], group="leaving"),
                back.assign(people=back["returning"], group="returning"),
            ],
            ignore_index=True,
        )
        return Flows(
            both[["origin", "destination", "people", "period", "group", "season"]],
            kind="event",
            evidence="scenario",
            source=SOURCE,
            vintage=self.model.vintage,
            period="a usual year",
            caveat=self.caveat,
        )


def simulate_year(
    model: SeasonModel | None = None, *, share: float = SHARE, hot: float = HOT, cold: float = COLD
) -> SeasonYear:
    """
    Simulate the months of a usual year.

    Parameters
    ----------
    model
        None takes the carried one, `load_season_model`. The work is on arrays; pandas is not needed.
    share
        Share of an origin's people who are away in its peak month, 0–1.
    hot, cold
        Comfort thresholds, mean of a month in °C; `cold` is not above `hot`.

    Returns
    -------
    year
        Whole persons. An origin that no month takes past its threshold sends nobody. The threshold shapes the
        months; how many go at the peak is `share` alone, however far the peak is past it. The odd person of an
        equal split goes to the destination named first.

    Raises
    ------
    SeasonError
        A number is not finite, the share is outside 0–1, or `cold` is above `hot`. All faults are told at once.
    """
    faults = []
    for word, value in (("share", share), ("hot", hot), ("cold", cold)):
        if not isinstance(value, (int, float, np.integer, np.floating)) or not np.isfinite(value):
            faults.append(f"{word} is {value}, which is not a finite number")
    if not faults and not 0 <= share <= 1:
        faults.append(f"share is {share:g}; give a part of the people between 0 and 1 (10 % is 0.1)")
    if not faults and cold > hot:
        faults.append(f"cold ({cold:g} °C) is above hot ({hot:g} °C), so no month would be comfortable")
    if faults:
        raise SeasonError("cannot simulate the year: " + "; ".join(faults))
    if model is None:
        model = load_season_model()

    driver = _drive(model, hot, cold)
    sizes, ranks = model.parties
    # Rounded per origin and then split, so that the same people are away however many destinations there are.
    whole = np.rint(share * model.people[model.origins] * driver).astype(np.int64)
    away = whole // sizes + (ranks < whole % sizes)
    step = away - np.roll(away, 1, axis=0)
    n = len(model.codes)
    hosted = sum_by_place(away, model.destinations, n) - sum_by_place(away, model.origins, n)
    present: Ints = model.people + hosted
    return SeasonYear(
        model=model,
        share=share,
        hot=hot,
        cold=cold,
        driver=driver,
        away=away,
        leaving=step.clip(min=0),
        returning=(-step).clip(min=0),
        present=present,
    )


def _drive(model: SeasonModel, hot: float, cold: float) -> Floats:
    """Give each corridor's months by how far they are past the threshold, the worst month being 1."""
    summer = np.array([season == "summer" for season in model.seasons], dtype=bool)
    past = np.where(summer, model.temperatures - hot, cold - model.temperatures).clip(min=0)
    worst = past.max(axis=0)
    driver: Floats = np.divide(past, worst, out=np.zeros_like(past), where=worst > 0)
    return driver
