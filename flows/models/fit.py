"""A fitted gravity model: what it says, how sure it is, and what it expects of other places."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from flows._errors import ModelError

from .factors import Constraint, Margins, find_factors
from .terms import (
    DESTINATION_MASS,
    DISTANCE,
    INTERCEPT,
    ORIGIN_MASS,
    Decay,
    Terms,
    find_table_faults,
    find_total_faults,
)

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

# Sums of many floats differ in the last digits, whatever the order they are added in.
_SAME_SUM = 1e-9


@dataclass(frozen=True, eq=False)
class Fit:
    """
    A gravity model and the flows it was fitted to; `gravity` makes it.

    Attributes
    ----------
    constraint, decay
        As asked for.
    parameters
        By name: `intercept` (constraint "none" only), `origin_mass`, `destination_mass` (exponents, where given),
        `distance`, and the covariates. The factors of constrained places are not listed.
    standard_errors
        Of the parameters, from the inverse Fisher information of the whole model: that the factors of places are
        estimated too is counted in. See the notes of `gravity` before trusting them.
    observed
        The flows fitted to, n × n, with a zero diagonal.
    fitted
        Expected flows, n × n, with a zero diagonal. The total equals the observed one, and so do the row
        totals, the column totals or both if they are constrained.
    statistics
        `deviance`, `d2`, `srmse`, `ssi`, `cpc`, `log_likelihood`, `aic`: see `fit_statistics.measure_fit`. Over
        all pairs of different places. `aic` counts the factors of places with moves, one less for "both".
    """

    constraint: Constraint
    decay: Decay
    parameters: pd.Series
    standard_errors: pd.Series
    observed: pd.DataFrame
    fitted: pd.DataFrame
    statistics: pd.Series

    @property
    def beta(self) -> float:
        """Parameter of distance: negative when flows fall with it. Per unit of distance, or a power."""
        return float(self.parameters[DISTANCE])

    def predict(
        self,
        distance: pd.DataFrame,
        *,
        origin_mass: pd.Series | None = None,
        destination_mass: pd.Series | None = None,
        outflow: pd.Series | None = None,
        inflow: pd.Series | None = None,
        covariates: Mapping[str, pd.DataFrame] | None = None,
    ) -> pd.DataFrame:
        """
        Expect flows between places that may be others than those of the fit.

        A factor of a place says nothing about another place, so a constrained side must be given what it is
        held to. With constraint "none", parameters and masses give the flows. With "origin", the `outflow`
        of each origin is shared among the destinations in the table; with "destination" the `inflow` of each
        destination among the origins; with "both", flows are balanced to both. Each place of the table competes
        with the others in it, so a prediction for some places is not a cut from one for more, except with "none".

        Parameters
        ----------
        distance
            n × m in the unit of the fit; rows are origins, columns destinations, which may be other places.
        origin_mass, destination_mass
            For the terms the fit has; positive.
        outflow, inflow
            People leaving each origin and arriving at each destination, for a constrained side.
        covariates
            n × m each, by the names of the fit.

        Returns
        -------
        flows
            Labelled like `distance`. Zero where origin and destination are the same place. No places give an
            empty frame.

        Raises
        ------
        ModelError
            Something is no table of numbers; something the fit needs is not given, or something is given it has no
            term for; labels differ or numbers are out of range; with "both", outflow and inflow differ in sum or no
            flows have these totals.
        """
        import pandas as pd

        if not isinstance(distance, pd.DataFrame):
            raise ModelError(f"cannot predict flows: {find_table_faults('distance', distance)[0]}")
        terms = Terms(
            distance.index,
            distance.columns,
            distance,
            self.decay,
            origin_mass,
            destination_mass,
            dict(covariates or {}),
        )
        faults = self._find_faults(terms, outflow, inflow)
        if faults:
            raise ModelError("cannot predict flows:\n- " + "\n- ".join(faults))
        if distance.empty:
            return pd.DataFrame(0.0, index=distance.index, columns=distance.columns)
        logs = np.zeros(distance.shape)
        for name, term in terms.arrange().items():
            logs += self.parameters[name] * term
        flows = self._scale(logs, terms, outflow, inflow)
        return pd.DataFrame(flows, index=distance.index, columns=distance.columns)

    def _scale(self, logs: Floats, terms: Terms, outflow: pd.Series | None, inflow: pd.Series | None) -> Floats:
        """Turn sums of terms into flows that have the given totals."""
        inside = terms.inside()
        if self.constraint == "none":
            flows: Floats = np.exp(logs + self.parameters[INTERCEPT])
            flows[inside] = 0.0
            return flows
        flows = np.exp(logs - logs.max())
        flows[inside] = 0.0
        out, into = (
            np.zeros(len(places)) if total is None else total.reindex(places).to_numpy(dtype="float64")
            for total, places in ((outflow, terms.rows), (inflow, terms.columns))
        )
        for word, total, axis, places in (("leave", out, 1, terms.rows), ("arrive in", into, 0, terms.columns)):
            stuck = (total > 0) & ~flows.any(axis=axis)
            if stuck.any():
                raise ModelError(f"people {word} {places[stuck][0]}, and the distance has no other place for them")
        factors = find_factors(flows, Margins(self.constraint, out, into))
        flows *= factors.row[:, None]
        flows *= factors.column
        return flows

    def _find_faults(self, terms: Terms, outflow: pd.Series | None, inflow: pd.Series | None) -> list[str]:
        if not terms.rows.is_unique or not terms.columns.is_unique:
            return ["the distance names an origin or a destination twice"]
        faults = terms.find_faults()
        for name, given in (
            (ORIGIN_MASS, terms.origin_mass is not None),
            (DESTINATION_MASS, terms.destination_mass is not None),
            *((name, name in terms.covariates) for name in self._covariates() | set(terms.covariates)),
        ):
            if (name in self.parameters) != given:
                faults.append(f"the fit has no term {name!r}" if given else f"the fit needs {name!r}")
        for name, total, places, side in (
            ("outflow", outflow, terms.rows, "origin"),
            ("inflow", inflow, terms.columns, "destination"),
        ):
            if self.constraint in (side, "both"):
                if total is None:
                    faults.append(f"the {side} side is constrained: give the {name} of each {side}")
                else:
                    faults += find_total_faults(name, total, places, zero=True)
            elif total is not None:
                faults.append(f"the {side} side is not constrained, so the fit has no use for an {name}")
        if not faults and outflow is not None and inflow is not None:
            difference = float(outflow.sum() - inflow.sum())
            if abs(difference) > _SAME_SUM * float(outflow.sum()):
                faults.append(
                    f"the outflows sum to {outflow.sum():,.6g} and the inflows to {inflow.sum():,.6g}: "
                    f"a difference of {difference:,.6g}"
                )
        return faults

    def _covariates(self) -> set[str]:
        return set(self.parameters.index) - {INTERCEPT, ORIGIN_MASS, DESTINATION_MASS, DISTANCE}
