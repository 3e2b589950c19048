"""What can go wrong between a name and its translation; every text is one sentence."""

from engine.errors import InputError


class TranslationError(InputError):
    """A name could not be translated."""


class NameFailedError(TranslationError):
    """This name got no usable answer; the next one may."""


class HostBusyError(TranslationError):
    """The host could not answer just now; asking again after a pause may help.

    ``retry_after_s`` is the pause it asked for, or None.
    """

    def __init__(self, sentence: str, retry_after_s: float | None = None) -> None:
        super().__init__(sentence)
        self.retry_after_s = retry_after_s


class HostFailedError(TranslationError):
    """The host will answer no name of this run: asking on would be pointless or impolite."""
