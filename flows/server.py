"""The server that a flow of the command line talks to: one that answers, or Prefect's own temporary one.

The temporary server is a child of this process and belongs to its terminal: Ctrl-C would reach both, and a run whose
server has gone waits minutes for it. A child inherits the signal mask of the thread that starts it, so it is started by
a thread that blocks SIGINT. Prefect stops it when this process ends.
"""

import signal
import threading

from prefect.client.orchestration import get_client
from prefect.server.api.server import SubprocessASGIServer

from flows.errors import ServerError


def require_answer() -> None:
    """Check that the server that is set up answers.

    Raises:
        ServerError: it does not.
    """
    with get_client(sync_client=True) as client:
        if client.api_healthcheck() is not None:
            message = f"no Prefect server answers at {client.api_url}; start it, or unset PREFECT_API_URL"
            raise ServerError(message)


def start_temporary() -> None:
    """Start the server that flows of this process will use, and wait until it answers.

    Raises:
        ServerError: it does not start.
    """
    failure: list[Exception] = []
    thread = threading.Thread(target=_start, args=(failure,), name="umran-server", daemon=True)
    thread.start()
    thread.join()
    if failure:
        why = " ".join(str(failure[0]).split())
        message = f"Prefect's temporary server did not start: {why}; run without --prefect, or start a server yourself"
        raise ServerError(message) from failure[0]


def _start(failure: list[Exception]) -> None:
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        SubprocessASGIServer().start()
    except Exception as error:  # noqa: BLE001 (carried to the thread that waits)
        failure.append(error)
