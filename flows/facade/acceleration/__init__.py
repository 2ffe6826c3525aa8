"""Which expressions the fast engine may answer for: proven at publication, watched at run time."""

from flows.facade.acceleration.demotions import Demotions, record
from flows.facade.acceleration.due import prove_due
from flows.facade.acceleration.proofs import established, store, trust
from flows.facade.acceleration.standing import Standing, live, standing_of

__all__ = [
    "Demotions",
    "Standing",
    "established",
    "live",
    "prove_due",
    "record",
    "standing_of",
    "store",
    "trust",
]
