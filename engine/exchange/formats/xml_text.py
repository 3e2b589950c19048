"""Text in XML, which has no way to say some signs."""

import re
from xml.sax.saxutils import escape, quoteattr

from engine.errors import InputError

_UNSAYABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def xml_text(text: str) -> str:
    """The text as the content of an element. Raises InputError where XML cannot hold it."""
    return escape(_checked(text), {"\r": "&#13;"})


def xml_attribute(text: str) -> str:
    """The text in quotes, as the value of an attribute; raises as ``xml_text`` does."""
    return quoteattr(_checked(text))


def _checked(text: str) -> str:
    if _UNSAYABLE.search(text):
        raise InputError("export-no-xml", name=_UNSAYABLE.sub("\ufffd", text)[:200])
    return text
