"""Why the operating system refused something, as a message: its own texts speak English alone."""

import errno
import os

from messages.message import Message, plain_text

# The English sentence of each is the text that the C library has for it.
CODES = {
    errno.EPERM: "os-not-permitted",
    errno.ENOENT: "os-no-such-file",
    errno.EIO: "os-input-output-error",
    errno.ENXIO: "os-no-such-device-or-address",
    errno.EBADF: "os-bad-file-descriptor",
    errno.EAGAIN: "os-temporarily-unavailable",
    errno.ENOMEM: "os-no-memory",
    errno.EACCES: "os-permission-denied",
    errno.EBUSY: "os-busy",
    errno.EEXIST: "os-file-exists",
    errno.EXDEV: "os-other-device",
    errno.ENODEV: "os-no-such-device",
    errno.ENOTDIR: "os-not-a-directory",
    errno.EISDIR: "os-is-a-directory",
    errno.EINVAL: "os-invalid-argument",
    errno.ENFILE: "os-too-many-open-files-in-system",
    errno.EMFILE: "os-too-many-open-files",
    errno.EFBIG: "os-file-too-large",
    errno.ENOSPC: "os-no-space",
    errno.EROFS: "os-read-only",
    errno.EMLINK: "os-too-many-links",
    errno.EPIPE: "os-broken-pipe",
    errno.ENAMETOOLONG: "os-name-too-long",
    errno.ENOTEMPTY: "os-directory-not-empty",
    errno.ELOOP: "os-too-many-symbolic-links",
    errno.EOVERFLOW: "os-value-too-large",
    errno.EILSEQ: "os-invalid-character",
    errno.EOPNOTSUPP: "os-not-supported",
    errno.ECONNREFUSED: "os-connection-refused",
    errno.ECONNRESET: "os-connection-reset",
    errno.ENETUNREACH: "os-network-unreachable",
    errno.EHOSTUNREACH: "os-no-route-to-host",
    errno.EHOSTDOWN: "os-host-down",
    errno.ETIMEDOUT: "os-timed-out",
    errno.ESTALE: "os-stale-handle",
    errno.EDQUOT: "os-quota-exceeded",
}


def reason_of(error: OSError) -> Message:
    """Why ``error`` was raised, without a full stop.

    What is not known here, and the words of a library in place of the system's, are said as they
    are.
    """
    if error.errno in CODES and _is_of_the_system(error, error.errno):
        return Message(CODES[error.errno])
    return plain_text((error.strerror or str(error)).rstrip("."))


def _is_of_the_system(error: OSError, number: int) -> bool:
    """Whether the number means what it means to the system; libraries use numbers of their own.

    Windows has several texts for one number. Arrow says the system's after its own.
    """
    from_windows = getattr(error, "winerror", None) is not None
    return from_windows or error.strerror is None or os.strerror(number) in error.strerror
