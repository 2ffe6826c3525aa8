"""jsonata-python's tokenizer, corrected and made to remember where each token begins."""

import re
from typing import Any

from jsonata.jexception import JException
from jsonata.regex_engine import RegexEngine
from jsonata.tokenizer import Tokenizer

_SKIPPED = re.compile(r"(?:[ \t\n\r]+|/\*(?:[^*]|\*(?!/))*\*/)*")


class Lexer(Tokenizer):  # type: ignore[misc]  # the library carries no types
    """The library positions a token at its end; ``starts`` leads from there to its beginning."""

    position: int

    def __init__(self, source: str, regex_engine: RegexEngine) -> None:
        super().__init__(source, regex_engine)
        self.starts: dict[int, int] = {}
        self.begin = 0

    def next(self, prefix: bool) -> Any:
        """The next token, or ``None`` at the end of the source."""
        self.begin = self._skip()
        if self.begin >= self.length:
            return None
        token = self._scan(prefix)
        if token is not None:
            self.starts[token.position] = self.begin
        return token

    def _skip(self) -> int:
        skipped = _SKIPPED.match(self.path, self.position)
        begin = skipped.end() if skipped else self.position
        if self.path.startswith("/*", begin):
            raise JException("S0106", begin)
        self.position = begin
        return begin

    def _scan(self, prefix: bool) -> Any:
        try:
            token = super().next(prefix)
        except JException as error:
            if error.error == "S0301" and error.current is not None:  # the reference's code for it
                raise JException("S0103", error.location, error.current) from error
            raise
        if token is not None and token.type in ("string", "name") and not token.value.isascii():
            token.value = _join_pairs(token.value)
        return token


def _join_pairs(text: str) -> str:
    """Escapes such as ``\\uD834\\uDD1E`` are one character; half of a pair stays what it is."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
