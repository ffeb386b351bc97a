"""A request as the slower ways read it: everything fetched from the server's objects once."""

from dataclasses import dataclass

from standfirst.delivery.front.forwarding import raw_target
from standfirst.delivery.front.kept import Headers
from standfirst.delivery.front.rsgi import HTTPProtocol, RequestHeaders, Scope

STAFF = "/admin/"
HEALTH = frozenset({"/healthz", "/readyz"})


@dataclass(frozen=True, slots=True)
class Incoming:
    """One request. ``path`` is decoded; ``client`` is the address that the connection came from."""

    protocol: HTTPProtocol
    method: str
    path: str
    query: str
    client: str
    authority: str | None
    is_old: bool
    fields: RequestHeaders
    headers: Headers

    @classmethod
    def read(cls, scope: Scope, protocol: HTTPProtocol) -> "Incoming":
        """Take from the server what there is to know."""
        fields = scope.headers
        return cls(
            protocol,
            scope.method,
            scope.path,
            scope.query_string,
            scope.client.rpartition(":")[0].strip("[]"),
            scope.authority,
            scope.http_version == "1",
            fields,
            fields.items(),
        )

    @property
    def target(self) -> str:
        """Path and query as they go over the wire."""
        return raw_target(self.path, self.query)

    @property
    def is_reading(self) -> bool:
        """Whether the method is one that a stored page answers."""
        return self.method in {"GET", "HEAD"}

    def is_of_staff(self, cookie: str) -> bool:
        """Whether it may use the share of those who run the paper, or watch it run."""
        if self.path.startswith(STAFF) or self.path in HEALTH:
            return True
        return any(name == "cookie" and f"{cookie}=" in value for name, value in self.headers)
