"""
Gravity models of migration, fitted by Poisson maximum likelihood.

The expected flow is m_ij = K V_i^a W_j^b f(d_ij), f = exp(β d) or d^β (Wilson, 1967; Fotheringham and O'Kelly,
1989). Taking logarithms and fitting a straight line would lose the pairs nobody moves between and answer for the
logarithm of flows; the Poisson likelihood does neither (Flowerdew and Aitkin, 1982; Santos Silva and Tenreyro,
2006), and its fitted total, or totals of places, equal the observed ones.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, get_args

import numpy as np

from flows._errors import ModelError

from .doubly_constrained import find_fault
from .factors import Constraint
from .fit import Fit
from .fit_statistics import measure_fit
from .poisson import fit_poisson, sum_margins
from .terms import INTERCEPT, Decay, Terms, find_table_faults, tell_pairs

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


def gravity(
    matrix: pd.DataFrame,
    distance: pd.DataFrame,
    *,
    constraint: Constraint = "none",
    decay: Decay = "exponential",
    origin_mass: pd.Series | None = None,
    destination_mass: pd.Series | None = None,
    covariates: Mapping[str, pd.DataFrame] | None = None,
) -> Fit:
    """
    Fit a gravity model to flows between places.

    Parameters
    ----------
    matrix
        People who move; n × n, rows are origins, columns are destinations, the same codes in the same order.
        Not negative; need not be whole numbers. The diagonal is left out and may hold anything.
    distance
        n × n in any unit, km as a rule, labelled like `matrix` in any order. The diagonal is not used.
    constraint
        Which observed totals the fitted flows must have: "none" (of the country only), "origin" (people leaving
        each place; production-constrained), "destination" (people arriving; attraction-constrained) or "both".
    decay
        How flows change with distance: "exponential", exp(β d), or "power", d^β.
    origin_mass, destination_mass
        What makes a place send or attract people, its population for example; positive, indexed like `matrix` in
        any order. It enters as its logarithm with a parameter of its own. A side that is constrained needs no
        mass, since the factors of its places take all of it up, and is refused one. A side that is neither
        constrained nor given a mass has no term: all its places weigh the same. Nothing is put in silently;
        to use observed totals as masses, as spint's examples do, give them.
    covariates
        Further n × n tables by name, such as language similarity or contiguity (1 or 0), labelled like `matrix`
        in any order. A covariate enters as it is, so a parameter c of a contiguity multiplies flows by exp(c).

    Returns
    -------
    fit
        See `Fit`. A place whose constrained total is zero is fitted by zeros.

    Raises
    ------
    ModelError
        With all faults that can be seen before fitting at once: something is no table of numbers; labels differ;
        flows or distances are negative or not finite; a distance of zero between two places with power decay; a mass
        that is not positive, or on a constrained side; a covariate named like a parameter; nobody moves between two
        places, to which an empty matrix and one place belong. Or, while fitting: a term says nothing that the others
        and the constraints do not say (named), or the flows drive its parameter to infinity (named).

    Notes
    -----
    Standard errors suppose that the model is true and people move independently. Real flows vary more: families
    move together and no model has all causes. Multiply by the root of the mean squared Pearson residual (see
    `residuals`), with the number of pairs less that of parameters as divisor, to allow for it.
    """
    import pandas as pd

    if not isinstance(matrix, pd.DataFrame):
        raise ModelError(f"cannot fit a gravity model: {find_table_faults('matrix', matrix)[0]}")
    terms = Terms(matrix.index, matrix.columns, distance, decay, origin_mass, destination_mass, dict(covariates or {}))
    faults = _find_faults(matrix, terms, constraint)
    if faults:
        raise ModelError("cannot fit a gravity model:\n- " + "\n- ".join(faults))
    observed = np.array(matrix, dtype="float64", order="C")
    np.fill_diagonal(observed, 0.0)
    fault = _find_empty(observed, constraint, matrix.index)
    if fault:
        raise ModelError(f"cannot fit a gravity model: {fault}")
    arrays = terms.arrange()
    fit = fit_poisson(observed, list(arrays.values()), list(arrays), constraint)

    values = dict(zip(arrays, fit.parameters, strict=True))
    errors = dict(zip(arrays, np.sqrt(np.diag(fit.covariance)), strict=True))
    if constraint == "none":
        values, errors = {INTERCEPT: fit.level, **values}, {INTERCEPT: fit.level_error, **errors}
    return _describe(matrix, observed, fit.fitted, values, errors, constraint, decay)


def _describe(
    matrix: pd.DataFrame,
    observed: Floats,
    fitted: Floats,
    values: dict[str, float],
    errors: dict[str, float],
    constraint: Constraint,
    decay: Decay,
) -> Fit:
    import pandas as pd

    number = len(values) + _count_factors(observed, constraint)
    return Fit(
        constraint=constraint,
        decay=decay,
        parameters=pd.Series(values, name="parameter"),
        standard_errors=pd.Series(errors, name="standard_error"),
        observed=pd.DataFrame(observed, index=matrix.index, columns=matrix.columns),
        fitted=pd.DataFrame(fitted, index=matrix.index, columns=matrix.columns),
        statistics=pd.Series(measure_fit(_skip_diagonal(observed), _skip_diagonal(fitted), number), name="statistic"),
    )


def _skip_diagonal(flows: Floats) -> Floats:
    """See n × n flows as (n - 1) × n without a copy: after the first number, rows of n + 1 end on the diagonal."""
    size = len(flows)
    return flows.ravel()[1:].reshape(size - 1, size + 1)[:, :-1]


def _count_factors(observed: Floats, constraint: Constraint) -> int:
    """Count the factors of places that can be told apart; places with a total of zero have none."""
    out, into = (int((total > 0).sum()) for total in sum_margins(observed))
    # With both, the factors of one side can be doubled and those of the other halved: one is not free.
    return {"none": 0, "origin": out, "destination": into, "both": out + into - 1}[constraint]


def _find_faults(matrix: pd.DataFrame, terms: Terms, constraint: Constraint) -> list[str]:
    faults = []
    for word, value, known in (("constraint", constraint, Constraint), ("decay", terms.decay, Decay)):
        if value not in get_args(known):
            faults.append(f"{word} is one of {', '.join(get_args(known))}, not {value!r}")
    if not matrix.index.is_unique or not matrix.columns.is_unique:
        faults.append("the matrix names a place twice")
    elif not matrix.index.equals(matrix.columns):
        faults.append("the rows and columns of the matrix are not the same places in the same order")
    if faults:
        return faults
    for word, mass, side in (
        ("origin", terms.origin_mass, "origin"),
        ("destination", terms.destination_mass, "destination"),
    ):
        if mass is not None and constraint in (side, "both"):
            faults.append(
                f"the {word} side is constrained: the factors of its places take up any {word} mass; leave it out"
            )
    return faults + _find_flow_faults(matrix) + terms.find_faults()


def _find_flow_faults(matrix: pd.DataFrame) -> list[str]:
    faults = find_table_faults("matrix", matrix)
    if faults:
        return faults
    flows = np.array(matrix, dtype="float64", order="C")
    np.fill_diagonal(flows, 0.0)
    return [
        *tell_pairs("flow", ~np.isfinite(flows), matrix.index, matrix.columns, "is not a finite number"),
        *tell_pairs("flow", flows < 0, matrix.index, matrix.columns, "is negative"),
    ]


def _find_empty(observed: Floats, constraint: Constraint, places: pd.Index) -> str | None:
    if constraint == "both" or not observed.any():
        return find_fault(observed, [str(place) for place in places])
    return None
