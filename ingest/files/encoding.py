"""Detection of UTF-8, GB18030 and UTF-16, and conversion to UTF-8."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

from ingest.errors import FileFormatError, OptionError

if TYPE_CHECKING:
    from collections.abc import Iterator

_UTF8_MARK = b"\xef\xbb\xbf"
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_EXPECTED = "UTF-8, GB18030 or UTF-16 with a mark"
_SAMPLE = 20_000
_BROKEN = "\ufffd"
_NAMES = {"utf-8": "UTF-8", "gb18030": "GB18030", "utf-16": "UTF-16"}
_NO_ENCODINGS = {"idna", "punycode", "unicode_escape", "raw_unicode_escape"}
_CHINESE = {"gb2312", "gbk", "cp936", "gb18030"}
_EURO = 0x80  # the euro sign of code page 936, which GB18030 lacks


class Decoder:
    """Turns the blocks of one file into UTF-8, deciding at the first non-ASCII byte.

    A file that is mostly UTF-8, or mostly GB18030 with the characters of everyday
    Chinese, is taken for that, and is refused at its first broken byte. `encoding`
    says what it is instead.

    Raises
    ------
    OptionError
        No such encoding is known.
    """

    def __init__(self, name: str, encoding: str | None = None) -> None:
        self._name = name
        self._codec = known_encoding(encoding)
        self._whole = self._codec not in {None, "utf-8", "gb18030"}
        self._offset = 0
        self._line = 1
        self._begun = False

    def ascii_based(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        """The pieces with each ASCII character as its one byte.

        They are as they were, unless the file is in UTF-16 or in an encoding that was
        stated and is not UTF-8 or GB18030: then they are UTF-8.

        Raises
        ------
        FileFormatError
            A byte does not fit the encoding; offset and line are named.
        """
        first = next(pieces, b"")
        if self._codec is None and first.startswith(_UTF16_MARKS):
            self._codec, self._whole = "utf-16", True
        if not self._whole or self._codec is None:
            yield first
            yield from pieces
            return
        decoder = codecs.getincrementaldecoder(self._codec)()
        yield self._fed(decoder, first)
        for piece in pieces:
            yield self._fed(decoder, piece)
        yield self._fed(decoder, b"", final=True)
        self._codec = "utf-8"

    def _fed(
        self, decoder: codecs.IncrementalDecoder, data: bytes, *, final: bool = False
    ) -> bytes:
        waiting = len(decoder.getstate()[0])
        try:
            text = decoder.decode(data, final).encode()
        except UnicodeError as error:
            place = getattr(error, "start", 0)
            seen = getattr(error, "object", b"")
            byte = isinstance(seen, bytes) and place < len(seen)
            odd = f" (0x{seen[place]:02x})" if byte else ""
            raise FileFormatError(
                self._name,
                f"byte {self._offset - waiting + place}{odd} is not "
                f"{_NAMES.get(self._codec or '', self._codec)}",
                "one encoding in the whole file",
            ) from error
        self._offset += len(data)
        return text

    def without_mark(self, data: bytes) -> bytes:
        """The first block without its byte order mark; others as they are."""
        if self._begun:
            return data
        self._begun = True
        if data.startswith(_UTF8_MARK) and self._codec != "gb18030":
            self._codec, self._offset = "utf-8", len(_UTF8_MARK)
            return data[len(_UTF8_MARK) :]
        return data

    def utf8(self, data: bytes) -> bytes:
        """The block in UTF-8.

        Raises
        ------
        FileFormatError
            A byte does not fit the encoding; offset and line are named.
        """
        if self._whole:
            return data
        text = data if data.isascii() else self._converted(data)
        self._offset += len(data)
        self._line += data.count(b"\n")
        return text

    def _converted(self, data: bytes) -> bytes:
        codec = self._codec or self._guess(data)
        try:
            text = data.decode(codec, "euro" if codec == "gb18030" else "strict")
        except UnicodeDecodeError as error:
            place = _foreign(data, error.start) if codec == "gb18030" else error.start
            line = self._line + data.count(b"\n", 0, place)
            raise FileFormatError(
                self._name,
                f"byte {self._offset + place} (0x{data[place]:02x}, in line {line}) is "
                f"not {_NAMES[codec]}, as the rest of the file is",
                _EXPECTED,
            ) from error
        self._codec = codec
        return data if codec == "utf-8" else text.encode()

    @staticmethod
    def _guess(data: bytes) -> str:
        try:
            data.decode()
        except UnicodeDecodeError:
            wide = _not_ascii(data.decode(errors="replace"))
        else:
            return "utf-8"
        if 2 * wide.count(_BROKEN) < len(wide):
            return "utf-8"
        wide = _not_ascii(data.decode("gb18030", "replace"))
        common = wide.encode("gb2312", "ignore").decode("gb2312")
        return "gb18030" if 2 * len(common) >= len(wide) else "utf-8"


def known_encoding(name: str | None) -> str | None:
    """The codec of that name; one for all Chinese code pages.

    Raises
    ------
    OptionError
        There is none, or it is no encoding of text.
    """
    if name is None:
        return None
    try:
        codec = codecs.lookup(name).name
        fits = "A".encode(codec).decode(codec) == "A" and codec not in _NO_ENCODINGS
        codecs.getincrementaldecoder(codec)
    except (LookupError, UnicodeError, ValueError) as error:
        raise OptionError(f"--encoding {name!r} is no known encoding") from error
    if not fits:
        raise OptionError(f"--encoding {name!r} is no known encoding")
    return "gb18030" if codec in _CHINESE else codec


def _euro(error: UnicodeError) -> tuple[str, int]:
    if isinstance(error, UnicodeDecodeError) and error.object[error.start] == _EURO:
        return "€", error.start + 1
    raise error


codecs.register_error("euro", _euro)


def _foreign(data: bytes, place: int) -> int:
    """Where the character in UTF-8 begins that holds the broken byte, or that byte."""
    for start in range(max(0, place - 3), place):
        for end in range(place + 1, start + 5):
            try:
                if len(data[start:end].decode()) == 1:
                    return start
            except UnicodeDecodeError:
                continue
    return place


def _not_ascii(text: str) -> str:
    """The first characters that are not ASCII, which decide."""
    return "".join(letter for letter in text if not letter.isascii())[:_SAMPLE]
