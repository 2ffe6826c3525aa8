"""The models about models: external ids, automation rules, and one that nobody may read."""

from connectors.sandbox.odoo.fields import Field, Model, char, many2many, many2one, one2many, selection

EXTERNAL_ID = Model(
    "ir.model.data",
    "Model Data",
    {
        "name": char("External Identifier", required=True),
        "module": char("Module", required=True, default=""),
        "model": char("Model Name", required=True),
        "res_id": Field("integer", "Record ID"),
        "noupdate": Field("boolean", "Non Updatable", default=False),
        "complete_name": Field("computed", "Complete ID", readonly=True),
    },
    order="module, model, name",
)

MODEL = Model(
    "ir.model",
    "Models",
    {"name": char("Model Description", required=True), "model": char("Model", required=True)},
    rights=frozenset({"read"}),
)

FIELD = Model(
    "ir.model.fields",
    "Fields",
    {
        "name": char("Field Name", required=True),
        "field_description": char("Field Label"),
        "model": char("Model Name", required=True),
        "model_id": many2one("Model", "ir.model", required=True),
        "ttype": char("Field Type"),
    },
    rights=frozenset({"read"}),
)

AUTOMATION = Model(
    "base.automation",
    "Automation Rule",
    {
        "name": char("Automation Rule Name", required=True),
        "active": Field("boolean", "Active", default=True),
        "model_id": many2one("Model", "ir.model", required=True),
        "trigger": selection(
            "Trigger",
            ("on_create_or_write", "On create and edit"),
            ("on_create", "On create"),
            ("on_write", "On update"),
            ("on_unlink", "On deletion"),
            ("on_webhook", "On webhook"),
            required=True,
        ),
        "trigger_field_ids": many2many("Trigger Fields", "ir.model.fields"),
        "action_server_ids": one2many("Actions", "ir.actions.server", "base_automation_id"),
        "webhook_uuid": char("Webhook UUID", readonly=True),
        "url": Field("computed", "Url", readonly=True),
    },
)

ACTION = Model(
    "ir.actions.server",
    "Server Actions",
    {
        "name": char("Action Name", required=True),
        "model_id": many2one("Model", "ir.model", required=True),
        "usage": char("Usage", default="ir_actions_server"),
        "state": selection(
            "Type", ("webhook", "Send Webhook Notification"), ("code", "Execute Code"), required=True
        ),
        "webhook_url": char("Webhook URL"),
        "webhook_field_ids": many2many("Webhook Fields", "ir.model.fields"),
        "base_automation_id": many2one("Automation Rule", "base.automation"),
    },
)

API_KEY = Model(
    "res.users.apikeys",
    "Users API Keys",
    {
        "name": char("Description", required=True),
        "user_id": many2one("User", "res.users", required=True),
        "expiration_date": Field("datetime", "Expiration Date"),
    },
    rights=frozenset({"read"}),
)

PARAMETER = Model(
    "ir.config_parameter",
    "System Parameter",
    {"key": char("Key", required=True), "value": Field("text", "Value", required=True)},
    rec_name="key",
    rights=frozenset(),
)

MODELS = (EXTERNAL_ID, MODEL, FIELD, AUTOMATION, ACTION, API_KEY, PARAMETER)
