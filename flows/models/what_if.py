"""
What if: the same movers, redistributed when a place draws more, keeps more, or is nearer.

A pivot-point (incremental) form of the origin-constrained spatial interaction model (Wilson, 1971; pivot-point:
Manheim, 1979; Koppelman, 1983). It starts from the moves as they are and changes only what was changed:

    M'_ij = O_i (1 - r_i) · M_ij a_j / c_ij / Σ_k M_ik a_k / c_ik

M_ij are the moves from i to j, O_i all moves out of i, a_j the factor on the attraction of j, r_i the share of the
leavers of i who stay, and c_ij the factor on the resistance of the way: t^b where travel time changes by t and flows
fall with the power b of distance. Where nothing is changed, M' is M.

Why origin-constrained: how many leave a place depends on the place they leave, while arrivals must be free to
change, or there would be nothing to ask. Fixed arrivals (a doubly constrained model) would say that every city has
so many rooms and no more.

What it leaves out, so that every result is a **scenario** and never a forecast:

- No feedback: rents, wages and crowding do not answer. It is the first redistribution, not a new equilibrium.
- A move that goes elsewhere goes to the other destinations of its origin in proportion to what they take already
  (independence of irrelevant alternatives): a near rival gets no more than its share.
- A place that draws more keeps no more of its own people; that is retention, and is set apart.
- The size of a factor is an assumption. So is b: measured in the moves themselves it holds all that fades with
  distance, a shared language among it, and so makes more of a road than the road does.
- A flow of zero stays zero.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from boundaries.language import mark
from flows._errors import IndicatorError, ModelError

from .what_if_checks import check_decay, check_matrix, check_spread, read_factors, read_times

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from flows.table import Flows

    Floats = NDArray[np.float64]

Road = str | tuple[str, str]
"""A place, for all roads to and from it, or the two ends of one road."""

CAVEAT = mark(
    "A scenario, not a forecast: moves are redistributed in proportion to those of today, and rents, wages and "
    "crowding do not answer."
)
"""The warning to be shown beside every number of this module."""


@dataclass(frozen=True, eq=False)
class Scenario:
    """
    Moves before and after, and what was assumed in between.

    Everybody is accounted for: `total_before` is `total_after` and `staying` together.

    Parameters
    ----------
    baseline
        Moves as they were given; rows are origins, columns are destinations.
    matrix
        Moves redistributed, same labels. The diagonal is that of the baseline: it holds no migration.
    stay
        People of each place who no longer leave; negative where more leave.
    attraction, retention, travel_time
        What was assumed, as given to `what_if`.
    decay
        The power of travel time that was used; None where no travel time changes.
    """

    baseline: pd.DataFrame
    matrix: pd.DataFrame
    stay: pd.Series
    attraction: Mapping[Any, float]
    retention: Mapping[Any, float]
    travel_time: Mapping[Any, float]
    decay: float | None = None

    @property
    def total_before(self) -> float:
        """Moves between places in the baseline."""
        return float(_between(self.baseline).sum())

    @property
    def total_after(self) -> float:
        """Moves between places now."""
        return float(_between(self.matrix).sum())

    @property
    def staying(self) -> float:
        """People who no longer leave, all places together."""
        return float(self.stay.sum())

    @property
    def redirected(self) -> float:
        """People who still move, but to another place than before."""
        out = _between(self.baseline).sum(axis=1)
        kept = 1 - np.divide(self.stay.to_numpy("float64"), out, out=np.zeros_like(out), where=out > 0)
        return float(np.maximum(_between(self.matrix) - kept[:, None] * _between(self.baseline), 0.0).sum())

    @property
    def changes(self) -> pd.DataFrame:
        """
        Now less before, by place: `inflow`, `outflow` and `net` (inflow less outflow), in the unit of the matrix.

        The order is that of the matrix; `net` sums to 0, and `outflow` to what `staying` takes away.
        """
        import pandas as pd

        more = _between(self.matrix) - _between(self.baseline)
        # What stays is what no longer leaves, without the last digits of a sum; and no place changes by -0.0.
        table = pd.DataFrame({"inflow": more.sum(axis=0), "outflow": 0.0 - self.stay}, index=self.baseline.index)
        table.index.name = "code"
        return table.assign(net=table["inflow"] - table["outflow"])

    def sentences(self, names: Mapping[Any, str] | None = None, *, unit: str = "people") -> tuple[str, ...]:
        """
        Say in plain words what was assumed and what follows.

        Parameters
        ----------
        names
            Code to name; a code without one stands for itself.
        unit
            What the matrix counts: "people", or "people a year".

        Returns
        -------
        sentences
            What is assumed; that nobody is added or lost; how many go elsewhere; who receives more and fewer; the
            warning. Numbers are whole people, and those of one sentence add up.
        """
        from .what_if_wording import say_scenario

        return say_scenario(self, names or {}, unit)

    def to_flows(self, like: Flows | None = None) -> Flows:
        """
        Give the redistributed moves as a flow table with evidence "scenario".

        Parameters
        ----------
        like
            The table the baseline came from: its kind, district list, period and unit are carried over, and its
            source and caveat named. Its range is not: a scenario is an assumption and has none.

        Returns
        -------
        flows
            A row for each pair with people, in the order of the matrix; internal movement too. Codes are the labels
            of the matrix as text.
        """
        import pandas as pd

        from flows.table import Flows

        people = self.matrix.to_numpy("float64")
        rows, columns = np.nonzero(people)
        table = pd.DataFrame(
            {
                "origin": self.matrix.index[rows].astype("str"),
                "destination": self.matrix.columns[columns].astype("str"),
                "people": people[rows, columns],
            }
        )
        words = " ".join(self.sentences()[:1])
        if like is None:
            return Flows(table, kind=None, evidence="scenario", source=f"What if. {words}", caveat=CAVEAT)
        return Flows(
            table,
            kind=like.kind,
            evidence="scenario",
            source=f"What if, on: {like.source}. {words}",
            vintage=like.vintage,
            period=like.period,
            unit=like.unit,
            caveat=" ".join(text for text in (CAVEAT, like.caveat) if text),
        )


def what_if(
    matrix: pd.DataFrame,
    *,
    attraction: Mapping[Any, float] | None = None,
    retention: Mapping[Any, float] | None = None,
    travel_time: Mapping[Any, float] | None = None,
    decay: float | None = None,
    distance: pd.DataFrame | None = None,
) -> Scenario:
    """
    Redistribute moves as if places drew or kept more people, or roads took another time; see the module text.

    Parameters
    ----------
    matrix
        Moves, not negative; rows are origins, columns are destinations, the same codes in the same order. The
        diagonal is internal movement and is left as it is. The frame is not changed. Places are named below by
        its labels, whatever they are: numbers as numbers.
    attraction
        Place to factor, above 0: 1.5 makes a place half as attractive again for everybody who leaves another. Only
        the proportions between factors count: the same factor on all places changes nothing.
    retention
        Place to share, −1 to 1, of those who would leave it: at 0.2 a fifth of them stay and are counted in `stay`;
        at −0.2 a fifth more leave. Those who still leave go where the place's leavers go.
    travel_time
        Place to factor, above 0, for all roads to and from it; or (place, place) to factor for that road alone,
        which goes before what is said of either end. A road is changed in both directions, unless both are named.
        0.5 halves the time.
    decay
        b, the power of distance by which flows fall: 0 or more. Measured in the matrix when not given, see
        `flows.indicators.distance_decay`.
    distance
        km, with the labels of `matrix`; the diagonal is not read. Only needed to measure the decay, with time taken
        in proportion to distance.

    Returns
    -------
    scenario
        See `Scenario`. Without a change its matrix is the baseline to the last bit. An empty matrix, or one place,
        has no moves, and gives itself.

    Raises
    ------
    ModelError
        The matrix is not square with the same labels on both sides, or holds a negative or missing number; a place
        is not in it; a factor is not above 0 or not finite; a share is not from −1 to 1; two places claim
        different times for the road between them; the decay is negative, or can neither be read nor measured. All
        faults are told at once.
    """
    import pandas as pd

    faults = check_matrix(matrix)
    if faults:
        raise ModelError("no scenario:\n- " + "\n- ".join(faults))
    places = list(matrix.index)
    drawing = {} if attraction is None else dict(attraction.items())
    keeping = {} if retention is None else dict(retention.items())
    travelling = {} if travel_time is None else dict(travel_time.items())
    pull, wrong_pull = read_factors(drawing, places, "attraction")
    share, wrong_share = read_factors(keeping, places, "retention")
    times, wrong_times = read_times(travelling, places)
    faults = wrong_pull + wrong_share + wrong_times
    power, resistance = None, None
    if travelling:
        power, wrong = _find_decay(matrix, decay, distance)
        faults += wrong
    if not faults:
        resistance = None if power is None else resist(times, power)
        faults = check_spread(pull, resistance)
    if faults:
        raise ModelError("no scenario:\n- " + "\n- ".join(faults))

    moves = matrix.to_numpy("float64")
    result = pd.DataFrame(redistribute(moves, pull, share, resistance), index=matrix.index, columns=matrix.columns)
    leavers = _between(matrix).sum(axis=1)
    stay = pd.Series(leavers * share, index=matrix.index, name="stay")
    return Scenario(matrix.copy(), result, stay, drawing, keeping, travelling, power)


def redistribute(moves: Floats, attraction: Floats, stay_share: Floats, resistance: Floats | None = None) -> Floats:
    """
    Redistribute arrays that are known to be sound; see `what_if`. Needs no pandas.

    Parameters
    ----------
    moves
        n × n, not negative, rows are origins; the diagonal is left as it is.
    attraction
        n factors, above 0.
    stay_share
        n shares of those who leave, −1 to 1.
    resistance
        n × n factors, above 0 off the diagonal, see `resist`; none when not given.

    Returns
    -------
    moves
        n × n, new. Each row sums to its old sum times one less its share that stays, the diagonal aside.
    """
    between = np.array(moves, dtype="float64")
    np.fill_diagonal(between, 0.0)
    # Only proportions count. Taken from the strongest, of all and then of each row, they can neither overflow nor all
    # vanish, and where nothing is changed they are 1 to the last bit.
    pull = np.broadcast_to(attraction / attraction.max(initial=0.0), between.shape)
    pull = pull if resistance is None else pull / resistance
    strongest = pull.max(axis=1, initial=0.0, where=between > 0)
    weights = between * (pull / np.where(strongest > 0, strongest, 1.0)[:, None])
    before, after = between.sum(axis=1), weights.sum(axis=1)
    still = np.divide(before, after, out=np.zeros_like(before), where=after > 0) * (1 - stay_share)
    result: Floats = weights * still[:, None]
    np.fill_diagonal(result, np.diagonal(moves))
    return result


def resist(times: Floats, decay: float) -> Floats:
    """
    Turn changed travel times into the resistance of `redistribute`.

    Parameters
    ----------
    times
        n × n factors on travel time, above 0.
    decay
        b, the power of distance by which flows fall, 0 or more.

    Returns
    -------
    resistance
        n × n: t^b. 1 where the time is unchanged.
    """
    with np.errstate(over="ignore", under="ignore"):  # `check_spread` tells what is out of reach
        resistance: Floats = times**decay
    return resistance


def _find_decay(
    matrix: pd.DataFrame, decay: float | None, distance: pd.DataFrame | None
) -> tuple[float | None, list[str]]:
    """Take the power of distance that is given, or measure it in the moves."""
    from flows.indicators import distance_decay

    if decay is not None:
        return decay, check_decay(decay)
    if distance is None:
        return None, ["travel time: give `decay`, the power by which flows fall with distance, or `distance`"]
    try:
        slope = distance_decay(matrix, distance)
    except IndicatorError as error:
        return None, [f"travel time: {error}"]
    if not slope <= 0:
        return None, ["travel time: the moves do not fall with distance, or cannot tell; give `decay`"]
    return -slope, []


def _between(matrix: pd.DataFrame) -> Floats:
    """Take the moves between places: a copy without the diagonal."""
    moves = np.array(matrix.to_numpy("float64"))
    np.fill_diagonal(moves, 0.0)
    return moves
