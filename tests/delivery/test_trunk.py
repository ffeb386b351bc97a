"""Frames of many streams on one connection."""

import pytest

from standfirst.delivery.trunk import LONGEST, Frame, Kind, TrunkBroken, Unpacker

FRAMES = [Frame(1, Kind.ASK, b"GET /"), Frame(2**32 - 1, Kind.SAY, b"x" * 300), Frame(7, Kind.END)]
WHOLE = b"".join(frame.packed() for frame in FRAMES)


@pytest.mark.parametrize("size", [1, 3, 9, 10, 100, len(WHOLE)])
def test_frames_come_out_whole_however_they_are_cut(size):
    unpacker = Unpacker()
    pieces = [WHOLE[start : start + size] for start in range(0, len(WHOLE), size)]
    assert [frame for piece in pieces for frame in unpacker.frames(piece)] == FRAMES


@pytest.mark.parametrize(
    "data",
    [
        (LONGEST + 1).to_bytes(4, "big") + bytes(4) + b"\x01",
        bytes(8) + b"\x04",
        bytes(8) + b"\x00",
    ],
)
def test_what_is_no_frame_is_refused(data):
    with pytest.raises(TrunkBroken):
        list(Unpacker().frames(data))
