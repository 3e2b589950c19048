"""Texts from data in YAML and Markdown: shown as they are, never taken for markup."""

import re

_PUNCTUATION = re.compile(r"([!#$&*+.:<=>@\[\\\]^_`{|}~-])")
"""Signs that mean something in a line of Markdown, or at its start, as GitHub reads it."""
_UNPRINTABLE = re.compile(
    "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_TURNING = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029\x85]")
SHORT_CHARS = 120


def one_line(text: str) -> str:
    """Without what turns, breaks or cannot be printed; "\ufffd" for halves of characters."""
    text = _TURNING.sub(" ", text)
    return " ".join(_UNPRINTABLE.sub("\ufffd", text).split())


def yaml_text(text: str) -> str:
    """A double-quoted scalar on one line (YAML 1.2, section 7.3.1)."""
    plain = one_line(text).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{plain}"'


def markdown_text(text: str) -> str:
    """A piece of a line, with every sign escaped that could mean something."""
    return _PUNCTUATION.sub(r"\\\1", one_line(text))


def markdown_cell(text: str) -> str:
    """What stands in a cell of a table; long texts are cut."""
    plain = one_line(text)
    return markdown_text(plain if len(plain) <= SHORT_CHARS else plain[: SHORT_CHARS - 1] + "…")


def markdown_paragraphs(text: str) -> str:
    """A text of several paragraphs, each on a line."""
    paragraphs = (markdown_text(one) for one in re.split(r"\n\s*\n", text.replace("\r\n", "\n")))
    return "\n\n".join(one for one in paragraphs if one)


def code_block(code: str, language: str) -> str:
    """Code between fences longer than any in it."""
    longest = max((len(found) for found in re.findall(r"`+", code)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}\n{code.strip()}\n{fence}"
