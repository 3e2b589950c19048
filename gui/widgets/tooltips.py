"""Tooltips that show text from data as it is."""

from html import escape


def plain_tooltip(text: str) -> str:
    """Text for a tooltip that is shown as it is, even where it looks like HTML."""
    return f"<span>{escape(text).replace(chr(10), '<br>')}</span>"
