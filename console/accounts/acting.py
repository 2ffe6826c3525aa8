"""In whose name a command acts."""

from console.accounts.models import User
from console.accounts.people import PersonRefused


def administrator(name: str | None = None) -> User:
    """The active user of that name, else the first administrator; raises PersonRefused."""
    users = User.objects.filter(is_active=True)
    if name is not None:
        found = users.filter(username=name).first()
    else:
        found = users.filter(groups__name="administrator").order_by("pk").first()
    if found is None:
        who = f"no active user {name!r}" if name else "no administrator yet"
        raise PersonRefused(f"There is {who}.", hint="Make one: ./run manage user NAME --roles administrator")
    return found
