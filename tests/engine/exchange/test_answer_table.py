"""Answers to questions in a table: who gave them, and when, comes back as it was."""

from pathlib import Path

from engine.exchange.answer_table import AnswerRow, read_answers, write_answers


def test_who_answered_and_when_comes_back(tmp_path: Path) -> None:
    table = tmp_path / "answers.csv"
    rows = [
        AnswerRow("a.png", "yes", decider="=kari", decided_at="2026-03-01T12:00:00.123Z"),
        AnswerRow("b.png", "unsure"),
    ]
    with table.open("w", encoding="utf-8", newline="") as stream:
        write_answers(stream, rows)

    assert read_answers(table) == rows


def test_times_are_told_in_utc_and_none_is_to_come(tmp_path: Path) -> None:
    table = tmp_path / "answers.csv"
    table.write_text(
        "file,answer,decided_at\na.png,yes,2026-03-01 13:00+01:00\nb.png,no,9000-01-01\n", "utf-8"
    )

    first, second = read_answers(table)

    assert first.decided_at == "2026-03-01T12:00:00.000Z"
    assert second.decided_at < "9000"
