"""An Odoo-shaped server for the demonstration and the tests.

It speaks the wire of Odoo 19 (JSON-2, XML-RPC, JSON-RPC) over a small set of models, keeps its data
in SQLite, and breaks on demand. It is no Odoo: there is no business logic beyond what integration
needs to be tried against.
"""
