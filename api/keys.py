"""API keys and single-use login tokens, kept as hashes in the data folder.

A key is ``sn_<id>_<secret>``: 256 random bits, so that a plain SHA-256 is enough and
costs microseconds per request.
"""

from __future__ import annotations

import json
import math
import os
import re
import secrets
import time
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from graph.errors import NotFoundError, StateFileError
from graph.instant import BEGINNING, END
from graph.state_file import read_state, write_state

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

READ = "read"
READ_PERSONAL = "read:personal"
OUTCOME_WRITE = "outcome:write"
SCOPES = (READ, READ_PERSONAL, OUTCOME_WRITE)
TOKEN_SECONDS = 600
LOOK_SECONDS = 1.0
"""How long a key that was found is trusted without looking at the file again."""
_KEY_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,63}")
_REMEDY = "put a copy back, or move it away and mint new keys with: suretynet key mint"

KeyId = Annotated[str, Field(pattern=rf"^{_KEY_ID.pattern}$")]
Instant = Annotated[int, Field(ge=BEGINNING, le=END)]


@dataclass(frozen=True, slots=True)
class Principal:
    """Who is asking, and what they may see.

    `key_hash` tells the key itself from a later one of its id; equality leaves it out.
    """

    key_id: str
    scopes: tuple[str, ...]
    key_hash: str = field(default="", compare=False, repr=False)

    @property
    def sees_personal(self) -> bool:
        """Whether personal data is shown unmasked."""
        return READ_PERSONAL in self.scopes


@dataclass(frozen=True, slots=True)
class ApiKey:
    """What is kept of a key; instants in UTC milliseconds.

    `created_at` is None for keys of files that did not record it, `expires_at` for
    keys that last until they are revoked.
    """

    key_id: KeyId
    scopes: tuple[str, ...]
    created_at: Instant | None = None
    expires_at: Instant | None = None

    @property
    def expired(self) -> bool:
        """Whether its time is over."""
        return self.expires_at is not None and self.expires_at <= time.time() * 1000

    def grants(self, scopes: tuple[str, ...]) -> bool:
        """Whether its time is not over and it has all of these scopes."""
        return set(scopes) <= set(self.scopes) and not self.expired


@dataclass(frozen=True, slots=True)
class LoginToken:
    """What is kept of a login token; `expires` in seconds since 1970."""

    key_id: KeyId
    scopes: tuple[str, ...]
    expires: Annotated[float, Field(allow_inf_nan=False)]
    key_hash: str = ""


