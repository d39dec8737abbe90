"""An archive on loopback that logs every request and injects faults.

A program of its own, since rasterio may hold the GIL while it waits:

    python server.py --root FOLDER --log FILE [--life SECONDS]

It prints its port, then reads one JSON object a line from its standard input, answers each with a line, and ends when
the input is closed or its life is over. `{"faults": {…}}` replaces the faults, `{"report": true}` waits for what is
going on.

Faults: `script` (kinds, or null, of the next requests), then `always` (a kind) or `rate`, `seed` and `kinds` (drawn);
`latency_ms`, `retry_after` (s, of 429), `stall_s`, `drip_s` (before each byte), `sig_uses` (how often each value of
the query's `sig` is accepted; without one 403), `sig_path` (a part of the paths that want one), `authorization` and
`proxy_authorization` (what these headers must be), `path` (a part of the paths that are meant). Kinds: a status,
`429-date`, reset, reset-late, truncate, stall, stall-late, drip, drip-head, wrong-range, no-total, no-range, html,
html-unnamed, multipart, changed, gzip, no-length.

Paths besides the root's files: `/echo` answers with what it was asked, `/hop/N/…` redirects N times to `/…`,
`/to?url=…` to an address; `/token/…` gives another signature each time. It is a proxy as well: what is asked of other
hosts is answered from the root.
"""

import argparse
import json
import os
import random
import select
import socket
import struct
import sys
import threading
import time
from collections import Counter
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

_ETAG = '"one"'
_PAGE = b"<!DOCTYPE html><html><body>Please log in</body></html>"


