"""What cells of biologists' tables say of files and times."""

from datetime import datetime
from urllib.parse import unquote, urlsplit

from engine.cells import file_as_spelled


def file_at(address: str) -> str:
    """The file at an address: a path as it stands, of a web address the path alone."""
    if not address.casefold().startswith(("http://", "https://")):
        return file_as_spelled(address)
    try:
        return unquote(urlsplit(address).path).lstrip("/")
    except ValueError:
        return address


def moment(text: str) -> str:
    """A time as it stands; "" for what is none, such as a year or a span of days."""
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return ""
    return text
