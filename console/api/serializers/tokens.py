"""API tokens."""

from rest_framework import serializers

from console.accounts.tokens import DEFAULT_DAYS, LONGEST_DAYS
from console.api.serializers import choices


class TokenSerializer(serializers.Serializer[object]):
    """A token as listed; its text is never shown again."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    owner = serializers.CharField(source="user.username")
    prefix = serializers.CharField()
    scopes = serializers.ListField(child=serializers.ChoiceField(choices=choices.SCOPE))
    expires_at = serializers.DateTimeField()
    last_used_at = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()


class NewTokenSerializer(TokenSerializer):
    """A token at the moment of its making, with the text to be kept by the client."""

    token = serializers.CharField()


class TokenCreateSerializer(serializers.Serializer[object]):
    """What a new token is for, what it may do, and how many days it lives."""

    name = serializers.CharField(max_length=100)
    scopes = serializers.ListField(child=serializers.ChoiceField(choices=choices.SCOPE), min_length=1)
    days = serializers.IntegerField(min_value=1, max_value=LONGEST_DAYS, default=DEFAULT_DAYS)
