"""Keys of services: in the system's keyring, or in the environment where there is none."""

import os

from engine.errors import InputError

SERVICE = "nabolag"


def find_key(host: str, variable: str) -> str:
    """The key for a host: the environment's, else the keyring's; "" where there is none."""
    import keyring
    from keyring.errors import KeyringError

    if os.environ.get(variable):
        return os.environ[variable].strip()
    try:
        return keyring.get_password(SERVICE, host) or ""
    except (KeyringError, RuntimeError, OSError):
        return ""  # no keyring here, or it stays locked


def store_key(host: str, key: str, variable: str) -> None:
    """Put a key into the keyring, or with "" take it out.

    Raises InputError where the computer has no keyring.
    """
    import keyring
    from keyring.errors import KeyringError, PasswordDeleteError

    try:
        if key:
            keyring.set_password(SERVICE, host, key)
        else:
            keyring.delete_password(SERVICE, host)
    except PasswordDeleteError:
        raise InputError("key-missing", host=host) from None
    except (KeyringError, RuntimeError, OSError):
        raise InputError("keyring-unusable", variable=variable) from None
