"""A real S3-speaking server (moto's) that can be told to fail: run as a program, it prints its port.

POST /-/fault {"at": k, "kind": …, "lasting": bool} counts requests from here on and fails the k-th; a lasting fault
also fails each repetition of it, which is what a client's retries are. GET /-/seen answers the requests since then.

Kinds: 403, 500, 503 (S3's own errors), timeout (no answer), reset (before anything is done), lost (all is done, but the
answer is not sent), truncated (the answer breaks off).
"""

import json
import logging
import socket
import struct
import sys
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

from moto.server import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import WSGIRequestHandler, make_server

SILENCE_S = 0.7
"""Longer than the tests' clients wait."""
_ERRORS = {
    403: ("403 Forbidden", "AccessDenied"),
    500: ("500 Internal Server Error", "InternalError"),
    503: ("503 Service Unavailable", "SlowDown"),
}


class Faulty:
    """Passes requests to an application, and fails the one that it was told to."""

    def __init__(self, application: Callable[..., Iterable[bytes]]) -> None:
        self.application = application
        self.lock = threading.Lock()
        self.fault: dict[str, Any] = {}
        self.seen: list[str] = []
        self.failing = ""

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if path.startswith("/-/"):
            return self.control(path, environ, start)
        kind = self.kind_for(f"{environ['REQUEST_METHOD']} {path}?{environ.get('QUERY_STRING', '')}")
        if kind is None:
            return self.application(environ, start)
        return self.fail(kind, environ, start)

    def control(self, path: str, environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
        with self.lock:
            if path == "/-/fault":
                self.fault = json.loads(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])))
                self.seen, self.failing = [], ""
            body = json.dumps(self.seen).encode()
        start("200 OK", [("Content-Length", str(len(body)))])
        return [body]

    def kind_for(self, request: str) -> int | str | None:
        with self.lock:
            if self.failing == request and self.fault.get("lasting"):
                return self.fault["kind"]  # type: ignore[no-any-return]
            self.seen.append(request)
            if len(self.seen) != self.fault.get("at"):
                return None
            self.failing = request
            return self.fault["kind"]  # type: ignore[no-any-return]

    def fail(self, kind: int | str, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        if isinstance(kind, int):
            status, code = _ERRORS[kind]
            environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
            body = f"<?xml version='1.0'?><Error><Code>{code}</Code><Message>told to</Message></Error>".encode()
            start(status, [("Content-Length", str(len(body))), ("Content-Type", "application/xml")])
            return [body]
        raw: socket.socket = environ["werkzeug.socket"]
        if kind == "timeout":
            time.sleep(SILENCE_S)
        elif kind == "lost":
            list(self.application(environ, lambda *_: None))
        elif kind == "truncated":
            body = b"".join(self.application(environ, lambda *_: None))
            raw.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % (len(body) + 9) + body[: len(body) // 2])
            raw.shutdown(socket.SHUT_RDWR)
            return []
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        raise ConnectionResetError  # werkzeug then closes without a word


class Quiet(WSGIRequestHandler):
    """Says nothing: broken connections are the point."""

    def log(self, *_: Any, **__: Any) -> None:
        pass

    def connection_dropped(self, *_: Any) -> None:
        self.close_connection = True


if __name__ == "__main__":
    logging.getLogger("werkzeug").setLevel(logging.CRITICAL)
    application = Faulty(DomainDispatcherApplication(create_backend_app))
    server = make_server("127.0.0.1", 0, application, threaded=True, request_handler=Quiet)
    sys.stdout.write(f"{server.port}\n")
    sys.stdout.flush()
    server.log = lambda *_, **__: None  # type: ignore[method-assign]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    sys.stdin.read()  # until whoever started it is gone, however it went
