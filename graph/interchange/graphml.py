"""Facts as GraphML: nodes, edges and what is known of each, typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graph.interchange.cells import xml, xml_texts
from graph.interchange.elements import KIND, edges_of, nodes_of
from graph.interchange.markup import ROWS, declared, values_as_xml

if TYPE_CHECKING:
    from pathlib import Path
    from typing import TextIO

    from graph.interchange.elements import Elements
    from graph.interchange.outgoing import Extract
    from graph.progress import Progress

_NAMESPACE = "http://graphml.graphdrawing.org/xmlns"
_LABEL = "label"


def write_graphml(
    extract: Extract, path: Path, progress: Progress | None = None
) -> dict[str, int]:
    """Write one directed graph; numbers of nodes and edges by kind and relation.

    Ids are those of pictures: parties have their own, others begin with their kind.
    Characters that XML cannot say stand as visible escapes.

    Raises
    ------
    FileExistsError
        There is a file.
    """
    nodes, edges = list(nodes_of(extract)), list(edges_of(extract))
    counts = {}
    with path.open("x", encoding="utf-8", newline="\n") as stream:
        stream.write('<?xml version="1.0" encoding="UTF-8"?>\n')
        stream.write(f'<graphml xmlns="{_NAMESPACE}">\n')
        instant = {key: text or "" for key, text in extract.at.to_dict().items()}
        _declare(stream, "graph", dict.fromkeys(instant, "string"))
        text = {KIND: "string", _LABEL: "string"}
        types = {"node": declared(nodes), "edge": declared(edges)}
        for owner, names in types.items():
            _declare(stream, owner, text | names)
        stream.write('<graph edgedefault="directed">\n')
        for name, value in instant.items():
            stream.write(f'<data key="graph.{name}">{xml(value)}</data>\n')
        first = 0
        for place, part in enumerate((*nodes, *edges), 1):
            owner = "node" if part.heads is None else "edge"
            for some in part.slices(ROWS):
                _write(stream, owner, some, types[owner], first)
                first += len(some) if owner == "edge" else 0
            counts[f"{owner} {part.name}"] = len(part)
            if progress:
                progress("write", place, len(nodes) + len(edges))
        stream.write("</graph>\n</graphml>\n")
    return counts


def _declare(stream: TextIO, owner: str, types: dict[str, str]) -> None:
    stream.writelines(
        f'<key id="{owner}.{name}" for="{owner}" attr.name="{name}" '
        f'attr.type="{kind}"/>\n'
        for name, kind in types.items()
    )


def _write(
    stream: TextIO, owner: str, part: Elements, types: dict[str, str], first: int
) -> None:
    import pyarrow as pa
    import pyarrow.compute as pc

    data = f'<data key="{owner}.{{name}}">{{value}}</data>'
    ids, labels = xml_texts(part.ids), xml_texts(part.labels)
    if part.heads is None:
        opening: tuple[pa.Array | str, ...] = ('<node id="', ids)
    else:
        numbers = pa.array(np.arange(first, first + len(part))).cast(pa.string())
        ends = ('" source="', ids, '" target="', xml_texts(part.heads))
        opening = ('<edge id="e', numbers, *ends)
    said = f'"><data key="{owner}.{KIND}">{xml(part.name)}</data>'
    lines = pc.binary_join_element_wise(
        *opening,
        f'{said}<data key="{owner}.{_LABEL}">',
        labels,
        "</data>",
        values_as_xml(part.attributes, data, types),
        f"</{owner}>\n",
        "",
    )
    stream.writelines(lines.to_pylist())
