"""Bodies that were packed for the way, unpacked no further than their limit."""

import zlib

ACCEPTED = "gzip, deflate"
_GZIP_OR_ZLIB = zlib.MAX_WBITS | 32
_BARE = -zlib.MAX_WBITS


class Unpacker:
    """Unpacks gzip and deflate, the latter with or without its frame."""

    def __init__(self) -> None:
        self._wbits = _GZIP_OR_ZLIB
        self._stream = zlib.decompressobj(self._wbits)
        self._begun = False

    def feed(self, data: bytes, most: int) -> bytes:
        """What ``data`` unpacks to, cut off behind ``most`` bytes; raises zlib.error."""
        pieces: list[bytes] = []
        while data and most > 0:
            piece = self._unpack(data, most)
            pieces.append(piece)
            most -= len(piece)
            data = self._stream.unconsumed_tail or self._next_member()
        return b"".join(pieces)

    def _unpack(self, data: bytes, most: int) -> bytes:
        try:
            piece = self._stream.decompress(data, most)
        except zlib.error:
            if self._begun or self._wbits == _BARE:
                raise
            self._wbits = _BARE  # some servers leave the frame of deflate away
            self._stream = zlib.decompressobj(_BARE)
            piece = self._stream.decompress(data, most)
        self._begun = True
        return piece

    def _next_member(self) -> bytes:
        """A gzip file may be several, one behind the other."""
        if not self._stream.eof:
            return b""
        rest = self._stream.unused_data
        self._stream = zlib.decompressobj(self._wbits)
        return rest
