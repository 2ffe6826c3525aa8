"""Every model of the sandbox, by name."""

from collections.abc import Mapping

from connectors.sandbox.odoo.fields import Model
from connectors.sandbox.odoo.models import base, people, purchase, technical, warehouse

MODELS: Mapping[str, Model] = {
    one.name: one for module in (base, purchase, people, warehouse, technical) for one in module.MODELS
}
