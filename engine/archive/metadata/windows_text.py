"""Text of programs that never said which encoding they wrote: Windows' own, code page 1252."""

import codecs

WINDOWS = "cp1252"
WINDOWS_INSTEAD = "nabolag-windows-instead"
"""Error handler of decoding: bytes that make no letter are letters of code page 1252."""

# The five bytes without a letter there are control characters, as everywhere else on the web.
_LETTERS = "".join(bytes((code,)).decode(WINDOWS, "ignore") or chr(code) for code in range(256))


def windows_text(value: bytes) -> str:
    """Bytes of code page 1252 as text; every byte has a letter."""
    return codecs.charmap_decode(value, "strict", _LETTERS)[0]


def _windows_instead(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return windows_text(error.object[error.start : error.end]), error.end


codecs.register_error(WINDOWS_INSTEAD, _windows_instead)
