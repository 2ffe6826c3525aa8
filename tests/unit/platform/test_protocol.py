"""Answers leave whole, in order, and not later than the loop's next turn."""

import asyncio

from console.protocol import MOST_BYTES, GatheringTransport


class Wire(asyncio.Transport):
    """Keeps what is written to it, a packet for each write."""

    def __init__(self) -> None:
        super().__init__()
        self.packets: list[bytes] = []
        self.closed = False

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.packets.append(bytes(data))

    def close(self) -> None:
        self.closed = True

    def is_closing(self) -> bool:
        return self.closed


def gathering() -> tuple[Wire, GatheringTransport]:
    wire = Wire()
    return wire, GatheringTransport(wire, asyncio.get_running_loop())


async def test_head_and_body_are_one_packet() -> None:
    wire, transport = gathering()
    transport.write(b"head ")
    transport.writelines([b"bo", b"dy"])
    assert wire.packets == []
    await asyncio.sleep(0)
    assert wire.packets == [b"head body"]


async def test_what_comes_in_the_next_turn_is_another_packet() -> None:
    wire, transport = gathering()
    for piece in (b"one", b"two"):
        transport.write(piece)
        await asyncio.sleep(0)
    assert wire.packets == [b"one", b"two"]


async def test_closing_sends_what_was_gathered_first() -> None:
    wire, transport = gathering()
    transport.write(b"last words")
    transport.close()
    assert (wire.packets, transport.is_closing()) == ([b"last words"], True)
    await asyncio.sleep(0)
    assert wire.packets == [b"last words"]


async def test_a_large_answer_is_not_held_back() -> None:
    wire, transport = gathering()
    transport.write(b"head")
    transport.write(b"x" * MOST_BYTES)
    assert wire.packets == [b"head" + b"x" * MOST_BYTES]
