"""What can be done with an Odoo connection; one module per operation."""
