"""What a browser asks of a server for a page on another origin."""

from __future__ import annotations

from dataclasses import dataclass

from ..protocol.requests import CORSRequest
from ..protocol.requests import Preflight


@dataclass(frozen=True)
class PageRequest:
    """What a browser asks of a server for a page on another origin.

    :param origin: the serialized origin that is sent.
    :param method: the method.
    :param headers: the lower-case names that a preflight asks for.
    :param credentials: whether the credentials mode is ``include``.
    :param preflight: whether a preflight comes first.
    :param private_network: whether leave to reach a private network is asked for.
    """

    origin: str
    method: str = "GET"
    headers: tuple[str, ...] = ()
    credentials: bool = False
    preflight: bool = False
    private_network: bool = False

    @classmethod
    def of(cls, asked: CORSRequest | Preflight) -> PageRequest:
        """What the server knows of it: not whether there will be credentials."""
        origin, private_network = asked.origin or "", asked.private_network
        if not isinstance(asked, Preflight):
            return cls(origin, private_network=private_network)
        names = [name.strip() for name in (asked.headers or "").lower().split(",")]
        headers = tuple(name for name in names if name)
        return cls(origin, asked.method, headers, preflight=True, private_network=private_network)
