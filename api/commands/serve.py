"""``whoknows serve``."""

import gc
import ipaddress
import socket
from typing import Annotated

import typer
import uvicorn

from api.app import create_app
from api.commands.options import As, Store
from graphkit.acl import Viewer
from graphkit.errors import ConfigError
from graphkit.settings import Settings


def serve(
    host: Annotated[
        str, typer.Option(help="Address to listen on; this machine only.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on.")] = 8000,
    as_tokens: As = None,
    store: Store = None,
) -> None:
    """Serve the page and the HTTP API on this machine.

    Everybody who can reach it sees what the public viewer sees, or what --as says.

    \b
    whoknows serve
    whoknows serve --port 8080 --as group:bids
    curl 'http://127.0.0.1:8000/v1/experts?q=offshore+wind+permits&k=3'
    """
    settings = Settings.load()
    if store:
        settings = settings.model_copy(update={"store": store})
    _must_be_local(host)
    app = create_app(settings, Viewer.named(as_tokens or ()))
    listener = _listen(host, port)
    shown = f"[{host}]" if ":" in host else host
    typer.echo(f"serving on http://{shown}:{listener.getsockname()[1]} (Ctrl-C stops)")
    gc.freeze()  # what is imported stays: looking through it again costs a fifth of an answer
    # No access log: questions stand in addresses, and questions belong in no log.
    config = uvicorn.Config(app, access_log=False, log_level="warning")
    uvicorn.Server(config).run(sockets=[listener])


def _must_be_local(host: str) -> None:
    try:
        local = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        local = False
    if not local:
        msg = (
            f"will not listen on {host}: without sign-in, whoever reaches it would be taken for "
            "the same viewer; use 127.0.0.1"
        )
        raise ConfigError(msg)


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        msg = f"cannot listen on {host} port {port} ({error.strerror}): take another with --port"
        raise ConfigError(msg) from error