def _hash(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()


class KeyRing:
    """The keys of a data folder; re-read when another process changed them.

    Every method raises `StateFileError` where their file is not as it was written:
    nobody is let in by what may be wrong.
    """

    def __init__(self, data_dir: Path) -> None:
        self._root = data_dir
        self._path = data_dir / "keys.json"
        self._tokens = data_dir / "login-tokens"
        self._stamp: tuple[int, ...] = ()
        self._looked = -math.inf
        self._by_hash: dict[str, ApiKey] = {}

    def find(self, key: str) -> Principal | None:
        """Who holds this key; None for an unknown, revoked or expired one.

        A key revoked by another process works for a second more.
        """
        hashed = _hash(key)
        self._look(again=hashed not in self._by_hash)
        found = self._by_hash.get(hashed)
        if found is None or found.expired:
            return None
        return Principal(found.key_id, found.scopes, hashed)

    def backs(self, principal: Principal) -> bool:
        """Whether the principal's own key still grants those scopes.

        A browser session lasts no longer than this; a later key of the same id is
        another one.
        """
        self._look(again=not self._grants(principal))
        return self._grants(principal)

    def entries(self) -> list[ApiKey]:
        """Every key, by id; expired ones too."""
        self._refresh()
        return sorted(self._by_hash.values(), key=lambda key: key.key_id)

    def mint(
        self,
        key_id: str,
        scopes: tuple[str, ...],
        *,
        expires_at: int | None = None,
        replace: bool = False,
    ) -> str:
        """A new key, which is not kept: only its hash is.

        Raises
        ------
        ValueError
            The id is malformed, or taken and not to be replaced.
        """
        if not _KEY_ID.fullmatch(key_id):
            raise ValueError(
                f"{key_id!r} is no key id: 1 to 64 letters, digits and hyphens are "
                "expected, a letter or digit first"
            )
        key = f"sn_{key_id}_{secrets.token_urlsafe(32)}"
        with self._changing() as by_hash:
            kept = {h: k for h, k in by_hash.items() if k.key_id != key_id}
            if len(kept) < len(by_hash) and not replace:
                raise ValueError(
                    f"there is a key {key_id!r} already; --replace withdraws it"
                )
            now = int(time.time() * 1000)
            kept[_hash(key)] = ApiKey(key_id, scopes, now, expires_at)
            self._write(kept)
        return key

    def revoke(self, key_id: str) -> None:
        """Forget a key.

        Raises
        ------
        NotFoundError
            There is no such key.
        """
        with self._changing() as by_hash:
            kept = {h: k for h, k in by_hash.items() if k.key_id != key_id}
            if len(kept) == len(by_hash):
                raise NotFoundError("API key", key_id)
            self._write(kept)

    def mint_login(self, key_id: str, scopes: tuple[str, ...]) -> str:
        """A token that opens one browser session within ten minutes.

        Raises
        ------
        NotFoundError
            No valid key of this id grants these scopes.
        """
        self._sweep()
        self._refresh()
        hashed = next((h for h, k in self._by_hash.items() if k.key_id == key_id), None)
        if hashed is None or not self._by_hash[hashed].grants(scopes):
            raise NotFoundError("valid API key", key_id)
        principal = Principal(key_id, scopes, hashed)
        token = secrets.token_urlsafe(32)
        expires = time.time() + TOKEN_SECONDS
        content = json.dumps({**asdict(principal), "expires": expires})
        write_state(self._tokens / _hash(token), content, self._root)
        return token

    def redeem(self, token: str) -> Principal | None:
        """Who the token is for; it never works twice."""
        path = self._tokens / _hash(token)
        taken = path.with_suffix(f".{secrets.token_hex(4)}")
        try:
            path.rename(taken)  # atomic: of two redeemers one fails
        except FileNotFoundError:
            return None
        except OSError as error:
            remedy = "signing in by a link needs a data folder that can be written to"
            raise StateFileError(str(path), str(error.strerror), remedy) from error
        try:
            content = read_state(taken, LoginToken, "it is not needed")
        except StateFileError:
            return None
        finally:
            taken.unlink()
        principal = Principal(content.key_id, content.scopes, content.key_hash)
        if content.expires < time.time() or not self.backs(principal):
            return None
        return principal

    def _sweep(self) -> None:
        """Forget tokens that nobody used in time."""
        long_ago = time.time() - TOKEN_SECONDS
        for path in self._tokens.glob("*"):
            with suppress(FileNotFoundError):  # another process sweeps too
                if path.stat().st_mtime < long_ago:
                    path.unlink()

    def _grants(self, principal: Principal) -> bool:
        key = self._by_hash.get(principal.key_hash)
        return key is not None and key.grants(principal.scopes)

    @contextmanager
    def _changing(self) -> Iterator[dict[str, ApiKey]]:
        """The keys as they are now, while no other process may change them."""
        import fcntl  # not on Windows, where a service can still read keys

        self._path.parent.mkdir(parents=True, exist_ok=True)
        lock = os.open(self._path.with_suffix(".lock"), os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)  # ends with the process at the latest
            self._stamp = ()
            self._refresh()
            yield self._by_hash
        finally:
            os.close(lock)

    def _write(self, by_hash: dict[str, ApiKey]) -> None:
        known: dict[str, dict[str, Any]] = {}
        with suppress(FileNotFoundError):
            known = json.loads(self._path.read_bytes())
        # what a newer program noted of a key stays
        entries = {
            hashed: known.get(hashed, {}) | asdict(key)
            for hashed, key in by_hash.items()
        }
        write_state(self._path, json.dumps(entries, indent=1), self._root)
        self._refresh()

    def _look(self, *, again: bool) -> None:
        """See what other processes did, at most a second late; at once if `again`."""
        now = time.monotonic()
        if again or now - self._looked > LOOK_SECONDS:
            self._refresh()
            self._looked = now

    def _refresh(self) -> None:
        try:
            status = self._path.stat()
            # two changes within one tick of the clock differ in their inode
            stamp = (status.st_mtime_ns, status.st_ino, status.st_size)
            if stamp != self._stamp:
                self._by_hash = read_state(self._path, dict[str, ApiKey], _REMEDY)
                self._stamp = stamp
        except FileNotFoundError:
            self._by_hash, self._stamp = {}, ()
