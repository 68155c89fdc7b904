"""Facts as GEXF 1.3: validity as spells, and parties in the colours of their bands.

A spell has its last day included, as files have; what has no known beginning or no end
is open on that side.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graph.interchange.cells import xml, xml_texts
from graph.interchange.elements import BAND, KIND, edges_of, nodes_of
from graph.interchange.markup import ROWS, days, declared, surrounded, values_as_xml

if TYPE_CHECKING:
    from pathlib import Path
    from typing import TextIO

    import pyarrow as pa

    from graph.interchange.elements import Elements
    from graph.interchange.outgoing import Extract
    from graph.progress import Progress

BAND_COLOURS = {
    1: (0xDD, 0xE5, 0xEA),
    2: (0xF2, 0xDC, 0x98),
    3: (0xED, 0xA4, 0x45),
    4: (0xC9, 0x47, 0x1F),
    5: (0x7F, 0x0F, 0x33),
}
"""Red, green and blue of each band: those of the explorer's light theme."""
_NAMESPACE = "http://gexf.net/1.3"
_VALUE = '<attvalue for="{name}" value="{value}"/>'


def write_gexf(
    extract: Extract, path: Path, progress: Progress | None = None
) -> dict[str, int]:
    """Write one directed dynamic graph; numbers of nodes and edges by kind, relation.

    Ids are those of pictures. Characters that XML cannot say stand as visible escapes.

    Raises
    ------
    FileExistsError
        There is a file.
    """
    nodes, edges = list(nodes_of(extract)), list(edges_of(extract))
    counts = {}
    with path.open("x", encoding="utf-8", newline="\n") as stream:
        stream.write('<?xml version="1.0" encoding="UTF-8"?>\n')
        stream.write(f'<gexf xmlns="{_NAMESPACE}" xmlns:viz="{_NAMESPACE}/viz" ')
        stream.write('version="1.3">\n<meta><creator>suretynet</creator>')
        stream.write(f"<description>{xml(str(extract.at))}</description></meta>\n")
        stream.write('<graph mode="dynamic" defaultedgetype="directed" ')
        stream.write('timerepresentation="interval" timeformat="date">\n')
        types = {}
        for owner, parts in (("node", nodes), ("edge", edges)):
            types[owner] = {KIND: "string"} | declared(parts)
            _declare(stream, owner, types[owner])
        done = 0
        for owner, parts in (("node", nodes), ("edge", edges)):
            stream.write(f"<{owner}s>\n")
            first = 0
            for part in parts:
                for some in part.slices(ROWS):
                    _write(stream, owner, some, types[owner], first)
                    first += len(some)
                counts[f"{owner} {part.name}"] = len(part)
                done += 1
                if progress:
                    progress("write", done, len(nodes) + len(edges))
            stream.write(f"</{owner}s>\n")
        stream.write("</graph>\n</gexf>\n")
    return counts


def _declare(stream: TextIO, owner: str, types: dict[str, str]) -> None:
    stream.write(f'<attributes class="{owner}" mode="static">\n')
    stream.writelines(
        f'<attribute id="{name}" title="{name}" type="{kind}"/>\n'
        for name, kind in types.items()
    )
    stream.write("</attributes>\n")


def _write(
    stream: TextIO, owner: str, part: Elements, types: dict[str, str], first: int
) -> None:
    import pyarrow as pa
    import pyarrow.compute as pc

    if part.heads is None:
        opening: tuple[pa.Array | str, ...] = ('<node id="', xml_texts(part.ids))
    else:
        numbers = pa.array(np.arange(first, first + len(part))).cast(pa.string())
        ends = ('" source="', xml_texts(part.ids), '" target="', xml_texts(part.heads))
        opening = ('<edge id="', numbers, *ends)
    kind = _VALUE.format(name=KIND, value=xml(part.name))
    lines = pc.binary_join_element_wise(
        *opening,
        '" label="',
        xml_texts(part.labels),
        f'"><attvalues>{kind}',
        values_as_xml(part.attributes, _VALUE, types),
        "</attvalues>",
        _spells(part),
        _colours(part),
        f"</{owner}>\n",
        "",
    )
    stream.writelines(lines.to_pylist())


def _spells(part: Elements) -> pa.Array:
    """One spell a row, nothing where neither end is known."""
    import pyarrow as pa
    import pyarrow.compute as pc

    moments = part.ends.cast(pa.int64())
    last = pc.subtract(moments, 1).cast(part.ends.type)
    begin = surrounded(' start="', days(part.begins), '"')
    end = surrounded(' end="', days(last), '"')
    sides = pc.binary_join_element_wise(begin, end, "")
    stated = pc.not_equal(sides, "")
    spells = surrounded("<spells><spell", sides, "/></spells>")
    return pc.if_else(stated, spells, "")


def _colours(part: Elements) -> pa.Array:
    """The colour of each row's band, nothing where it has none."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if BAND not in part.attributes.column_names:
        return pa.array([""] * len(part), pa.string())
    elements = pa.array(
        f'<viz:color r="{red}" g="{green}" b="{blue}"/>'
        for red, green, blue in BAND_COLOURS.values()
    )
    bands = part.attributes[BAND].combine_chunks()
    places = pc.index_in(bands, value_set=pa.array(list(BAND_COLOURS), pa.int64()))
    return pc.fill_null(elements.take(places), "")
