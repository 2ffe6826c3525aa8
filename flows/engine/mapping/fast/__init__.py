"""The fast engine (jsonatapy), used where it is proven to agree with the authority."""
