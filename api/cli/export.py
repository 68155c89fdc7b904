"""``suretynet export``: facts as files of other programs, or for another store."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.context import (
    AsOfOption,
    DataOption,
    JsonOption,
    KnownAtOption,
    StoreOption,
    at_of,
    opened,
    progress_bars,
    settings_of,
    show,
)
from api.cli.output import say
from api.cli.published import published_by

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graph.analysis.published import Published
    from graph.instant import At
    from graph.interchange.outgoing import Extract
    from graph.stores.base import Store

NATIVE = "native"


@dataclass(frozen=True, slots=True)
class _Part:
    """What of a store goes out: all of it, of a circle, or around a party."""

    circle: str | None
    party: str | None
    depth: int | None

    @property
    def is_whole(self) -> bool:
        return self.circle is None and self.party is None


def export(
    path: Annotated[
        Path | None, typer.Argument(help="New file, or new or empty folder.")
    ] = None,
    *,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="The same path, as an option.")
    ] = None,
    layout: Annotated[
        str,
        typer.Option(
            "--format",
            help="native, which `load` reads back, parquet or neo4j-admin, each a "
            "folder; graphml or gexf, each a file.",
        ),
    ] = NATIVE,
    store: StoreOption = None,
    data_dir: DataOption = None,
    as_of: AsOfOption = None,
    known_at: KnownAtOption = None,
    circle: Annotated[
        str | None, typer.Option(help="Only this published circle, C-...")
    ] = None,
    party: Annotated[
        str | None, typer.Option(help="Only this party and its surroundings.")
    ] = None,
    depth: Annotated[
        int | None,
        typer.Option(min=0, max=10, help="Hops from the party; default 1."),
    ] = None,
    personal: Annotated[
        bool,
        typer.Option(
            "--personal", help="Personal data, too; native bundles always have them."
        ),
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Write the visible facts, all or a part, as files that only you can open."""
    target = _target(path, out)
    part = _Part(circle, party, depth)
    _check(layout, part)
    settings = settings_of(store, data_dir)
    with opened(settings) as source:
        published = published_by(settings, source) if circle else None
        at = at_of(source, as_of, known_at)
        if published is not None and as_of is None and known_at is None:
            at = published.at
        if layout == NATIVE:
            answer = _native(source, at, part, published, target)
        else:
            if published is None and _has_findings_of(source, at):
                published = published_by(settings, source)
            extract = _extract(source, at, part, published, sees_personal=personal)
            answer = _foreign(extract, layout, target)
    answer = {"path": str(target), "format": layout, "at": at.to_dict(), **answer}
    total = sum(answer["facts"].values())
    show(
        answer,
        as_json=as_json,
        table=lambda: say(f"{total:,} facts {at} in {target}"),
    )


def _target(path: Path | None, out: Path | None) -> Path:
    if (path is None) == (out is None):
        raise typer.BadParameter("name one path to write to", param_hint="PATH")
    target = path or out
    assert target is not None  # noqa: S101 - one of them is there
    return target


def _check(layout: str, part: _Part) -> None:
    from graph.interchange.formats import FORMATS

    known = (NATIVE, *FORMATS)
    if layout not in known:
        raise typer.BadParameter(
            f"expected {', '.join(known[:-1])} or {known[-1]}, not {layout!r}",
            param_hint="--format",
        )
    if part.circle is not None and part.party is not None:
        raise typer.BadParameter("not with --circle", param_hint="--party")
    if part.depth is not None and part.party is None:
        raise typer.BadParameter("needs --party", param_hint="--depth")


def _has_findings_of(source: Store, at: At) -> bool:
    """Whether what is published says something of that instant."""
    publication = source.publication()
    return publication is not None and publication.at == at


def _extract(
    source: Store,
    at: At,
    part: _Part,
    published: Published | None,
    *,
    sees_personal: bool,
) -> Extract:
    from graph.interchange.extract import around, of_members, whole
    from graph.interchange.formats import bands_by_party

    view = source.view(at)
    bands: Mapping[str, int] = {}
    if published is not None and published.speaks_of(at):
        bands = bands_by_party(published)
    if part.party is not None:
        depth = 1 if part.depth is None else part.depth
        return around(view, part.party, depth, sees_personal=sees_personal, bands=bands)
    if part.circle is None:
        return whole(view, sees_personal=sees_personal, bands=bands)
    assert published is not None  # noqa: S101 - whose circle it is
    published.findings.circle(part.circle)
    members = published.findings.members[part.circle]
    return of_members(view, members, sees_personal=sees_personal, bands=bands)


def _foreign(extract: Extract, layout: str, target: Path) -> dict[str, Any]:
    from graph.interchange.formats import write_extract

    try:
        with progress_bars() as progress:
            counts = write_extract(extract, layout, target, progress)
    except FileExistsError as error:
        raise typer.BadParameter(
            f"{target} is there and not empty; name a new file or folder",
            param_hint="PATH",
        ) from error
    if extract.left_out:
        say(f"without personal data: {', '.join(extract.left_out)}", err=True)
    if extract.hidden:
        say(f"without {extract.hidden} facts about natural persons", err=True)
    return {
        "facts": {name: table.num_rows for name, table in extract.facts.items()},
        "written": counts,
        "left_out": list(extract.left_out),
        "hidden": extract.hidden,
        "bands": len(extract.bands),
    }


def _native(
    source: Store, at: At, part: _Part, published: Published | None, folder: Path
) -> dict[str, Any]:
    from ingest.export import export_extract, export_facts

    with progress_bars() as progress:
        if part.is_whole:
            report = export_facts(source, folder, at, progress=progress)
        else:
            extract = _extract(source, at, part, published, sees_personal=True)
            report = export_extract(extract, folder, progress=progress)
    for kind, count in report.undescribed.items():
        say(
            f"{count} {kind} ids have no description that is still known: a load "
            "refuses the facts that name them",
            err=True,
        )
    return {"folder": str(folder), **asdict(report)}
