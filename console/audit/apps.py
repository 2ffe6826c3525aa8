from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AuditConfig(AppConfig):
    name = "console.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from console.audit.rights import grant_defaults  # models are there only now

        post_migrate.connect(grant_defaults, sender=self)
