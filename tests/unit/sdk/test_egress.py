"""Which addresses may be called, in every way they can be written."""

import ipaddress
import socket
from collections.abc import Sequence

import pytest
from yarl import URL

from connectors.sdk.egress import Guard, Reach, reach
from connectors.sdk.errors import EgressRefused
from connectors.sdk.names import AddrInfo


class Names:
    """A name server that gives the next answer at each question, and the last for ever."""

    def __init__(self, *answers: list[str]) -> None:
        self.answers = list(answers)
        self.asked = 0

    async def __call__(self, host: str, port: int) -> Sequence[AddrInfo]:
        answer = self.answers[min(self.asked, len(self.answers) - 1)]
        self.asked += 1
        return [(socket.AF_INET, socket.SOCK_STREAM, 0, "", (one, port)) for one in answer]


@pytest.mark.parametrize(
    ("address", "judged"),
    [
        ("93.184.215.14", Reach.PUBLIC),
        ("8.8.8.8", Reach.PUBLIC),
        ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", Reach.PUBLIC),
        ("127.0.0.1", Reach.PRIVATE),
        ("127.255.255.254", Reach.PRIVATE),
        ("10.0.0.1", Reach.PRIVATE),
        ("172.16.0.1", Reach.PRIVATE),
        ("172.31.255.255", Reach.PRIVATE),
        ("192.168.1.1", Reach.PRIVATE),
        ("100.64.0.1", Reach.PRIVATE),
        ("192.0.0.1", Reach.PRIVATE),
        ("192.0.0.170", Reach.PRIVATE),
        ("192.0.2.1", Reach.PRIVATE),
        ("198.18.0.1", Reach.PRIVATE),
        ("203.0.113.9", Reach.PRIVATE),
        ("::1", Reach.PRIVATE),
        ("fc00::1", Reach.PRIVATE),
        ("fd12:3456::1", Reach.PRIVATE),
        ("fec0::1", Reach.PRIVATE),
        ("2001:db8::1", Reach.PRIVATE),
        ("2001::1", Reach.PRIVATE),
        ("64:ff9b:1::1", Reach.PRIVATE),
        ("64:ff9b::8.8.8.8", Reach.PRIVATE),
        ("64:ff9b::127.0.0.1", Reach.PRIVATE),
        ("2002:0808:0808::1", Reach.PRIVATE),
        ("2002:7f00:0001::1", Reach.PRIVATE),
        ("::ffff:127.0.0.1", Reach.PRIVATE),
        ("::ffff:10.0.0.1", Reach.PRIVATE),
        ("::127.0.0.1", Reach.PRIVATE),
        ("::ffff:8.8.8.8", Reach.PUBLIC),
        ("169.254.169.254", Reach.NEVER),
        ("169.254.0.1", Reach.NEVER),
        ("::ffff:169.254.169.254", Reach.NEVER),
        ("64:ff9b::169.254.169.254", Reach.NEVER),
        ("2002:a9fe:a9fe::1", Reach.NEVER),
        ("::169.254.169.254", Reach.NEVER),
        ("fd00:ec2::254", Reach.NEVER),
        ("100.100.100.200", Reach.NEVER),
        ("fe80::1", Reach.NEVER),
        ("224.0.0.1", Reach.NEVER),
        ("ff02::1", Reach.NEVER),
        ("0.0.0.0", Reach.NEVER),
        ("0.1.2.3", Reach.NEVER),
        ("::", Reach.NEVER),
        ("240.0.0.1", Reach.NEVER),
        ("255.255.255.255", Reach.NEVER),
    ],
)
def test_addresses_are_judged(address: str, judged: Reach) -> None:
    assert reach(ipaddress.ip_address(address)) is judged


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://127.1/",
        "http://127.0.1/",
        "http://2130706433/",
        "http://017700000001/",
        "http://0177.0.0.1/",
        "http://0x7f000001/",
        "http://0x7f.0.0.1/",
        "http://0x7F.1/",
        "http://127.0.0.1./",
        "http://127.0.0.01/",
        "http://1.1.1.1.1/",
        "http://999.1.1.1/",
        "http://①②⑦.⓪.⓪.①/",
        "http://１２７.０.０.１/",
        "http://[::1]/",
        "http://[::]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:7f00:1]/",
        "http://[0:0:0:0:0:ffff:a9fe:a9fe]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[2002:7f00:1::]/",
        "http://[fe80::1%25eth0]/",
        "http://user@example.com/",
        "http://user:word@example.com/",
        "http://example.com:80@127.0.0.1/",
        "http://127.0.0.1#@example.com/",
        "http://@example.com/",
        "ftp://example.com/",
        "file:///etc/passwd",
        "gopher://example.com/",
        "unix:///var/run/x.sock",
        "//example.com/",
        "/relative",
        "",
    ],
)
def test_addresses_that_are_refused_as_written(url: str) -> None:
    try:
        parsed = URL(url)
    except ValueError:
        return
    if url == "http://@example.com/" and parsed.raw_user is None:
        return  # an empty user name is none
    with pytest.raises(EgressRefused):
        Guard().check_url(parsed)


