"""Messages that are kept as text say the same when they are read again."""

import json
import os
from datetime import datetime
from pathlib import Path

import pytest

from engine.errors import InputError
from messages.message import Message, plain_text
from messages.sentences import LANGUAGES, sentence
from messages.stored import from_text, to_text


@pytest.mark.parametrize(
    "message",
    [
        Message("file-empty"),
        Message("file-cut-short", {"detail": 'a "quoted" Ørn \\ {x}'}),
        Message("image-too-slow", {"limit_s": 0.5}),
        Message("decoder-crashed", {"exit_code": -9}),
        Message(
            "sidecar-left-out",
            {"file": "a.xmp", "reason": Message("xmp-damaged", {"detail": "x"})},
        ),
        plain_text("An old sentence."),
    ],
    ids=lambda message: message.code,
)
def test_a_message_is_the_same_after_it_was_kept(message: Message) -> None:
    assert from_text(to_text(message)) == message


def test_what_json_does_not_know_says_the_same_after_it_was_kept() -> None:
    for what in (
        InputError("archive-unreadable", folder=Path("a"), reason="gone"),
        OSError("no disk"),
        Path(os.fsdecode(b"caf\xe9.jpg")),
        ["one", "two"],
    ):
        message = Message("file-cut-short", {"detail": what})
        kept = to_text(message)
        json.loads(kept.encode())
        for language in LANGUAGES:
            assert sentence(from_text(kept), language) == sentence(message, language)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "The file is odd.",
        "12",
        "null",
        "[]",
        '"text"',
        "{}",
        '{"code": 3}',
        '{"code": "x", "arguments": 3}',
        '{"code": "x", "arguments": {"a": null}}',
        '{"code": "of-a-later-version"}',
        "[" * 100_000,
    ],
)
def test_any_other_text_is_said_as_it_is(text: str) -> None:
    assert from_text(text) == plain_text(text)


def test_what_cannot_be_kept_is_a_mistake() -> None:
    with pytest.raises(TypeError, match="cannot be kept"):
        to_text(Message("x", {"time": datetime(2024, 1, 1)}))
