"""Pictures of the Service page: stopped, starting, and while programs ask."""

import io
import threading
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import requests

from tests.service.serving import drawing

if TYPE_CHECKING:
    from gui.shell.main_window import MainWindow
    from tests.screenshots import Photographer

ASKED_FOR_S = 20.0
CLIENTS = 2


def picture_service(window: "MainWindow", camera: "Photographer") -> None:
    """The page before the service is started, and when it was asked for a while."""
    from gui.serving.page import ServicePage
    from gui.serving.process import ServiceState
    from tests.screenshots import settle

    page = window.pages.page("serving")
    assert isinstance(page, ServicePage)
    settle(until=lambda: page.access.asked.count() > 1 and bool(page.access.token.text()))
    # The picture shows no folder of whoever took it.
    assert page._token is not None
    shown = replace(page._token, curl_file=Path.home() / ".config/nabolag/service-curl")
    page.access.show_token(shown)
    page.access.show_choices(replace(page.access._choices, picture="picture.jpg"))
    camera.take(window, "service-stopped")
    page.port.setValue(page.port.minimum())
    page.turn()
    settle(0.3)
    camera.take(window, "service-starting")
    settle(until=lambda: page.service.state is ServiceState.READY)
    about = page.service.about
    assert about is not None
    page.port.setValue(int(about.address.rpartition(":")[2]))
    is_over = threading.Event()
    clients = [
        threading.Thread(target=_ask, args=(about.address, page._token.text, is_over))
        for _ in range(CLIENTS)
    ]
    for one in clients:
        one.start()
    settle(ASKED_FOR_S)
    is_over.set()
    for one in clients:
        one.join()
    settle(0.3)
    page.access.asked.setCurrentIndex(1)
    camera.take(window, "service")
    page.turn()
    settle(until=lambda: not page.service.is_running)


def _ask(address: str, token: str, is_over: threading.Event) -> None:
    """Ask again and again, now and then wrongly."""
    buffer = io.BytesIO()
    drawing("circle", "#b02020", 3).save(buffer, "PNG")
    number = 0
    while not is_over.wait(0.05):
        number += 1
        headers = {"authorization": f"Bearer {token if number != 20 else 'wrong'}"}
        content = b"no picture" if number == 40 else buffer.getvalue()
        requests.post(f"{address}/predict", headers=headers, files={"image": content}, timeout=60)
