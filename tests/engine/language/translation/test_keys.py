"""Keys of services: in the environment, in the keyring, and a clear word where there is none."""

from collections.abc import Iterator

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as NoKeyring
from keyring.errors import PasswordDeleteError

from engine.errors import InputError
from engine.language.translation.keys import SERVICE, find_key, store_key

HOST, VARIABLE = "api.deepl.com", "DEEPL_API_KEY"


class MemoryKeyring(KeyringBackend):
    """A keyring as the systems' are, kept in memory."""

    priority = 1  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.kept.pop((service, username), None) is None:
            raise PasswordDeleteError("not there")


@pytest.fixture(autouse=True)
def own_keyring(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Leaves the machine's keyring and environment alone."""
    before = keyring.get_keyring()
    monkeypatch.delenv(VARIABLE, raising=False)
    yield
    keyring.set_keyring(before)


def test_a_key_is_kept_found_and_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = MemoryKeyring()
    keyring.set_keyring(kept)
    assert find_key(HOST, VARIABLE) == ""
    store_key(HOST, "abc", VARIABLE)
    assert kept.kept == {(SERVICE, HOST): "abc"}
    assert find_key(HOST, VARIABLE) == "abc"
    assert find_key("api-free.deepl.com", VARIABLE) == ""
    monkeypatch.setenv(VARIABLE, " xyz ")
    assert find_key(HOST, VARIABLE) == "xyz"
    monkeypatch.delenv(VARIABLE)
    store_key(HOST, "", VARIABLE)
    assert find_key(HOST, VARIABLE) == ""
    with pytest.raises(InputError, match=r"no key for api\.deepl\.com"):
        store_key(HOST, "", VARIABLE)


def test_a_computer_without_a_keyring_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    keyring.set_keyring(NoKeyring())
    assert find_key(HOST, VARIABLE) == ""
    with pytest.raises(InputError, match=r"no keyring that keeps keys.*variable DEEPL_API_KEY"):
        store_key(HOST, "abc", VARIABLE)
    monkeypatch.setenv(VARIABLE, "xyz")
    assert find_key(HOST, VARIABLE) == "xyz"
