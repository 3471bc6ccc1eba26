"""
Flows from stocks: how many must have moved between two counts by place of birth and place of residence.

A stock says where the people born in a place live on a date. Two of them bound the moves between. For the people of
each birthplace the residences at the start are the totals of the rows, those at the end the totals of the columns,
and what lies between is

minimum
    as few moves as can be: all who can have stayed did, and those missing somewhere are shared out over the places
    that gained, in proportion (Abel, 2013; Abel and Sander, 2014). A lower bound: who moved and came back, or whose
    move another's hid, is not in it.
independence
    residence at the end does not depend on that at the start: nobody is more likely to have stayed. Far more moves,
    an upper reading; published estimates that allow for return and transit mix it with the first (Azose and Raftery,
    2019).
differencing
    the rise of each stock away from the birthplace is taken for moves from there (Bertoli and Fernández-Huertas
    Moraga, 2015; Beine and Parsons, 2015). No account of births, deaths or onward moves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

import numpy as np

from flows._errors import ModelError

from .balance import balance, read_numbers

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

Method = Literal["minimum", "independence", "differencing"]
Decrease = Literal["zero", "return"]

# Stocks are whole people, often made from rounded shares: a difference of one in a million is rounding.
_ROUNDING = 1e-6


def flows_from_stocks(
    start: pd.DataFrame,
    end: pd.DataFrame,
    *,
    method: Method = "minimum",
    births: pd.Series | None = None,
    deaths: pd.Series | None = None,
    decrease: Decrease = "zero",
) -> pd.DataFrame:
    """
    Estimate the flows between two stocks by place of birth.

    Parameters
    ----------
    start, end
        People by birthplace (rows) and residence (columns) at two dates; not negative. Rows and columns of both
        are the same, in any order. Every place of residence is a birthplace too; there may be other birthplaces,
        such as "abroad". The frames are not changed.
    method
        "minimum", "independence" or "differencing", see the module text.
    births, deaths
        Between the two dates, people, indexed by place of residence in any order; none when not given. The dead
        are taken from the stock at the start, over birthplaces in proportion; the newborn from those at the end
        who live where they were born, so an infant's own move is not seen. Not for differencing.
    decrease
        For differencing, what a fall of a stock says: "zero", nothing (Bertoli and Fernández-Huertas Moraga), or
        "return", that as many went back to their birthplace (Beine and Parsons).

    Returns
    -------
    flows
        Origins × destinations, index and columns the places in the order of the columns of `start`; people, with
        fractions, between the two dates. The diagonal is 0: those who stayed did not move. For minimum and
        independence inflow less outflow of each place is its change of people less births plus deaths, exactly.
        `attrs["rounds"]` and `attrs["worst"]` tell how the stocks were balanced to each other, see `balance`;
        both are 0 where they fitted as they were. No place gives an empty matrix, one place a zero.

    Raises
    ------
    ModelError
        The labels differ; a value is not a number, negative or not finite; more die than lived there, or more were
        born than live there at the end; or the end holds more or fewer people than the start, births and deaths explain
        (the message names the difference: people came from or went out of the places of the table, or one count
        was more complete). All faults are told at once.

    Notes
    -----
    Where all people add up and those of single birthplaces do not, both stocks are scaled to the mean of the two
    totals of each birthplace, the people of every place kept (Abel and Sander, 2014).
    """
    import pandas as pd

    faults = _find_word_faults(method, decrease, births, deaths) + _find_label_faults(start, end, births, deaths)
    if faults:
        raise ModelError("no flows can be made from these stocks:\n- " + "\n- ".join(faults))
    places, birthplaces = start.columns, start.index
    # Places first, so that the people living where they were born are the diagonal.
    birthplaces = places.append(birthplaces[~birthplaces.isin(places)])
    before, after = (
        read_numbers(stock.reindex(index=birthplaces, columns=places), word, faults)
        for word, stock in (("start", start), ("end", end))
    )
    born, dead = (
        np.zeros(len(places)) if events is None else read_numbers(events.reindex(places), word, faults)
        for word, events in (("births", births), ("deaths", deaths))
    )
    faults = faults or _find_number_faults(before, after, born, dead, places)
    if faults:
        raise ModelError("no flows can be made from these stocks:\n- " + "\n- ".join(faults))
    if method == "differencing":
        return pd.DataFrame(_difference(before, after, len(places), decrease), index=places, columns=places)

    residents = before.sum(axis=0)
    before *= 1 - np.divide(dead, residents, out=np.zeros_like(dead), where=residents > 0)
    np.fill_diagonal(after, after.diagonal() - born)
    before, after, rounds, worst = _match(before, after, birthplaces, places)
    stayed = np.minimum(before, after) if method == "minimum" else np.zeros_like(before)
    left, came = before - stayed, after - stayed
    movers = left.sum(axis=1, keepdims=True)
    # For each birthplace left × came / movers; summed over birthplaces that is a product of matrices.
    flows = np.divide(left, movers, out=np.zeros_like(left), where=movers > 0).T @ came
    np.fill_diagonal(flows, 0.0)
    result = pd.DataFrame(flows, index=places, columns=places)
    result.attrs = {"rounds": rounds, "worst": worst}
    return result


def _difference(before: Floats, after: Floats, places: int, decrease: Decrease) -> Floats:
    """Take the rise of each stock away from its birthplace; birthplaces that are no place send from outside."""
    change = after[:places] - before[:places]
    np.fill_diagonal(change, 0.0)
    rise: Floats = np.maximum(change, 0.0)
    return rise + np.maximum(-change, 0.0).T if decrease == "return" else rise


def _match(before: Floats, after: Floats, birthplaces: pd.Index, places: pd.Index) -> tuple[Floats, Floats, int, float]:
    """Make the people of each birthplace as many before as after, keeping the people of each place."""
    import pandas as pd

    everybody = before.sum()
    difference = float(after.sum() - everybody)
    if abs(difference) > _ROUNDING * max(everybody, after.sum()):
        raise ModelError(
            f"no flows can be made from these stocks: after births and deaths the start leaves {everybody:,.6g} "
            f"people and the end holds {after.sum():,.6g}, a difference of {difference:,.6g}: moves out of the places "
            "of the table and into them, or one count more complete; take them out of the stocks first"
        )
    if everybody == 0:
        return before, np.zeros_like(after), 0, 0.0
    after = after * (everybody / after.sum())
    one, other = before.sum(axis=1), after.sum(axis=1)
    if np.allclose(one, other, rtol=_ROUNDING, atol=0):
        return before, after, 0, 0.0
    middle = pd.Series((one + other) / 2, birthplaces)
    try:
        both = [
            balance(pd.DataFrame(stock, birthplaces, places), middle, pd.Series(stock.sum(axis=0), places))
            for stock in (before, after)
        ]
    except ModelError as error:
        raise ModelError(
            "no flows can be made from these stocks: the people of each birthplace differ before and after, and the "
            f"zeros do not let them be made the same (rows are birthplaces):\n{error}"
        ) from None
    rounds, worst = (max(stock.attrs[word] for stock in both) for word in ("rounds", "worst"))
    return both[0].to_numpy(), both[1].to_numpy(), rounds, worst


def _find_word_faults(method: str, decrease: str, births: pd.Series | None, deaths: pd.Series | None) -> list[str]:
    faults = []
    for word, value, known in (("method", method, get_args(Method)), ("decrease", decrease, get_args(Decrease))):
        if value not in known:
            faults.append(f"{word} {value!r} is unknown; it is one of {', '.join(known)}")
    if method == "differencing" and (births is not None or deaths is not None):
        faults.append("differencing takes no account of births and deaths; leave them out, or choose another method")
    return faults


def _find_label_faults(
    start: pd.DataFrame, end: pd.DataFrame, births: pd.Series | None, deaths: pd.Series | None
) -> list[str]:
    faults = []
    for word, one, other in (("row", start.index, end.index), ("column", start.columns, end.columns)):
        if not one.is_unique or not other.is_unique:
            faults.append(f"a {word} of the stocks is named twice")
        elif set(one) != set(other):
            lone = sorted(map(str, set(one) ^ set(other)))
            faults.append(f"{word} {', '.join(lone[:10])} is in one of the stocks only")
    no_birthplace = [str(place) for place in start.columns if place not in start.index]
    if no_birthplace:
        faults.append(f"place of residence {', '.join(no_birthplace[:10])} has no row as a birthplace")
    for word, events in (("births", births), ("deaths", deaths)):
        if events is not None and (not events.index.is_unique or set(events.index) != set(start.columns)):
            faults.append(f"the {word} do not name the places of residence, each once")
    return faults


def _find_number_faults(before: Floats, after: Floats, born: Floats, dead: Floats, places: pd.Index) -> list[str]:
    faults = []
    for word, values in (("start", before), ("end", after), ("births", born), ("deaths", dead)):
        if not np.isfinite(values).all():
            faults.append(f"{word}: a value is not a finite number")
        elif (values < 0).any():
            faults.append(f"{word}: a value is negative")
    if faults:
        return faults
    for place, deaths, people in zip(places, dead, before.sum(axis=0), strict=True):
        if deaths > people:
            faults.append(f"{place}: {deaths:,.6g} deaths among {people:,.6g} people at the start")
    for place, births, natives in zip(places, born, after.diagonal(), strict=True):
        if births > natives:
            faults.append(f"{place}: {births:,.6g} births, yet {natives:,.6g} born there live there at the end")
    return faults
