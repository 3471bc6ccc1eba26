"""The same models as generalised linear models with dummy variables, by statsmodels: what ours must equal."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import statsmodels.api as sm


@dataclass(frozen=True)
class Glm:
    """Parameters of the terms, after the intercept for "none", and what comes with them."""

    parameters: np.ndarray
    errors: np.ndarray
    fitted: np.ndarray
    deviance: float
    log_likelihood: float


def fit_glm(moves: np.ndarray, terms: list[np.ndarray], constraint: str) -> Glm:
    """Fit with a dummy for each constrained place, leaving out rows and columns that are constrained to zero."""
    size = len(moves)
    origin, destination = (axis.ravel() for axis in np.indices(moves.shape))
    kept = origin != destination
    if constraint in {"origin", "both"}:
        kept &= (moves - np.diag(np.diag(moves))).sum(axis=1)[origin] > 0
    if constraint in {"destination", "both"}:
        kept &= (moves - np.diag(np.diag(moves))).sum(axis=0)[destination] > 0
    columns = [np.broadcast_to(term, moves.shape).ravel()[kept] for term in terms]
    design = [np.ones((kept.sum(), 1)), np.column_stack(columns)]
    if constraint in {"origin", "both"}:
        design.append(pd.get_dummies(origin[kept], drop_first=True, dtype=float).to_numpy())
    if constraint in {"destination", "both"}:
        design.append(pd.get_dummies(destination[kept], drop_first=True, dtype=float).to_numpy())
    model = sm.GLM(moves.ravel()[kept], np.hstack(design), family=sm.families.Poisson())
    result = model.fit(tol=1e-14, maxiter=200)
    fitted = np.zeros(size * size)
    fitted[kept] = result.mu
    wanted = slice(0 if constraint == "none" else 1, 1 + len(terms))
    return Glm(result.params[wanted], result.bse[wanted], fitted.reshape(size, size), result.deviance, result.llf)
