"""What can go wrong between a name and its translation; each has a code."""

from typing import Self

from engine.errors import InputError


class TranslationError(InputError):
    """A name could not be translated."""


class NameFailedError(TranslationError):
    """This name got no usable answer; the next one may."""


class UselessAnswerError(NameFailedError):
    """What was answered is a word, but no translation; it says nothing against the host."""


class HostBusyError(TranslationError):
    """The host could not answer just now; asking again after a pause may help.

    ``retry_after_s`` is the pause it asked for, or None.
    """

    retry_after_s: float | None = None

    def wanting_pause(self, retry_after_s: float | None) -> Self:
        """The same error with the pause that the host asked for."""
        self.retry_after_s = retry_after_s
        return self


class HostFailedError(TranslationError):
    """The host will answer no name of this run: asking on would be pointless or impolite."""
