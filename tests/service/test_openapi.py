"""What the service says of itself in OpenAPI, held against what it does."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.service.serving import TOKEN, make_catalogue, served

CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
)


@pytest.mark.dear
@pytest.mark.timeout(600)
def test_schemathesis_finds_nothing(tmp_path: Path) -> None:
    with served(make_catalogue(tmp_path), tmp_path / "archive") as service:
        found = subprocess.run(
            [
                str(Path(sys.executable).with_name("schemathesis")),
                "run",
                f"{service.address}/openapi.json",
                "--header",
                f"Authorization: Bearer {TOKEN}",
                "--checks",
                ",".join(CHECKS),
                "--phases",
                "examples,coverage,fuzzing",
                "--max-examples",
                "25",
                "--seed",
                "1",
            ],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        service.wait_until_up()

    assert found.returncode == 0, found.stdout[-5000:]
