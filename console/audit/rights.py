"""Who may read the audit trail: whoever holds the permission, which administrators do from the start."""

from typing import Any

from django.contrib.auth.models import Group, Permission

READ = "audit.view_auditentry"


def grant_defaults(using: str, **_: Any) -> None:
    """Gives administrators the permission where nobody holds it yet (after each migration), so that
    an installation that gave it to others instead is left as it is."""
    found = Permission.objects.using(using).filter(
        content_type__app_label="audit", codename=READ.partition(".")[2]
    )
    for permission in found:
        if not permission.group_set.exists() and not permission.user_set.exists():
            administrators, _created = Group.objects.using(using).get_or_create(name="administrator")
            administrators.permissions.add(permission)
