"""The engine that decides what an expression means: jsonata-python, corrected and within limits."""
