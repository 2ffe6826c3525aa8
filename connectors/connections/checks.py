"""Holds what people enter against the connector's manifest, and tells everything at once."""

import ipaddress
import re
from collections.abc import Iterator, Mapping

from connectors.connections.errors import ConnectionRefused
from connectors.sdk.protocol import Manifest
from connectors.sdk.schemas import validator
from connectors.sdk.secrecy import secret_paths
from connectors.sdk.types import JSON

SLUG = re.compile(r"^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$")
HOST_NAME = re.compile(
    r"^(?=.{1,253}$)[a-z0-9_](?:[a-z0-9_-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$"
)
MAX_SECRET = 20_000
MAX_HOSTS = 50


def refuse(what: str, problems: tuple[str, ...]) -> None:
    """Raises ConnectionRefused where there are problems."""
    if problems:
        raise ConnectionRefused(f"{what} cannot be saved: {problems[0]}", problems)


def slug_problems(slug: str) -> Iterator[str]:
    if not SLUG.match(slug):
        yield "slug: use small letters, digits and hyphens, at most 63, with a letter or digit at both ends"


def name_problems(name: str) -> Iterator[str]:
    if not name.strip() or len(name) > 200:
        yield "name: give 1 to 200 characters"


def config_problems(manifest: Manifest, config: JSON) -> Iterator[str]:
    """A secret in the configuration comes first: it must not be stored anywhere readable."""
    for path in secret_paths(config, manifest.secret_fields):
        fields = ", ".join(manifest.secret_fields) or "no secrets"
        yield f"config/{path}: looks like a secret; enter it under secrets ({fields})"
    for problem in validator(manifest.config_schema).problems(config):
        yield f"config/{problem}"


def secret_problems(manifest: Manifest, secrets: Mapping[str, JSON]) -> Iterator[str]:
    for name, value in secrets.items():
        if name not in manifest.secret_fields:
            known = ", ".join(manifest.secret_fields) or "none"
            yield f"secrets/{name}: the connector {manifest.name} has no such secret (it has: {known})"
        elif value is not None and not (isinstance(value, str) and 0 < len(value) <= MAX_SECRET):
            yield f"secrets/{name}: give a text of 1 to {MAX_SECRET} characters, or null to remove it"
        elif isinstance(value, str) and ("\x00" in value or value != value.strip("\r\n")):
            yield f"secrets/{name}: the text holds a line end at its edge or a NUL character"


def limit_problems(max_concurrency: JSON, requests_per_minute: JSON) -> Iterator[str]:
    if not _whole(max_concurrency) or not 1 <= max_concurrency <= 256:
        yield "max_concurrency: give a whole number from 1 to 256"
    if requests_per_minute is not None and (
        not _whole(requests_per_minute) or not 1 <= requests_per_minute <= 1_000_000
    ):
        yield "requests_per_minute: give a whole number from 1 to 1000000, or null for no limit"


def host_problems(hosts: JSON) -> Iterator[str]:
    if not isinstance(hosts, list | tuple) or len(hosts) > MAX_HOSTS:
        yield f"allowed_private_hosts: give a list of at most {MAX_HOSTS} hosts"
        return
    for index, entry in enumerate(hosts):
        if not isinstance(entry, str) or not _host_entry(entry.lower()):
            yield f"allowed_private_hosts/{index}: give a host or host:port, without wildcard or network"


def _whole(value: JSON) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _host_entry(entry: str) -> bool:
    host, port = _split(entry)
    if port is not None and not (port.isdecimal() and 0 < int(port) < 65_536):
        return False
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return not host.replace(".", "").isdigit() and HOST_NAME.match(host) is not None
    return True


def _split(entry: str) -> tuple[str, str | None]:
    if entry.startswith("["):
        host, bracket, rest = entry[1:].partition("]")
        valid = bracket and (not rest or rest.startswith(":"))
        return (host, rest[1:] if rest else None) if valid else ("", None)
    if entry.count(":") > 1:
        return entry, None
    host, colon, port = entry.partition(":")
    return host, port if colon else None
