"""Liveness, readiness and metrics."""

from typing import Any

import pytest
from django.db import DatabaseError
from django.test import override_settings

from console.api.health import probes
from tests.factories import FLOW, Api, Cast, token_api
from tests.integration.api.conftest import World


def test_alive_and_ready(db: None) -> None:
    assert Api()("GET", "/healthz").json() == {"status": "ok"}
    ready = Api()("GET", "/readyz")
    assert (ready.status_code, ready.json()["status"]) == (200, "ready")


def test_without_redis_it_is_degraded_and_ready(db: None) -> None:
    probes._redis.cache_clear()
    with override_settings(REDIS_URL="unix:///nowhere/at/all.sock"):
        answer = Api()("GET", "/readyz")
    probes._redis.cache_clear()
    assert (answer.status_code, answer.json()["status"], answer.json()["degraded"]) == (200, "degraded", True)


def test_without_the_database_it_is_not_ready_but_alive(monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    def fail(*_: Any) -> None:
        raise DatabaseError

    with monkeypatch.context() as outage:
        outage.setattr("django.db.backends.base.base.BaseDatabaseWrapper.cursor", fail)
        assert Api()("GET", "/readyz").status_code == 503
        assert Api()("GET", "/healthz").status_code == 200


def test_metrics_tell_the_account(world: World, cast: Cast) -> None:
    answer = Api(cast.administrator)("GET", "/metrics")
    assert answer["Content-Type"].startswith("text/plain")
    lines = answer.content.decode().splitlines()
    assert f'fairlead_executions_accepted_total{{flow="{FLOW}"}} 1.0' in lines
    assert f'fairlead_executions{{flow="{FLOW}",status="open"}} 1.0' in lines
    assert 'fairlead_queue_depth{lane="realtime",status="queued"} 1.0' in lines
    assert 'fairlead_queue_lag_seconds{lane="batch"} 0.0' in lines


def test_metrics_are_not_for_everybody(world: World, cast: Cast) -> None:
    def status(api: Api) -> int:
        return int(api("GET", "/metrics").status_code)

    assert status(Api()) == status(Api(token="flt_nothing")) == 401
    assert status(Api(cast.analyst)) == status(Api(cast.outsider)) == 403
    assert status(token_api(cast.operator, "executions:read")) == 200
    assert status(token_api(cast.operator, "flows:read")) == 401


def test_a_scraper_has_a_token_of_its_own(db: None) -> None:
    scraper = Api(token="scrape-me")
    assert scraper("GET", "/metrics").status_code == 401
    with override_settings(FAIRLEAD_METRICS_TOKEN="scrape-me"):
        assert scraper("GET", "/metrics").status_code == 200
        assert Api(token="scrape-you")("GET", "/metrics").status_code == 401
