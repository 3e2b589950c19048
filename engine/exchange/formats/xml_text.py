"""Text in XML, which has no way to say some signs."""

import re
from xml.sax.saxutils import escape, quoteattr

from engine.errors import InputError

_UNSAYABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LIKE_SIGN = re.compile(r"\\(u[0-9A-Fa-f]{4})")


def xml_text(text: str) -> str:
    """The text as the content of an element. Raises InputError where XML cannot hold it."""
    return escape(_checked(text), {"\r": "&#13;"})


def xml_attribute(text: str) -> str:
    """The text in quotes, as the value of an attribute; raises as ``xml_text`` does."""
    return quoteattr(_checked(text))


def escaped_signs(text: str) -> str:
    r"""The text with every sign that XML cannot hold as ``\u0007``, as ``original_signs`` reads it
    back; a text that looks so itself has its backslash as ``\u005C``."""
    plain = _LIKE_SIGN.sub(r"\\u005C\1", text)
    return _UNSAYABLE.sub(lambda sign: f"\\u{ord(sign[0]):04X}", plain)


def original_signs(text: str) -> str:
    """What ``escaped_signs`` was given."""
    return _LIKE_SIGN.sub(lambda sign: chr(int(sign[1][1:], 16)), text)


def _checked(text: str) -> str:
    if _UNSAYABLE.search(text):
        raise InputError("export-no-xml", name=_UNSAYABLE.sub("\ufffd", text)[:200])
    return text
