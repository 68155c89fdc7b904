"""API keys and single-use login tokens, kept as hashes in the data folder.

A key is ``sn_<id>_<secret>``: 256 random bits, so that a plain SHA-256 is enough and
costs microseconds per request.
"""

from __future__ import annotations

import json
import math
import os
import secrets
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

READ = "read"
READ_PERSONAL = "read:personal"
SCOPES = (READ, READ_PERSONAL)
TOKEN_SECONDS = 600
LOOK_SECONDS = 1.0
"""How long a key that was found is trusted without looking at the file again."""


@dataclass(frozen=True, slots=True)
class Principal:
    """Who is asking, and what they may see."""

    key_id: str
    scopes: tuple[str, ...]

    @property
    def sees_personal(self) -> bool:
        """Whether personal data is shown unmasked."""
        return READ_PERSONAL in self.scopes


def _hash(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner may read, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    draft.replace(path)


class KeyRing:
    """The keys of a data folder; re-read when another process changed them."""

    def __init__(self, data_dir: Path) -> None:
        self._path = data_dir / "keys.json"
        self._tokens = data_dir / "login-tokens"
        self._stamp = 0
        self._looked = -math.inf
        self._by_hash: dict[str, Principal] = {}

    def find(self, key: str) -> Principal | None:
        """Who holds this key; None for an unknown one.

        A key withdrawn by another process works for a second more.
        """
        hashed = _hash(key)
        now = time.monotonic()
        if hashed not in self._by_hash or now - self._looked > LOOK_SECONDS:
            self._refresh()
            self._looked = now
        return self._by_hash.get(hashed)

    def mint(self, key_id: str, scopes: tuple[str, ...]) -> str:
        """A new key; only its hash is kept. Replaces an older key of that id."""
        self._refresh()
        key = f"sn_{key_id}_{secrets.token_urlsafe(32)}"
        kept = {h: p for h, p in self._by_hash.items() if p.key_id != key_id}
        kept[_hash(key)] = Principal(key_id, scopes)
        entries = {hashed: asdict(principal) for hashed, principal in kept.items()}
        write_private(self._path, json.dumps(entries, indent=1))
        self._stamp = 0
        return key

    def mint_login(self, principal: Principal) -> str:
        """A token that opens one browser session within ten minutes."""
        self._sweep()
        token = secrets.token_urlsafe(32)
        expires = time.time() + TOKEN_SECONDS
        content = json.dumps({**asdict(principal), "expires": expires})
        write_private(self._tokens / _hash(token), content)
        return token

    def redeem(self, token: str) -> Principal | None:
        """Who the token is for; it never works twice."""
        path = self._tokens / _hash(token)
        taken = path.with_suffix(f".{secrets.token_hex(4)}")
        try:
            path.rename(taken)  # atomic: of two redeemers one fails
        except FileNotFoundError:
            return None
        content = json.loads(taken.read_text(encoding="utf-8"))
        taken.unlink()
        if content["expires"] < time.time():
            return None
        return Principal(content["key_id"], tuple(content["scopes"]))

    def _sweep(self) -> None:
        """Forget tokens that nobody used in time."""
        long_ago = time.time() - TOKEN_SECONDS
        for path in self._tokens.glob("*"):
            with suppress(FileNotFoundError):  # another process sweeps too
                if path.stat().st_mtime < long_ago:
                    path.unlink()

    def _refresh(self) -> None:
        try:
            stamp = self._path.stat().st_mtime_ns
        except FileNotFoundError:
            self._by_hash, self._stamp = {}, 0
            return
        if stamp == self._stamp:
            return
        entries = json.loads(self._path.read_text(encoding="utf-8"))
        self._by_hash = {
            hashed: Principal(entry["key_id"], tuple(entry["scopes"]))
            for hashed, entry in entries.items()
        }
        self._stamp = stamp
