"""Commands that run the service: serve, demo, warmup, login-url."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.context import (
    DataOption,
    StoreOption,
    opened,
    progress_bars,
    settings_of,
)
from api.cli.output import say
from api.cli.published import publish_by
from api.data_dir import DEMO_FILE, STORE_FILE, planted_case

if TYPE_CHECKING:
    from api.keys import ApiKey, KeyRing
    from api.settings import Settings
    from graph.instant import At
    from graph.stores.base import Store

PortOption = Annotated[int | None, typer.Option(help="Port to listen on.")]
DEMO = "demo"
DEMO_KEY_FILE = "demo-key"


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("serve")(serve)
    app.command("demo")(demo)
    app.command("warmup")(warmup)
    app.command("login-url")(login_url)


def serve(
    *,
    store: StoreOption = None,
    data_dir: DataOption = None,
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: PortOption = None,
) -> None:
    """Serve the API and the explorer; prints the address to open."""
    _serve(settings_of(store, data_dir, host=host, port=port))


def _serve(settings: Settings) -> None:
    from api.server import run

    greeting = _greeting(settings)
    run(settings, on_listening=lambda: say(greeting))


def _greeting(settings: Settings) -> str:
    """Where to go and, unless it was revoked, where the demo key lies."""
    from graph.errors import NotFoundError, StateFileError

    lines, link = [], ""
    try:
        keys = _keys(settings)
        link = f"#token={keys.mint_login(DEMO, _valid_key(keys, DEMO).scopes)}"
        lines.append(f"API key   {(settings.data_dir / DEMO_KEY_FILE).resolve()}")
    except NotFoundError:  # it was revoked
        pass
    except (OSError, StateFileError) as error:  # it serves whoever has a key already
        say(f"no link that signs in: {error}", err=True)
    return "\n".join([*lines, f"Open      {_address(settings)}/{link}"])


def _keys(settings: Settings) -> KeyRing:
    """The keys; with the demo key, unless somebody had it before."""
    from api.keys import SCOPES, KeyRing
    from graph.state_file import write_state

    keys = KeyRing(settings.data_dir)
    key_file = settings.data_dir / DEMO_KEY_FILE
    if not key_file.exists():
        key = keys.mint(DEMO, SCOPES, replace=True)
        write_state(key_file, key + "\n", settings.data_dir)
    return keys


def _valid_key(keys: KeyRing, key_id: str) -> ApiKey:
    """What is kept of a key that lasts.

    Raises
    ------
    NotFoundError
        There is none.
    """
    from graph.errors import NotFoundError

    for key in keys.entries():
        if key.key_id == key_id and not key.expired:
            return key
    raise NotFoundError("valid API key", key_id)


def _address(settings: Settings) -> str:
    host = "127.0.0.1" if settings.host in ("0.0.0.0", "::") else settings.host  # noqa: S104 - compared, not bound
    return f"http://{host}:{settings.port}"


def login_url(
    *,
    key: Annotated[
        str,
        typer.Option(
            metavar="ID", help="Sign in as this key; the session ends with it."
        ),
    ] = DEMO,
    data_dir: DataOption = None,
    port: PortOption = None,
    personal: Annotated[
        bool, typer.Option(help="Grant the scope read:personal if the key has it.")
    ] = True,
) -> None:
    """Print a link that signs a browser in once within ten minutes."""
    from api.keys import READ_PERSONAL

    settings = settings_of(None, data_dir, port=port)
    keys = _keys(settings)
    scopes = _valid_key(keys, key).scopes
    if not personal:
        scopes = tuple(scope for scope in scopes if scope != READ_PERSONAL)
    token = keys.mint_login(key, scopes)
    say(f"{_address(settings)}/#token={token}")


def warmup(*, data_dir: DataOption = None) -> None:
    """Compile every kernel once, so that the first answers come at once."""
    settings_of(None, data_dir)
    from graph.analysis.warmup import compile_kernels

    with progress_bars() as progress:
        compile_kernels(progress)


def demo(
    *,
    data_dir: DataOption = None,
    companies: Annotated[int, typer.Option(min=1_000, max=1_000_000)] = 20_000,
    seed: Annotated[int, typer.Option(min=0)] = 7,
    serve_it: Annotated[
        bool, typer.Option("--serve", help="Serve it when it is ready.")
    ] = False,
    port: PortOption = None,
) -> None:
    """Generate, load and publish the demo economy; keeps what is already there."""
    settings = settings_of(None, data_dir, port=port).model_copy(
        update={"store": ""}  # the demo lives in the data folder, whatever is set
    )
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    if not (settings.data_dir / STORE_FILE).exists():
        _build_demo(settings, companies, seed)
    _publish_demo(settings)
    if serve_it:
        _serve(settings)


def _build_demo(settings: Settings, companies: int, seed: int) -> None:
    """Generate and load aside; the store appears whole or not at all."""
    from api.economies import load_economy
    from graph.state_file import write_state
    from ingest.synthetic import generate

    aside = settings.data_dir / "demo-building"
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir()
    with progress_bars() as progress:
        bundle = aside / "bundle"
        generate(bundle, companies=companies, seed=seed, progress=progress)
        truth = json.loads((bundle / "truth.json").read_text(encoding="utf-8"))
        database = aside / STORE_FILE
        report = load_economy(bundle, database, progress)
    if report.exit_code:
        raise typer.Exit(report.exit_code)
    shutil.rmtree(settings.data_dir / "demo-bundle", ignore_errors=True)
    bundle.rename(settings.data_dir / "demo-bundle")
    case = {**truth["demo_case"], "as_of": truth["as_of"]}
    text = json.dumps(case, ensure_ascii=False)
    write_state(settings.data_dir / DEMO_FILE, text, settings.data_dir)
    database.rename(settings.data_dir / STORE_FILE)
    shutil.rmtree(aside)


def _publish_demo(settings: Settings) -> None:
    """Publish the demo's snapshot with its own model, unless one is published."""
    with opened(settings) as source:
        if source.publication() is None:
            at = _demo_at(settings, source.at())
            _train_demo_model(settings, source, at)
            publish_by(settings, source, at)


def _train_demo_model(settings: Settings, source: Store, at: At) -> None:
    """A model in the data folder, unless there is one or rules have to do."""
    from api.demo_model import train_demo_model
    from gnn.errors import ModelError

    if settings.model_folder is not None:
        return
    try:
        with progress_bars() as progress:
            train_demo_model(source, settings.data_dir, at, progress)
    except ModelError as error:
        say(f"no model, rules flag: {error}", err=True)


def _demo_at(settings: Settings, default: At) -> At:
    """The last instant of the demo's day, as known now."""
    from graph.instant import At, parse_as_of

    case = planted_case(settings.data_dir)
    if case is None:
        return default
    return At(parse_as_of(str(case["as_of"])), default.known_at)
