"""
The radiation model: flows from populations and distances alone, without a parameter to fit.

Whoever leaves i takes the nearest place that is better than all nearer ones, and chances grow with people (Simini,
González, Maritan and Barabási, 2012):

    T_ij = T_i · m_i n_j / ((m_i + s_ij) (m_i + n_j + s_ij))

with m_i and n_j the people of origin and destination and s_ij the people living within the distance d_ij of i,
neither i nor j among them. Places equally far from i are one step of the search, see `radiation`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from flows._errors import ModelError

from .balance import read_numbers

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


def radiation(
    population: pd.Series, distance: pd.DataFrame, *, outflow: pd.Series | None = None, finite: bool = False
) -> pd.DataFrame:
    """
    Estimate flows by the radiation model.

    Parameters
    ----------
    population
        People of each place, indexed by code in any order; not negative.
    distance
        Square, km or any other unit, rows origins; the diagonal is not read. It need not be symmetric: what lies
        within reach of a place is measured along its own row, so travel times serve as well.
    outflow
        T_i, people leaving each place, indexed like `population`. Without it the result is the share of the
        leavers of each place that goes to each other.
    finite
        Divide row i by 1 - m_i / M, M being everybody (Masucci, Serras, Johansson and Batty, 2013). The formula
        is of a plane without end; among finitely many places a part m_i / M of the leavers finds none.

    Returns
    -------
    flows
        Origins × destinations, index and columns as in `distance`; the diagonal is 0. In people, with fractions;
        or shares. Row i sums to 1 - m_i / M of its outflow, and to all of it when `finite`; the row of a place where
        nobody lives, or where everybody does, is 0. An empty distance gives an empty matrix, one place a zero.

    Raises
    ------
    ModelError
        The labels differ; a value is not a number, negative or not finite; or people leave a place where nobody
        lives, or where everybody does. All faults are told at once.

    Notes
    -----
    Ties: the authors leave open whom s_ij counts when several places are equally far from i. Here the search of
    the model is followed to the letter: places at one distance are reached in one step, the step is taken as one
    place would be, m_i g / ((m_i + s) (m_i + g + s)) with g their people together and s those strictly nearer, and
    the best offer among them is each one's by its people, n_j / g. Nobody is lost by a tie. Counting the others at
    the distance in s_ij instead makes tied places shut each other out: of four equal neighbours of a square grid
    each would get a quarter of what this gives.
    """
    import pandas as pd

    faults = _find_label_faults(population, distance, outflow)
    if faults:
        raise ModelError("no radiation model can be made:\n- " + "\n- ".join(faults))
    labels = distance.index
    people = read_numbers(population.reindex(labels), "population", faults)
    leaving = np.ones(len(labels))
    if outflow is not None:
        leaving = read_numbers(outflow.reindex(labels), "outflow", faults)
    reach = read_numbers(distance, "distance", faults)
    np.fill_diagonal(reach, 0.0)
    faults = faults or _find_number_faults(people, reach, leaving, labels, given=outflow is not None)
    if faults:
        raise ModelError("no radiation model can be made:\n- " + "\n- ".join(faults))
    if finite:
        # Where nobody else lives nobody can go: the row is zero whatever it is divided by.
        rest = people.sum() - people
        leaving = np.divide(leaving * people.sum(), rest, out=np.zeros_like(rest), where=rest > 0)
    flows = np.array([_radiate(people, i, reach[i]) * leaving[i] for i in range(len(labels))])
    return pd.DataFrame(flows.reshape(reach.shape), index=labels, columns=distance.columns)


def _radiate(people: Floats, origin: int, reach: Floats) -> Floats:
    """Share out the leavers of one origin: its row of the matrix."""
    order = np.argsort(reach)
    others, ranked = people[order], reach[order]
    others[order == origin] = 0.0
    # A step of the search is one distance, and all places at it.
    first = np.concatenate([[True], ranked[1:] != ranked[:-1]])
    step = np.cumsum(first) - 1
    reached = np.concatenate([[0.0], np.cumsum(np.add.reduceat(others, np.flatnonzero(first)))]) + people[origin]
    product = reached[step] * reached[step + 1]
    shares: Floats = np.zeros_like(product)
    shares[order] = np.divide(people[origin] * others, product, out=np.zeros_like(product), where=product > 0)
    return shares


def _find_label_faults(population: pd.Series, distance: pd.DataFrame, outflow: pd.Series | None) -> list[str]:
    if not distance.index.is_unique or not distance.index.equals(distance.columns):
        return ["the rows and columns of the distance are not the same places in the same order, each once"]
    faults = []
    for word, numbers in (("population", population), ("outflow", outflow)):
        if numbers is None:
            continue
        missing = [str(label) for label in distance.index if label not in numbers.index]
        unknown = [str(label) for label in numbers.index if label not in distance.index]
        if not numbers.index.is_unique:
            faults.append(f"the {word} names a place twice")
        if missing:
            faults.append(f"no {word} for {', '.join(missing[:10])}")
        if unknown:
            faults.append(f"{word} for {', '.join(unknown[:10])}, which the distance does not have")
    return faults


def _find_number_faults(people: Floats, reach: Floats, leaving: Floats, labels: pd.Index, *, given: bool) -> list[str]:
    faults = []
    for word, values in (("population", people), ("distance", reach), ("outflow", leaving)):
        if not np.isfinite(values).all():
            faults.append(f"the {word} holds a value that is not a finite number")
        elif (values < 0).any():
            faults.append(f"the {word} holds a negative value")
    if not faults and given:
        stuck = (leaving > 0) & ((people == 0) | (people == people.sum()))
        names = [str(label) for label, bad in zip(labels, stuck, strict=True) if bad]
        if names:
            faults.append(f"people leave {', '.join(names[:10])}, yet nobody lives there, or nobody anywhere else")
    return faults
