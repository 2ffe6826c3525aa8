"""Signing in, and who one is."""

from rest_framework import serializers

from console.api.serializers import choices


class SignInSerializer(serializers.Serializer[object]):
    """A user's name and password."""

    username = serializers.CharField(max_length=150)
    password = serializers.CharField(max_length=1000, trim_whitespace=False, style={"input_type": "password"})


class PasswordChangeSerializer(serializers.Serializer[object]):
    """The password that one has, and the one to have from now on."""

    current = serializers.CharField(max_length=1000, trim_whitespace=False, style={"input_type": "password"})
    password = serializers.CharField(max_length=1000, trim_whitespace=False, style={"input_type": "password"})


class EnvironmentSerializer(serializers.Serializer[object]):
    """Which installation this is: ``name`` for programs, ``label`` for people."""

    name = serializers.CharField()
    # DRF takes declared fields off the class, so that this hides no attribute; its stubs cannot say so.
    label = serializers.CharField()  # type: ignore[assignment]


class SessionStateSerializer(serializers.Serializer[object]):
    """What the sign-in page needs before anybody is signed in."""

    signed_in = serializers.BooleanField()
    environment = EnvironmentSerializer()


class MeSerializer(serializers.Serializer[object]):
    """The signed-in user and what the console shows them."""

    username = serializers.CharField()
    display_name = serializers.CharField()
    roles = serializers.ListField(child=serializers.ChoiceField(choices=choices.ROLE))
    sections = serializers.ListField(child=serializers.ChoiceField(choices=choices.SECTION))
    environment = EnvironmentSerializer()
    version = serializers.CharField()
