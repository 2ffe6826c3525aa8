"""What the connector does, an operation a module."""
