"""Detection of UTF-8 and GB18030, and conversion to UTF-8."""

from __future__ import annotations

from ingest.errors import FileFormatError

_UTF8_MARK = b"\xef\xbb\xbf"
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_EXPECTED = "UTF-8 or GB18030"
_SAMPLE = 20_000
_BROKEN = "\ufffd"
_NAMES = {"utf-8": "UTF-8", "gb18030": "GB18030"}


class Decoder:
    """Turns the blocks of one file into UTF-8, deciding at the first non-ASCII byte.

    A file that is mostly UTF-8, or mostly GB18030 with the characters of everyday
    Chinese, is taken for that, and is refused at its first broken byte.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._codec: str | None = None
        self._offset = 0
        self._line = 1
        self._begun = False

    def without_mark(self, data: bytes) -> bytes:
        """The first block without its byte order mark; others as they are.

        Raises
        ------
        FileFormatError
            The mark is that of UTF-16.
        """
        if self._begun:
            return data
        self._begun = True
        if data.startswith(_UTF16_MARKS):
            raise FileFormatError(self._name, "is encoded in UTF-16", _EXPECTED)
        if data.startswith(_UTF8_MARK):
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
        text = data if data.isascii() else self._converted(data)
        self._offset += len(data)
        self._line += data.count(b"\n")
        return text

    def _converted(self, data: bytes) -> bytes:
        codec = self._codec or self._guess(data)
        try:
            text = data.decode(codec)
        except UnicodeDecodeError as error:
            place, line = error.start, self._line + data.count(b"\n", 0, error.start)
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


def _not_ascii(text: str) -> str:
    """The first characters that are not ASCII, which decide."""
    return "".join(letter for letter in text if not letter.isascii())[:_SAMPLE]
