"""Any REST interface."""
