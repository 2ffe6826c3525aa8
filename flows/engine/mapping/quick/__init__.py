"""What the engines have in common that answer in the authority's place: ``fast`` and ``direct``."""
