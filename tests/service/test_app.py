"""What the application says where something is wrong with itself."""

import asyncio
import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from engine.errors import InputError
from service.app import application
from service.limits import LIMITS
from service.metrics import Metrics
from service.settings import MOST_TOKEN_LETTERS, ServiceSettings, checked_names, token_from
from service.state import Service
from tests.service.serving import TOKEN


def test_a_fault_is_told_as_every_refusal_is() -> None:
    metrics = Metrics()
    without_catalogue = cast("Service", SimpleNamespace(metrics=metrics))
    app = application(without_catalogue, ServiceSettings(Path(), TOKEN), LIMITS, metrics)
    told: list[Any] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        told.append(message)

    headers = [(b"host", b"localhost"), (b"authorization", f"Bearer {TOKEN}".encode())]
    scope = {"type": "http", "method": "GET", "path": "/labels", "headers": headers}
    scope |= {"query_string": b"", "scheme": "http", "server": ("localhost", 80)}
    asyncio.run(app(scope, receive, send))

    start, body = told
    assert start["status"] == 500
    assert json.loads(body["body"])["error"]["code"] == "service-fault"


@pytest.mark.parametrize(
    "content",
    [b"", b"short", b"x" * (MOST_TOKEN_LETTERS + 1), TOKEN.encode("utf-16"), b"two \n" * 9],
)
def test_a_token_that_nobody_could_send_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "token").write_bytes(content)

    with pytest.raises(InputError, match="16 to 1,024 letters"):
        token_from(tmp_path / "token")


@pytest.mark.parametrize(
    "name", ["", "*", "http://labels.example.org", "labels.example.org:80", "ø"]
)
def test_a_name_that_no_client_uses_is_refused(name: str) -> None:
    with pytest.raises(InputError, match="no name or address"):
        checked_names(["localhost", name])
    assert checked_names(["Labels_1.example.org", "[::1]"]) == ("Labels_1.example.org", "::1")


def test_a_token_may_come_from_any_editor(tmp_path: Path) -> None:
    (tmp_path / "token").write_bytes(f"\ufeff{TOKEN}\r\n".encode())

    assert token_from(tmp_path / "token") == (TOKEN, False)
