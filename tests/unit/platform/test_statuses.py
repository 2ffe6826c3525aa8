"""One table says which status an error has, at the door as in the API."""

import pytest

from connectors.sdk.errors import FairleadError
from console.intake import answers
from console.problems import status_of

EXPECTED = {
    "unauthenticated": 401,
    "forbidden": 403,
    "not_found": 404,
    "conflict": 409,
    "too_large": 413,
    "body.media_type": 415,
    "body.malformed": 400,
    "intake.key_invalid": 400,
    "intake.key_reused": 422,
    "intake.timeout": 408,
    "intake.flow_full": 429,
    "intake.unavailable": 503,
}


@pytest.mark.parametrize("code", EXPECTED)
def test_the_door_answers_as_the_api_would(code: str) -> None:
    error: FairleadError = type("Refused", (FairleadError,), {"code": code})("It went wrong.")
    status, _, _ = answers.refused(error)
    assert status == status_of(error) == EXPECTED[code]
