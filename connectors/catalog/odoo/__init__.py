"""Odoo: read, upsert by external id, follow changes. Speaks JSON-2 (19 on) and XML-RPC (14 to 18)."""
