"""How Python is set in processes that live long and make many short-lived objects."""

import gc
import sys

YOUNG = 20_000
"""So many new containers before the young ones are looked through. A message makes hundreds at once, and
with Python's 700 they would be looked through while all of them are still in use."""
SWITCH_S = 0.0005
"""A thread that computes lets others go on after so long. With Python's 5 ms an event loop that is woken
beside one waits so long each time, and is woken many times for one message."""


def settle() -> None:
    """Called once everything is loaded: that is no garbage, and is not looked through any more. Children
    that are forked later then do not write to its pages, and so share them."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, 20, 50)
    sys.setswitchinterval(SWITCH_S)
