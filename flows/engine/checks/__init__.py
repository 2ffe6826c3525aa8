"""The checks of a flow document, one module for each part of it. None stops at its first find."""
