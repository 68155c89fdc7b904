"""Detection of UTF-8 and GB18030, and conversion to UTF-8."""

from __future__ import annotations

from ingest.errors import FileFormatError

_UTF8_MARK = b"\xef\xbb\xbf"
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_EXPECTED = "UTF-8 or GB18030"
_SAMPLE = 20_000


class Decoder:
    """Turns the blocks of one file into UTF-8, deciding at the first non-ASCII byte.

    A file that is UTF-8 up to a broken byte stays UTF-8 and is refused there. Only a
    file whose very first non-ASCII bytes are no UTF-8 is tried as GB18030, and is
    taken for it when its characters are mostly those of everyday Chinese.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._codec: str | None = None
        self._offset = 0
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
            A byte fits neither encoding; its offset in the file is named.
        """
        text = data if data.isascii() else self._converted(data)
        self._offset += len(data)
        return text

    def _converted(self, data: bytes) -> bytes:
        codec = self._codec or self._guess(data)
        try:
            text = data.decode(codec)
        except UnicodeDecodeError as error:
            byte = data[error.start]
            raise FileFormatError(
                self._name,
                f"byte {self._offset + error.start} (0x{byte:02x}) is not {codec}",
                _EXPECTED,
            ) from error
        self._codec = codec
        return data if codec == "utf-8" else text.encode()

    @staticmethod
    def _guess(data: bytes) -> str:
        try:
            data.decode()
        except UnicodeDecodeError as error:
            if not data[: error.start].isascii():
                return "utf-8"
        else:
            return "utf-8"
        try:
            text = data.decode("gb18030")
        except UnicodeDecodeError:
            return "utf-8"
        wide = [letter for letter in text if not letter.isascii()][:_SAMPLE]
        common = "".join(wide).encode("gb2312", "ignore").decode("gb2312")
        return "gb18030" if 2 * len(common) >= len(wide) else "utf-8"
