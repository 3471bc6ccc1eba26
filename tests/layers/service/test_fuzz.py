"""Requests made up from the documents, right and wrong: no answer is a crash, each is as its document says."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable

schemathesis = pytest.importorskip("schemathesis", reason="schemathesis is not here")

few = settings(max_examples=6, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))


@pytest.mark.parametrize("document", ["/api/openapi.json", "/ogc/api"])
def test_the_service_keeps_to_its_documents(server: Flask, document: str) -> None:
    schema = schemathesis.openapi.from_wsgi(document, server)
    tried = 0
    for found in schema.get_all_operations():
        operation = found.ok()
        if operation.method.upper() != "GET":
            continue  # What starts and removes exports is tried in test_export_routes: here nothing is made.
        for mode in schemathesis.GenerationMode:
            run = given(case=operation.as_strategy(generation_mode=mode))(keeps_to_its_document)
            try:
                few(run)()
            except Unsatisfiable:
                continue  # Without parameters there is nothing to get wrong.
            tried += 1
    assert tried > 10


def keeps_to_its_document(case: Any) -> None:
    from schemathesis import checks
    from schemathesis.specs.openapi import checks as documented

    answer = case.call_and_validate(
        headers={"Accept-Encoding": "identity"},  # no server stands between that would unpack
        checks=[
            checks.not_a_server_error,
            documented.status_code_conformance,
            documented.content_type_conformance,
            documented.response_schema_conformance,
        ]
    )
    assert answer.status_code in {200, 304, 400, 404, 405}
