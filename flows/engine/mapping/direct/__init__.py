"""Plain expressions as Python of their own, used where they are proven to agree with the authority.

Paths, constructors, operators and the functions that most mappings need work on the message as it is.
The fast engine takes longer to carry a message over and its result back than such an expression takes here.
Whatever is not plain, in the expression or in a message, is left to the other engines.
"""
