"""A test of the tests: every model has its API, list-filter and permission tests, or a reason."""

from importlib import import_module

from django.apps import apps

OURS = ("accounts", "audit", "connections", "store")
COVERED: dict[str, tuple[str, str, str]] = {
    "accounts.User": (
        "test_people.test_a_person_is_made_and_signs_in_with_the_password_shown_once",
        "test_people.test_the_list_goes_by_name_in_pages_and_filters",
        "test_people.test_people_are_for_administrators",
    ),
    "accounts.ApiToken": (
        "test_tokens.test_a_token_is_shown_once_and_only_its_hash_is_kept",
        "test_tokens.test_tokens_belong_to_their_user",
        "test_tokens.test_a_token_holds_no_right_that_its_user_lacks",
    ),
    "audit.AuditEntry": (
        "test_audit_api.test_deeds_are_listed_newest_first",
        "test_audit_api.test_filters",
        "test_audit_api.test_the_trail_is_for_those_who_hold_the_permission",
    ),
    "connections.System": (
        "test_connections.test_what_is_there_or_missing_is_told",
        "test_connections.test_systems_are_seen_by_those_who_work_with_them",
        "test_connections.test_private_hosts_are_for_administrators",
    ),
    "connections.Connection": (
        "test_connections.test_secrets_go_in_and_never_come_out",
        "test_connections.test_lists_hold_to_the_rights_on_the_connection",
        "test_connections.test_who_may_change_connections",
    ),
    "connections.ConnectionSecret": (
        "test_connections.test_secrets_go_in_and_never_come_out",
        "test_connections.test_lists_hold_to_the_rights_on_the_connection",
        "test_connections.test_who_may_change_connections",
    ),
    "store.Flow": (
        "test_flows.test_a_flow_goes_from_nothing_to_live",
        "test_flows.test_the_client_sees_only_what_was_granted",
        "test_flows.test_only_makers_make_flows",
    ),
    "store.Draft": (
        "test_flows.test_two_people_save_and_the_second_is_told",
        "test_flows.test_those_who_may_not_edit_see_the_draft_without_its_problems",
        "test_flows.test_those_who_may_not_edit_see_the_draft_without_its_problems",
    ),
    "store.FlowVersion": (
        "test_flows.test_the_same_definition_is_not_published_twice",
        "test_flows.test_the_same_definition_is_not_published_twice",
        "test_flows.test_the_client_sees_only_what_was_granted",
    ),
    "store.WebhookSecret": (
        "test_flows.test_the_webhook_secret_is_shown_once",
        "test_flows.test_the_webhook_secret_is_shown_once",
        "test_flows.test_the_webhook_secret_is_shown_once",
    ),
    "store.Execution": (
        "test_executions.test_one_execution_is_shown_in_full",
        "test_executions.test_filters",
        "test_executions.test_lists_hold_to_the_rights_on_the_flow",
    ),
    "store.BusinessKey": (
        "test_executions.test_one_execution_is_shown_in_full",
        "test_executions.test_filters",
        "test_executions.test_lists_hold_to_the_rights_on_the_flow",
    ),
    "store.Outcome": (
        "test_executions.test_cancel_ends_an_execution_once",
        "test_executions.test_filters",
        "test_executions.test_counts_hold_to_the_rights_on_the_flow",
    ),
    "store.DeadLetter": (
        "test_executions.test_dead_letters_are_grouped_and_redriven",
        "test_discard.test_a_discarded_letter_is_listed_by_its_state_alone",
        "test_executions.test_dead_letters_hold_to_the_rights_on_the_flow",
    ),
}
"""Model → its test over the API, of its list's filter, of its permissions."""
EXEMPT = {
    "accounts.FailedSignIn": "a counter behind the sign-in, never shown (test_session tries it)",
    "store.QueueItem": "shown as the status of an execution, never by itself",
    "store.StepAttempt": "shown inside an execution, never by itself",
    "store.VersionProofs": "told with the version as its acceleration (test_acceleration)",
    "store.MappingDemotion": "told with the version as its acceleration, and counted (test_acceleration)",
    "store.ScheduleTick": "a mark of the scheduler, never shown",
}


def test_every_model_is_covered_or_says_why_not() -> None:
    models = {model._meta.label for app in OURS for model in apps.get_app_config(app).get_models()}
    assert models == COVERED.keys() | EXEMPT.keys()
    assert not COVERED.keys() & EXEMPT.keys()


def test_the_tests_that_are_named_are_there() -> None:
    named = {name for names in COVERED.values() for name in names}
    missing = [name for name in named if not _exists(*name.split("."))]
    assert missing == []


def _exists(module: str, function: str) -> bool:
    return callable(getattr(import_module(f"tests.integration.api.{module}"), function, None))
