"""Reading expressions: jsonata-python's parser within bounds, and walks over its tree."""