class State:
    """What the requests share."""

    def __init__(self, root: Path, log: Path) -> None:
        self.root = root
        self.lock = threading.Condition()
        self.log = log.open("a", encoding="utf-8")
        self.active = 0
        self.set_faults({})

    def set_faults(self, faults: dict[str, Any]) -> None:
        self.faults = faults
        self.script = list(faults.get("script", ()))
        self.drawn = random.Random(faults.get("seed", 0))  # noqa: S311 - it repeats itself, which is the point
        self.signatures: Counter[str] = Counter()

    def fault(self, path: str) -> str | None:
        with self.lock:
            if self.faults.get("path", "") not in path:
                return None
            if self.script:
                return self.script.pop(0)
            if self.drawn.random() < self.faults.get("rate", 0.0):
                return self.drawn.choice(self.faults["kinds"])
            return self.faults.get("always")

    def is_expired(self, path: str, query: dict[str, list[str]]) -> bool:
        uses = self.faults.get("sig_uses")
        if uses is None or self.faults.get("sig_path", "") not in path:
            return False
        with self.lock:
            signature = query.get("sig", [""])[0]
            self.signatures[signature] += 1
            return not signature or self.signatures[signature] > uses


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 60
    wbufsize = 0
    disable_nagle_algorithm = True
    state: State

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        self._logged(self._answer)

    do_POST = do_HEAD = do_CONNECT = do_GET  # noqa: N815 - the names that the library calls

    def _logged(self, answer: Any) -> None:
        state = self.state
        self.told: dict[str, Any] = {"method": self.command, "path": urlsplit(self.path).path, "time": time.time()}
        self.told |= {"range": self.headers.get("Range"), "status": None, "bytes": 0, "fault": None}
        self.told |= {"query": urlsplit(self.path).query, "headers": dict(self.headers), "proxied": "://" in self.path}
        with state.lock:
            state.active += 1
            self.told["active"] = state.active
        try:
            answer()
        except OSError:
            self.close_connection = True
        finally:
            with state.lock:
                state.active -= 1
                state.log.write(json.dumps(self.told) + "\n")
                state.log.flush()
                state.lock.notify_all()

    def _answer(self) -> None:
        faults = self.state.faults
        self.body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        time.sleep(faults.get("latency_ms", 0) / 1000)
        path = unquote(self.told["path"])
        self.fault = self.told["fault"] = self.state.fault(path)
        if self.command == "CONNECT":
            self._send(407, b"", close=True)
        elif self.headers.get("Proxy-Authorization") != faults.get("proxy_authorization") and self.told["proxied"]:
            self._send(407, b"")
        elif self.fault in {"reset", "stall", "drip-head"}:
            self._refuse_to_speak()
        elif self.fault and self.fault[:3].isdigit():
            self._send(int(self.fault[:3]), b"<html>trouble</html>", self._retry_after())
        elif self.headers.get("Authorization") != faults.get("authorization", self.headers.get("Authorization")):
            self._send(401 if self.headers.get("Authorization") is None else 403, b"<html>no</html>")
        elif self.state.is_expired(path, parse_qs(self.told["query"])):
            self._send(403, b"<Error>AuthenticationFailed</Error>")
        elif self.fault == "html":
            self._send(200, _PAGE, {"Content-Type": "text/html; charset=utf-8"})
        elif self.fault == "html-unnamed":
            self._send(200, b"\n " + _PAGE)
        else:
            self._route(path)

    def _route(self, path: str) -> None:
        parts = path.split("/")
        file = self.state.root / path.lstrip("/")
        if path == "/echo":
            told = {"method": self.command, "headers": dict(self.headers), "body": self.body.decode()}
            self._send(200, json.dumps(told).encode(), {"Content-Type": "application/json"})
        elif parts[1] == "token":
            token = {"token": f"sig={time.monotonic_ns()}", "msft:expiry": "2100-01-01T00:00:00Z"}
            self._send(200, json.dumps(token).encode(), {"Content-Type": "application/json"})
        elif path == "/to":
            self._send(302, b"", {"Location": parse_qs(self.told["query"])["url"][0]})
        elif parts[1] == "hop":
            left = int(parts[2]) - 1
            rest = "/".join(parts[3:])
            self._send(307, b"", {"Location": f"/hop/{left}/{rest}" if left else f"/{rest}"})
        elif file.is_file():
            self._send_file(file)
        else:
            self._send(404, b"<html>not here</html>", {"Content-Type": "text/html"})

    def _send_file(self, file: Path) -> None:
        total = file.stat().st_size
        headers = {"ETag": _ETAG, "Last-Modified": formatdate(1e9, usegmt=True), "Accept-Ranges": "bytes"}
        if self.fault == "changed":
            headers |= {"ETag": '"two"', "Last-Modified": formatdate(1e9 + 60, usegmt=True)}
        if self.fault == "gzip":
            headers["Content-Encoding"] = "gzip"
        asked = self.headers.get("Range")
        if self.headers.get("If-Range") not in {None, headers["ETag"], headers["Last-Modified"]}:
            asked = None
        if asked is None or self.fault in {"no-range", "no-length"}:
            headers.pop("Accept-Ranges")
            self._send(200, file.read_bytes(), headers)
            return
        first, _, last = asked.removeprefix("bytes=").partition("-")
        start, stop = int(first), min(int(last or total) + 1, total)
        if start >= total:
            self._send(416, b"", {"Content-Range": f"bytes */{total}"})
            return
        shift = 1 if self.fault == "wrong-range" else 0
        of = "*" if self.fault == "no-total" else str(total)
        headers["Content-Range"] = f"bytes {start + shift}-{stop - 1 + shift}/{of}"
        if self.fault == "multipart":
            headers["Content-Type"] = "multipart/byteranges; boundary=x"
        with file.open("rb") as opened:
            opened.seek(start + shift)
            self._send(206, opened.read(stop - start), headers)

    def _send(self, status: int, body: bytes, headers: dict[str, str] | None = None, *, close: bool = False) -> None:
        self.told["status"] = status
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        if self.fault != "no-length":
            self.send_header("Content-Length", str(len(body)))
        if close or self.fault == "no-length":
            self.send_header("Connection", "close")
            self.close_connection = True
        self.end_headers()
        if self.command != "HEAD":
            self._write(body)

    def _write(self, body: bytes) -> None:
        cut = self.state.drawn.randrange(max(1, len(body))) if self.fault in {"truncate", "reset-late"} else len(body)
        if self.fault == "stall-late":
            cut = len(body) // 2
        step = 1 if self.fault == "drip" else 1 << 16
        for at in range(0, cut, step):
            piece = body[at : min(at + step, cut)]
            self.wfile.write(piece)
            self.told["bytes"] += len(piece)
            if self.fault == "drip":
                time.sleep(self.state.faults.get("drip_s", 0.02))
        if self.fault == "stall-late":
            self._stall()
        if cut < len(body):
            self._break_off(reset=self.fault == "reset-late")

    def _refuse_to_speak(self) -> None:
        if self.fault == "stall":
            self._stall()
        if self.fault == "drip-head":
            for letter in b"HTTP/1.1 200 OK\r\n" + b"X-Slow: yes\r\n" * 1000:
                self.wfile.write(bytes([letter]))
                time.sleep(self.state.faults.get("drip_s", 0.02))
        self._break_off(reset=self.fault == "reset")

    def _stall(self) -> None:
        """Be silent until it has been long enough, or the client has gone."""
        select.select([self.connection], [], [], self.state.faults.get("stall_s", 2.0))

    def _break_off(self, *, reset: bool) -> None:
        self.close_connection = True
        if reset:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()
        else:
            self.connection.shutdown(socket.SHUT_RDWR)

    def _retry_after(self) -> dict[str, str]:
        seconds = self.state.faults.get("retry_after")
        if seconds is None or not (self.fault or "").startswith("429"):
            return {}
        return {"Retry-After": formatdate(time.time() + seconds, usegmt=True) if "date" in self.fault else str(seconds)}


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128  # a connection that finds the queue full is only tried again after a second

    def handle_error(self, *_: object) -> None:
        """Say nothing of clients that are gone."""


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--root", type=Path, required=True)
    parser.add_argument("--log", type=Path, required=True)
    parser.add_argument("--life", type=float, default=300.0)
    given = parser.parse_args()
    Handler.state = state = State(given.root, given.log)
    server = Server(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    threading.Timer(given.life, os._exit, (0,)).start()
    sys.stdout.write(f"{server.server_port}\n")
    sys.stdout.flush()
    for line in sys.stdin:
        order = json.loads(line)
        with state.lock:
            if "faults" in order:
                state.set_faults(order["faults"])
            if "report" in order:
                state.lock.wait_for(lambda: not state.active, timeout=2.0)
        sys.stdout.write("done\n")
        sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
