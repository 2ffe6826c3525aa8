"""Records out of bytes: in pieces of any size, with their lines, the unreadable ones in their places."""

import pytest

from connectors.sdk.types import JSON
from flows.engine.batches import SourceUnreadable
from flows.engine.steps.batch.cutting import CsvCutter, Cutter, JsonLinesCutter
from flows.engine.steps.batch.positions import Malformed, Portion, Position

CSV = '\ufeffref,name\r\nA,Acme\r\nB,"two\r\nlines, one field"\r\n\r\nC,Ærø\r\nD,last'.encode()
ROWS = [
    {"ref": "A", "name": "Acme"},
    {"ref": "B", "name": "two\r\nlines, one field"},
    {"ref": "C", "name": "Ærø"},
    {"ref": "D", "name": "last"},
]


def portions(cutter: Cutter, data: bytes, piece: int, most: int, header: bool = False) -> list[Portion]:
    """Everything a cutter makes of data that comes in pieces."""
    found: list[Portion] = []
    for at in range(0, max(1, len(data)), piece):
        cutter.feed(data[at : at + piece], at + piece >= len(data))
        if header and isinstance(cutter, CsvCutter) and at + piece > data.index(b"\n"):
            cutter.header()
            header = False
        if not header:
            while (portion := cutter.take(most)) is not None:
                found.append(portion)
    return found


def csv_cutter(start: Position | None = None, names: list[str] | None = None) -> CsvCutter:
    return CsvCutter(None, start or Position(), ",", names)


def values(found: list[Portion]) -> list[JSON]:
    return [value for portion in found for value in portion.values]


def lines(found: list[Portion]) -> list[int]:
    return [line for portion in found for line in portion.lines]


@pytest.mark.parametrize("piece", [15, 17, 23, 1000])
@pytest.mark.parametrize("most", [1, 2, 3, 10])
def test_csv_comes_whole_out_of_any_pieces(piece: int, most: int) -> None:
    found = portions(csv_cutter(), CSV, piece, most, header=True)
    assert values(found) == ROWS
    assert lines(found) == [2, 3, 6, 7]
    assert found[-1].end.number == 4 and found[-1].end.at == len(CSV)


def test_reading_goes_on_from_any_position() -> None:
    for portion in portions(csv_cutter(), CSV, 1000, 1, header=True):
        rest = csv_cutter(portion.end, ["ref", "name"])
        assert isinstance(portion.end.at, int)
        again = portions(rest, CSV[portion.end.at :], 9, 2)
        assert values(again) == ROWS[portion.end.number :]
        assert lines(again) == [2, 3, 6, 7][portion.end.number :]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (b"B,one,too many\n", "csv.fields"),
        (b"B\n", "csv.fields"),
        (b'B,"quoted"wrong\n', "csv.row"),
        (b"B,\xff\xfe\n", "csv.encoding"),
        (b"B,nul\0inside\n", "csv.nul"),
        (b'B,"never closed\n', "csv.row"),
    ],
)
@pytest.mark.parametrize("piece", [40, 100_000])
def test_a_bad_row_spoils_nobody_else(row: bytes, code: str, piece: int) -> None:
    after = b"".join(b"C%d,good\n" % number for number in range(2000))
    found = portions(csv_cutter(), b"ref,name\nA,good\n" + row + after, piece, 100, header=True)
    got = values(found)
    bad = [(place, one) for place, one in enumerate(got) if isinstance(one, Malformed)]
    assert [(place, one.code) for place, one in bad] == [(1, code)]
    assert lines(found)[1:3] == [3, 4]
    assert len(got) == 2002 and got[-1] == {"ref": "C1999", "name": "good"}
    assert bad[0][1].text.startswith("B")


def test_json_lines() -> None:
    data = b'{"a": 1}\n\n{"a": \n[2]\r\n{"a": "\\u0000"}\n{"a": 3}'
    found = portions(JsonLinesCutter(None, Position()), data, 7, 2)
    got = values(found)
    assert [one for one in got if not isinstance(one, Malformed)] == [{"a": 1}, [2], {"a": 3}]
    assert lines(found) == [1, 3, 4, 5, 6]
    assert [one.code for one in got if isinstance(one, Malformed)] == ["body.malformed", "body.malformed"]


def test_without_a_header_rows_are_lists() -> None:
    assert values(portions(csv_cutter(), b"a,b\nc,d,e\n", 100, 10)) == [["a", "b"], ["c", "d", "e"]]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "holds no row"),
        (b"a,a\n1,2\n", "a field twice"),
        (b'"a\n', "Check the first line"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "A picture"),
        (b"name;phone\nAnn;1\n", "Where ';' parts the fields"),
    ],
)
def test_a_header_that_cannot_be_used_ends_the_batch(data: bytes, told: str) -> None:
    cutter = csv_cutter()
    cutter.feed(data, True)
    with pytest.raises(SourceUnreadable) as raised:
        cutter.header()
    assert told in f"{raised.value.message} {raised.value.hint}"


def test_a_single_column_needs_no_delimiter() -> None:
    cutter = csv_cutter()
    cutter.feed(b"name\nAnn\n", True)
    assert cutter.header() == ["name"]


@pytest.mark.parametrize("charset", ["utf-16", "unicode_escape", "nonsense"])
def test_encodings_whose_lines_cannot_be_told_are_refused(charset: str) -> None:
    with pytest.raises(SourceUnreadable):
        CsvCutter(charset, Position(), ",", None)


def test_other_encodings_are_read() -> None:
    cutter = CsvCutter("iso-8859-1", Position(), ";", ["name"])
    cutter.feed(b"\xc6r\xf8\n", True)
    assert cutter.take(5).values == [{"name": "Ærø"}]  # type: ignore[union-attr]
