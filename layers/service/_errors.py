"""Everything the service refuses, in one place: each becomes an answer with a status and one sentence."""

from __future__ import annotations


class RequestError(ValueError):
    """
    A request cannot be answered.

    Parameters
    ----------
    detail
        One sentence with every fault.
    status
        Of HTTP.
    """

    def __init__(self, detail: str, status: int = 400) -> None:
        super().__init__(detail)
        self.status = status
