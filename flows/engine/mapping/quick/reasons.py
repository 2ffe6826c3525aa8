"""Why the fast engine is not used: for an expression as a whole, or for one evaluation."""


class Unproven(Exception):
    """The expression uses something that is not known to agree in both engines."""


class LeftToAuthority(Exception):
    """This one evaluation is left to the authority."""


class Panicked(Exception):
    """The fast engine failed in a way that makes it unfit for the expression."""
