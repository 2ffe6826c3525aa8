"""Tests of the Odoo connector, against the sandbox as a real process."""