@pytest.mark.parametrize(
    "url",
    ["http://example.com/", "https://example.com:8443/x?y=@z", "http://8.8.8.8/", "http://cafe.example/"],
)
def test_addresses_that_pass_as_written(url: str) -> None:
    guard = Guard()
    guard.check_url(URL(url))
    guard.check_url(URL(url))


async def test_a_name_is_judged_by_its_addresses() -> None:
    for inside in ("127.0.0.1", "10.1.2.3", "::1", "fe80::1%2", "169.254.169.254", "64:ff9b::a00:1"):
        with pytest.raises(EgressRefused):
            await Guard(lookup=Names([inside])).resolve("name.example", 80)


async def test_one_inner_address_refuses_the_whole_answer() -> None:
    with pytest.raises(EgressRefused):
        await Guard(lookup=Names(["8.8.8.8", "10.0.0.1"])).resolve("name.example", 80)


async def test_an_exception_holds_for_its_host_and_port_alone() -> None:
    guard = Guard(["erp.internal:8069", "[::1]:80", "10.0.0.5"], lookup=Names(["10.0.0.7"]))
    assert await guard.resolve("erp.internal", 8069)
    assert await guard.resolve("ERP.internal", 8069)
    for host, port in (("erp.internal", 22), ("other.internal", 8069)):
        with pytest.raises(EgressRefused):
            await guard.resolve(host, port)
    guard.check_url(URL("http://[::1]:80/"))
    guard.check_url(URL("http://10.0.0.5:1234/"))
    for url in ("http://[::1]:81/", "http://10.0.0.6/"):
        with pytest.raises(EgressRefused):
            guard.check_url(URL(url))


async def test_no_exception_opens_the_metadata_service() -> None:
    guard = Guard(["169.254.169.254", "meta.internal"], lookup=Names(["169.254.169.254"]))
    with pytest.raises(EgressRefused):
        guard.check_url(URL("http://169.254.169.254/latest"))
    with pytest.raises(EgressRefused):
        await guard.resolve("meta.internal", 80)


def test_no_socket_is_made_for_an_address_that_did_not_pass() -> None:
    guard = Guard(["127.0.0.1:81"])
    guard.check_url(URL("http://127.0.0.1:81/"))
    info = (socket.AF_INET, socket.SOCK_STREAM, 6, "")
    guard.open_socket((*info, ("127.0.0.1", 81))).close()
    guard.open_socket((*info, ("8.8.8.8", 80))).close()
    for address in (("127.0.0.1", 82), ("10.0.0.1", 81), ("169.254.169.254", 80)):
        with pytest.raises(EgressRefused):
            guard.open_socket((*info, address))
