"""Questions about the disk: the last one is answered, and nobody waits for the ones before."""

import threading

from pytestqt.qtbot import QtBot

from gui.services.latest import LatestAnswer


def test_of_what_is_asked_meanwhile_only_the_last_is_answered(qtbot: QtBot) -> None:
    latest, may_go_on = LatestAnswer("test"), threading.Event()
    asked: list[str] = []
    told: list[str] = []

    def question(name: str) -> None:
        def work() -> str:
            may_go_on.wait()
            asked.append(name)
            return name

        latest.ask(work, told.append)

    for name in ("a", "ab", "abc"):
        question(name)
    may_go_on.set()
    qtbot.waitUntil(lambda: bool(told))

    assert asked == ["a", "abc"]
    assert told == ["abc"]
    latest.close()


def test_what_fails_is_told_and_what_is_forgotten_is_not_asked(qtbot: QtBot) -> None:
    latest, may_go_on = LatestAnswer("test"), threading.Event()
    errors: list[str] = []
    told: list[str] = []

    def failing() -> str:
        may_go_on.wait()
        raise OSError("unplugged")

    latest.ask(failing, told.append, lambda error: errors.append(str(error)))
    latest.ask(lambda: "forgotten", told.append)
    latest.forget()
    may_go_on.set()
    qtbot.waitUntil(lambda: bool(errors))

    assert (errors, told) == (["unplugged"], [])
    latest.close()
