"""Who holds which rights on one object."""

from rest_framework import serializers

from console.api.serializers import choices


class HolderSerializer(serializers.Serializer[object]):
    """A role, or a single person beside their roles. ``active`` is false for a person who is shut out,
    whose rights rest."""

    kind = serializers.ChoiceField(choices=choices.HOLDER)
    name = serializers.CharField()
    display_name = serializers.CharField()
    active = serializers.BooleanField()


class FlowHolderSerializer(HolderSerializer):
    """Who holds which rights on a flow."""

    rights = serializers.ListField(child=serializers.ChoiceField(choices=choices.FLOW_PERMISSION))


class FlowRightsSerializer(serializers.Serializer[object]):
    """Every role, and the people who hold rights of their own; ``may_change`` tells whether the caller
    may give and take."""

    holders = FlowHolderSerializer(many=True)
    may_change = serializers.BooleanField()


class FlowRightsChangeSerializer(serializers.Serializer[object]):
    """The rights that one holder shall have, and no other. Any of them brings ``view`` with it."""

    rights = serializers.ListField(child=serializers.ChoiceField(choices=choices.FLOW_PERMISSION))


class ConnectionHolderSerializer(HolderSerializer):
    """Who holds which rights on a connection."""

    rights = serializers.ListField(child=serializers.ChoiceField(choices=choices.CONNECTION_PERMISSION))


class ConnectionRightsSerializer(serializers.Serializer[object]):
    """As for a flow."""

    holders = ConnectionHolderSerializer(many=True)
    may_change = serializers.BooleanField()


class ConnectionRightsChangeSerializer(serializers.Serializer[object]):
    """The rights that one holder shall have, and no other. Any of them brings ``view`` with it."""

    rights = serializers.ListField(child=serializers.ChoiceField(choices=choices.CONNECTION_PERMISSION))
