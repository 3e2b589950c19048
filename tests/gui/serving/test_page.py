"""The Service page as a person uses it, with the real service on a port that is free."""

import json
import socket
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
import requests
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from db.catalogue import Catalogue
from gui.services.context import open_context
from gui.serving.curl import PLACEHOLDER, Asked, command
from gui.serving.figures import Course, ServiceFigures, read_figures
from gui.serving.page import ANY_PORT, ServicePage
from gui.serving.process import ServiceState
from gui.serving.token import kept_token
from tests.service.serving import make_catalogue

START_MS = 120_000


@pytest.fixture(scope="module")
def served_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A catalogue of drawings, encoded, with a question."""
    path = make_catalogue(tmp_path_factory.mktemp("served"))
    with Catalogue.open(path) as catalogue:
        catalogue.commands.add_question("is it @round?")
    return path


@pytest.fixture
def page(served_path: Path, qapp: object, qtbot: QtBot) -> Iterator[ServicePage]:
    """The page of the catalogue, on show."""
    catalogue = Catalogue.open(served_path, curator="Kari")
    context = open_context(catalogue, catalogue.settings.all())
    page = ServicePage(context)
    page.resize(1176, 740)
    page.show()
    page.activate()
    page.setFocus()
    page.port.setValue(ANY_PORT)
    qtbot.waitUntil(lambda: page.switch.isEnabled() and page.access.asked.count() > 1)
    yield page
    page.shutdown()
    page.close()
    context.close()
    page.deleteLater()


def press(qtbot: QtBot, page: ServicePage, key: Qt.Key) -> str:
    """Press a key on the page; what is on the clipboard then."""
    qtbot.keyClick(page.switch, key)
    return QGuiApplication.clipboard().text()


def asked_by_shell(typed: str) -> dict[str, object]:
    """The answer to a command that is pasted into a terminal."""
    done = subprocess.run(
        ["sh", "-c", f"{typed} --silent --fail"], capture_output=True, text=True, check=True
    )
    answer: dict[str, object] = json.loads(done.stdout)
    return answer


def test_a_port_that_is_taken_and_a_service_that_dies_are_told(
    page: ServicePage, qtbot: QtBot
) -> None:
    assert "Stopped" in page.state.text()
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        page.port.setValue(port)
        qtbot.keyClick(page.switch, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        assert "Starting" in page.state.text()
        assert not page.port.isEnabled()
        qtbot.waitUntil(lambda: not page.service.is_running, timeout=START_MS)
    assert page.service.state is ServiceState.REFUSED
    assert page.state.text() == f"Port {port} is taken by another program. Choose another port."
    assert page.port.hasFocus()

    page.turn()
    qtbot.waitUntil(lambda: page.service.pid is not None)
    psutil.Process(page.service.pid).kill()
    qtbot.waitUntil(lambda: not page.service.is_running, timeout=START_MS)

    assert "ended by itself (exit code -9)" in page.state.text()
    assert page.switch.text() == "Start the service"


def test_the_service_is_started_asked_watched_and_left(page: ServicePage, qtbot: QtBot) -> None:
    token = kept_token()
    assert stat.S_IMODE(token.file.stat().st_mode) == 0o600
    assert stat.S_IMODE(token.curl_file.stat().st_mode) == 0o600
    page.switch.click()
    qtbot.waitUntil(lambda: page.service.state is ServiceState.READY, timeout=START_MS)
    assert "In memory: the built-in encoder" in page.warm.text()
    process = psutil.Process(page.service.pid)
    processes = [process, *process.children(recursive=True)]
    for one in processes:
        assert token.text not in " ".join(one.cmdline())
        assert token.text not in " ".join(one.environ().values())

    address = press(qtbot, page, Qt.Key.Key_A)
    assert requests.get(f"{address}/health", timeout=10).json()["status"] == "UP"
    assert page.access.token.echoMode() is QLineEdit.EchoMode.Password
    assert press(qtbot, page, Qt.Key.Key_T) == token.text
    typed = press(qtbot, page, Qt.Key.Key_C)
    assert token.text not in typed
    assert asked_by_shell(typed)["labels"]
    page.access.asked.setCurrentIndex(page.access.asked.count() - 1)
    assert "--form-string 'question=is it @round?'" in press(qtbot, page, Qt.Key.Key_C)
    page.access.asked.setCurrentIndex(1)
    by_name = asked_by_shell(press(qtbot, page, Qt.Key.Key_C))
    assert by_name["model"]["suggester"] == "neighbor-search"  # type: ignore[index]

    wrong = {"authorization": "Bearer wrong"}
    assert requests.get(f"{address}/labels", headers=wrong, timeout=10).status_code == 401
    qtbot.waitUntil(lambda: page.errors.count() == 1, timeout=10_000)
    assert page.errors.item(0).text().endswith("The token was missing or wrong.")
    assert page.counts.text().startswith("3 requests since the start")
    assert max(page.watcher.course.rates) > 0
    known = len(page.watcher.course.rates)
    page.hide()
    page.show()
    qtbot.waitUntil(lambda: len(page.watcher.course.rates) > known, timeout=10_000)
    assert page.errors.count() == 1

    page.shutdown()  # as the window does when the catalogue is closed

    _gone, alive = psutil.wait_procs(processes, timeout=30)
    assert alive == []


def test_a_new_token_takes_the_place_of_the_old_one() -> None:
    first = kept_token()

    again, other = kept_token(), kept_token(new=True)

    assert first == again
    assert other.text != first.text
    assert other.curl_file.read_text() == f'header = "Authorization: Bearer {other.text}"\n'
    assert other.text not in repr(other)


def test_the_command_needs_nothing_but_a_terminal() -> None:
    asked = Asked(question="What's <this>?", text="@home")
    header = Path.home() / "nabolag" / "service-curl"

    typed = command("http://127.0.0.1:1", header, PLACEHOLDER, asked)

    echoed = subprocess.run(
        ["sh", "-c", f"printf '%s|' {typed}"], capture_output=True, text=True, check=True
    )
    assert echoed.stdout.split("|") == [
        "curl",
        "--config",
        str(header),
        "-F",
        f"image=@{PLACEHOLDER}",
        "--form-string",
        "text=@home",
        "--form-string",
        "question=What's <this>?",
        "http://127.0.0.1:1/predict",
        "",
    ]


METRICS = """# TYPE nabolag_requests_total counter
nabolag_requests_total{method="POST",route="/predict",status="200"} 7.0
nabolag_requests_total{method="GET",route="/metrics",status="200"} 90.0
# TYPE nabolag_request_seconds histogram
nabolag_request_seconds_sum{route="/predict"} 1.4
# TYPE nabolag_refusals_total counter
nabolag_refusals_total{code="service-busy"} 2.0
# TYPE nabolag_requests_in_progress gauge
nabolag_requests_in_progress 3.0
# TYPE nabolag_model_up gauge
nabolag_model_up 0.0
"""


def test_figures_are_of_others_requests_and_of_the_last_seconds() -> None:
    figures = read_figures(METRICS, 10.0)

    assert (figures.requests, figures.in_progress, figures.is_model_up) == (7, 2, False)
    course = Course()
    assert course.add(ServiceFigures(0.0)) == {}
    assert course.add(figures) == {"service-busy": 2}
    for second in range(11, 20):
        assert course.add(ServiceFigures(second, 7 + 4 * (second - 10), refusals={})) == {}
    assert course.rate_per_s == pytest.approx(4.0)
