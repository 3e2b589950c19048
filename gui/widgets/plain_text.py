"""Text from data for places of Qt that take signs in it for their own.

Labels, tooltips and message boxes need nothing: the style sheet shows their text as it is.
"""


def button_text(text: str) -> str:
    """Text for a button, a menu entry or a tab, where "&" is the mark of a key."""
    return text.replace("&", "&&")


def window_title(text: str) -> str:
    """Text for a window's title, where "[*]" is the place of a mark for unsaved changes."""
    return text.replace("[*]", "[*][*]")
