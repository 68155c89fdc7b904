"""Everything that can be set, from ``SURETYNET_*`` variables only."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from api.data_dir import MODEL_FOLDER, STORE_FILE


class Settings(BaseSettings):
    """Settings of the service and the command line; built once and passed on."""

    model_config = SettingsConfigDict(env_prefix="SURETYNET_", frozen=True)

    store: str = Field(
        default="",
        description="Store URL: sqlite:///path, neo4j://host:port or memory://. "
        "Empty means the SQLite file suretynet.db in the data folder.",
    )
    store_user: str = Field(default="neo4j", description="User of a store server.")
    store_password: SecretStr = Field(
        default=SecretStr(""), description="Password of a store server."
    )
    data_dir: Path = Field(
        default=Path("data"), description="Folder of snapshots, keys and the store."
    )
    host: str = Field(
        default="127.0.0.1", description="Address to listen on; loopback by default."
    )
    port: int = Field(default=8000, ge=1, le=65535, description="Port to listen on.")
    allowed_hosts: tuple[str, ...] = Field(
        default=("127.0.0.1", "localhost", "[::1]"),
        description="Host headers that are answered, without port.",
    )
    session_hours: float = Field(
        default=8.0,
        gt=0,
        le=24,
        description="How long a browser session lasts: one working day.",
    )
    four_eyes: bool = Field(
        default=False,
        description="Whether a ring or a flagged firm is confirmed or dismissed only "
        "after somebody else noted it.",
    )
    reporting_currency: str = Field(
        default="CNY", description="Currency that snapshots compute in, ISO 4217."
    )
    max_body_bytes: int = Field(
        default=1_000_000, description="Largest request body; more answers 413."
    )
    max_url_bytes: int = Field(
        default=8_192,
        description="Longest URL; more answers 414. Well below the HTTP parser's "
        "own limit, past which it would cut silently.",
    )
    max_headers: int = Field(
        default=100,
        ge=10,
        description="Most header fields of a request; more answers 431. As many as "
        "Apache httpd takes.",
    )
    max_header_bytes: int = Field(
        default=32_768,
        ge=8_192,
        description="Most bytes of a request that are not its body; more answers 431. "
        "As many as nginx takes in its large buffers.",
    )
    head_seconds: float = Field(
        default=10.0,
        gt=0,
        le=600,
        description="Within this time the head of a request must have arrived, or 408 "
        "is answered. Judgement: a page of ours is asked for in milliseconds.",
    )
    body_seconds: float = Field(
        default=30.0,
        gt=0,
        le=600,
        description="The same for a body, and for an answer that nobody takes. "
        "Judgement: the largest body at 300 kbit/s.",
    )
    max_connections: int = Field(
        default=500,
        ge=1,
        description="Most connections at once; more answer 503. Judgement: half of the "
        "files that Linux lets a process open by default.",
    )
    heavy_reads: int = Field(
        default=1,
        ge=1,
        le=64,
        description="Pictures, reports, paths and the like computed at once. "
        "Each wants a processor of its own, beside one for the check.",
    )
    heavy_apart: bool = Field(
        default=True,
        description="Whether these are computed in processes of their own, one for "
        "each at once, beside which the check waits least; each needs as much memory "
        "as the service itself, the files of the snapshot excepted. Without, and with "
        "a store in memory, they are threads of the service.",
    )
    heavy_queue: int = Field(
        default=32,
        ge=0,
        le=10_000,
        description="How many of these may wait; more answer 429. Judgement: the "
        "last one waits half a minute where each takes a second.",
    )
    light_reads: int = Field(
        default=4,
        ge=1,
        le=64,
        description="Other reads computed at once. Judgement: as for the heavy ones, "
        "and they are short.",
    )
    graph_limit: int = Field(
        default=500,
        ge=10,
        le=1_500,
        description="Most nodes in one picture: browsers draw about 1,500 at all.",
    )
    hub_cap: int = Field(
        default=20,
        ge=1,
        le=500,
        description="Neighbours drawn per node and relation where a request does not "
        "say; the rest folds into one node that says how many.",
    )
    n_worlds: int = Field(
        default=10_000, ge=64, description="Possible worlds behind a published score."
    )
    seed: int = Field(default=7, ge=0, description="Seed of published scores.")
    credit_events: bool = Field(
        default=True,
        description="Whether risk events, five-class grades and days past due raise "
        "published scores; without, ratings alone decide.",
    )
    model: Path | None = Field(
        default=None,
        description="Folder of the model that flags firms, as `suretynet model train` "
        "writes it; by default the folder `model` in the data folder, if there is one. "
        "Without a model, rules flag. Used when a snapshot is built.",
    )
    model_bands: tuple[float, float, float, float] = Field(
        default=(0.01, 0.03, 0.10, 0.30),
        description="Least chance of being confirmed of the bands 2 to 5, ascending; a "
        "firm is flagged from band 3 on. Judgement. Used when a snapshot is built.",
    )
    engine: str = Field(
        default="local", description="Engine that computes what is published."
    )
    log_level: str = Field(default="INFO", description="Level of the JSON log.")

    @field_validator("model_bands")
    @classmethod
    def _ascending(cls, edges: tuple[float, ...]) -> tuple[float, ...]:
        if not all(low < high for low, high in pairwise((0.0, *edges, 1.0))):
            raise ValueError("expected four ascending numbers between 0 and 1")
        return edges

    @property
    def model_folder(self) -> Path | None:
        """The folder of the model, with the default filled in; None: rules flag."""
        usual = self.data_dir / MODEL_FOLDER
        return usual if self.model is None and usual.is_dir() else self.model

    @property
    def store_url(self) -> str:
        """The store's URL, with the default filled in."""
        if self.store:
            return self.store
        return f"sqlite:///{(self.data_dir / STORE_FILE).resolve()}"
