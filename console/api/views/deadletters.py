"""Dead letters: executions that wait for a person, grouped by cause."""

from collections.abc import Sequence

from django.db import transaction
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from connectors.sdk.types import JSON
from console.api import pagination
from console.api.base import ApiViewSet
from console.api.described import extend_schema
from console.api.serializers.batches import FailedBatchListSerializer
from console.api.serializers.executions import (
    DeadLetterGroupListSerializer,
    DeadLetterGroupQuerySerializer,
    DeadLetterQuerySerializer,
    DeadLetterRowSerializer,
    DiscardedSerializer,
    DiscardGroupSerializer,
    DiscardSerializer,
    FlowQuerySerializer,
    RedrivenSerializer,
    RedriveSerializer,
    ReplayedSerializer,
    ReplayLettersSerializer,
    ReplayPortionSerializer,
    RestoredSerializer,
    RestoreGroupSerializer,
    RestoreSerializer,
)
from flows.facade import deadletters, replays
from flows.facade.batch import showing
from flows.facade.replays import Replayed

_GROUP = r"groups/(?P<group>[\w.:-]+)"


class DeadLetterViewSet(ApiViewSet):
    scopes = {
        "list": "executions:read",
        "groups": "executions:read",
        "batches": "executions:read",
        "redrive_group": "executions:operate",
        "redrive": "executions:operate",
        "replay_group": "executions:operate",
        "replay": "executions:operate",
        "discard_group": "executions:operate",
        "discard": "executions:operate",
        "restore_group": "executions:operate",
        "restore": "executions:operate",
    }

    @extend_schema(
        operation_id="dead_letters_list",
        parameters=[DeadLetterQuerySerializer],
        responses=pagination.page_schema(DeadLetterRowSerializer),
    )
    def list(self, request: Request) -> Response:
        """Dead executions, newest first; open ones where no state is named."""
        page = deadletters.listing(self.actor, **self.query(DeadLetterQuerySerializer))
        return pagination.answer(
            request, DeadLetterRowSerializer, page.rows, following=page.next, preceding=page.previous
        )

    @extend_schema(
        operation_id="dead_letters_groups",
        parameters=[DeadLetterGroupQuerySerializer],
        responses=DeadLetterGroupListSerializer,
    )
    @action(detail=False)
    def groups(self, request: Request) -> Response:
        """Dead letters by cause, with their number and an example."""
        found = deadletters.groups(self.actor, **self.query(DeadLetterGroupQuerySerializer))
        return Response(DeadLetterGroupListSerializer({"results": found}).data)

    @extend_schema(
        operation_id="dead_letters_batches",
        parameters=[FlowQuerySerializer],
        responses=FailedBatchListSerializer,
    )
    @action(detail=False)
    def batches(self, request: Request) -> Response:
        """The newest batches with failed records that nobody ran again. Each record is a dead letter of
        its own, and is listed and redriven in its batch."""
        found = showing.failed(self.actor, **self.query(FlowQuerySerializer))
        return Response(FailedBatchListSerializer({"results": found}).data)

    @extend_schema(
        operation_id="dead_letters_redrive_group", request=None, responses={202: RedrivenSerializer}
    )
    @action(detail=False, methods=["post"], url_path=f"{_GROUP}/redrive")
    @transaction.atomic
    def redrive_group(self, request: Request, group: str) -> Response:
        """Resumes every open dead letter of a group."""
        redriven = deadletters.redrive_group(self.actor, group)
        self.audited("dead_letters.redrive", f"group:{group}", {"redriven": redriven})
        return Response(RedrivenSerializer({"redriven": redriven}).data, status=202)

    @extend_schema(
        operation_id="dead_letters_redrive", request=RedriveSerializer, responses={202: RedrivenSerializer}
    )
    @action(detail=False, methods=["post"])
    @transaction.atomic
    def redrive(self, request: Request) -> Response:
        """Resumes the open dead letters that are named; discarded ones are left alone."""
        ids = _ids(self.body(RedriveSerializer))
        redriven = deadletters.redrive(self.actor, ids)
        if redriven:
            self._audited_ids("dead_letters.redrive", ids, {"redriven": redriven})
        return Response(RedrivenSerializer({"redriven": redriven}).data, status=202)

    @extend_schema(
        operation_id="dead_letters_replay_group",
        request=ReplayPortionSerializer,
        responses={202: ReplayedSerializer},
    )
    @action(detail=False, methods=["post"], url_path=f"{_GROUP}/replay")
    @transaction.atomic
    def replay_group(self, request: Request, group: str) -> Response:
        """Runs the messages of a group's open dead letters again with the live version of the flow, a
        portion by each call. Each letter is laid aside as replayed, and no message is replayed twice."""
        done = replays.replay_group(self.actor, group, self.body(ReplayPortionSerializer).get("after"))
        if done.executions:
            self.audited("dead_letters.replay", f"group:{group}", _replay_detail(done))
        return Response(ReplayedSerializer(done).data, status=202)

    @extend_schema(
        operation_id="dead_letters_replay",
        request=ReplayLettersSerializer,
        responses={202: ReplayedSerializer},
    )
    @action(detail=False, methods=["post"])
    @transaction.atomic
    def replay(self, request: Request) -> Response:
        """The same for the open dead letters that are named."""
        given = self.body(ReplayLettersSerializer)
        ids = _ids(given)
        done = replays.replay(self.actor, ids, given.get("after"))
        if done.executions:
            self._audited_ids("dead_letters.replay", ids, _replay_detail(done))
        return Response(ReplayedSerializer(done).data, status=202)

    @extend_schema(
        operation_id="dead_letters_discard_group",
        request=DiscardGroupSerializer,
        responses=DiscardedSerializer,
    )
    @action(detail=False, methods=["post"], url_path=f"{_GROUP}/discard")
    @transaction.atomic
    def discard_group(self, request: Request, group: str) -> Response:
        """Lays every open dead letter of a group aside, with a reason. The executions stay dead and
        are counted so; they can be restored."""
        note = self.body(DiscardGroupSerializer)["note"]
        discarded = deadletters.discard_group(self.actor, group, note)
        self.audited("dead_letters.discard", f"group:{group}", {"discarded": discarded, "note": note})
        return Response(DiscardedSerializer({"discarded": discarded}).data)

    @extend_schema(
        operation_id="dead_letters_discard", request=DiscardSerializer, responses=DiscardedSerializer
    )
    @action(detail=False, methods=["post"])
    @transaction.atomic
    def discard(self, request: Request) -> Response:
        """Lays the open dead letters that are named aside, with a reason."""
        given = self.body(DiscardSerializer)
        ids, note = _ids(given), given["note"]
        discarded = deadletters.discard(self.actor, ids, note)
        if discarded:
            self._audited_ids("dead_letters.discard", ids, {"discarded": discarded, "note": note})
        return Response(DiscardedSerializer({"discarded": discarded}).data)

    @extend_schema(
        operation_id="dead_letters_restore_group",
        request=RestoreGroupSerializer,
        responses=RestoredSerializer,
    )
    @action(detail=False, methods=["post"], url_path=f"{_GROUP}/restore")
    @transaction.atomic
    def restore_group(self, request: Request, group: str) -> Response:
        """Makes the discarded dead letters of a group open again."""
        note = self.body(RestoreGroupSerializer)["note"]
        restored = deadletters.restore_group(self.actor, group)
        self.audited("dead_letters.restore", f"group:{group}", {"restored": restored, "note": note})
        return Response(RestoredSerializer({"restored": restored}).data)

    @extend_schema(
        operation_id="dead_letters_restore", request=RestoreSerializer, responses=RestoredSerializer
    )
    @action(detail=False, methods=["post"])
    @transaction.atomic
    def restore(self, request: Request) -> Response:
        """Makes the discarded dead letters that are named open again."""
        given = self.body(RestoreSerializer)
        ids = _ids(given)
        restored = deadletters.restore(self.actor, ids)
        if restored:
            self._audited_ids("dead_letters.restore", ids, {"restored": restored, "note": given["note"]})
        return Response(RestoredSerializer({"restored": restored}).data)

    def _audited_ids(self, action: str, ids: Sequence[str], detail: dict[str, JSON]) -> None:
        """Under the execution's own name where it is one, so that it is found by it."""
        if len(ids) == 1:
            self.audited(action, f"execution:{ids[0]}", detail)
        else:
            self.audited(action, "executions", {**detail, "executions": list(ids)})


def _replay_detail(done: Replayed) -> dict[str, JSON]:
    return {
        "replayed": len(done.executions),
        "refused": len(done.refused),
        "versions": [f"{flow} {version}" for flow, version in done.versions.items()],
    }


def _ids(given: dict[str, list[JSON]]) -> list[str]:
    return [str(one) for one in given["executions"]]
