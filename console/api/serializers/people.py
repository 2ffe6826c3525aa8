"""People and their roles."""

from rest_framework import serializers

from console.api.pagination import PageQuerySerializer
from console.api.serializers import choices

ROLES_HELP = "At least one; rights that are given to a role are held by everybody in it."


class PersonSerializer(serializers.Serializer[object]):
    """Somebody who may sign in, or a REST client; their password is never shown again."""

    id = serializers.IntegerField()
    username = serializers.CharField()
    display_name = serializers.CharField()
    roles = serializers.ListField(child=serializers.ChoiceField(choices=choices.ROLE))
    active = serializers.BooleanField()
    last_sign_in = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()


class PersonWithPasswordSerializer(PersonSerializer):
    """A person with a password that was made now, to be handed over."""

    password = serializers.CharField()


class PersonListQuerySerializer(PageQuerySerializer):
    """Filters of the list of people; ``search`` is looked for in the names."""

    search = serializers.CharField(max_length=150, required=False)
    role = serializers.ChoiceField(choices=choices.ROLE, required=False)


class PersonChangeSerializer(serializers.Serializer[object]):
    """The roles that the person shall hold, and no other."""

    roles = serializers.ListField(
        child=serializers.ChoiceField(choices=choices.ROLE), min_length=1, help_text=ROLES_HELP
    )


class PersonCreateSerializer(PersonChangeSerializer):
    """A new person's name for signing in, and roles."""

    username = serializers.RegexField(
        r"^[A-Za-z0-9][A-Za-z0-9._@+-]*\Z",
        max_length=150,
        error_messages={"invalid": "Begin with a letter or digit; then also . _ @ + and - may follow."},
    )
