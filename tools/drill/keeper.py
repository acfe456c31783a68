"""Keeps the site's server up on one host, as systemd does with nianbao-web.socket and .service.

    python -m tools.drill.keeper HOST:PORT COMMAND …

The listening socket belongs to the keeper: while the server is restarted, who connects waits. SIGHUP
restarts it (systemctl restart), a server that dies is started again, SIGTERM ends both.
"""

import os
import signal
import socket
import subprocess
import sys
import time

FIRST = 3  # the descriptor at which systemd hands over sockets


def listen(address: str) -> socket.socket:
    """Return the socket, at the descriptor that a server looks for it."""
    host, port = address.rsplit(":", 1)
    made = socket.create_server((host, int(port)), backlog=2048)
    if made.fileno() != FIRST:
        os.dup2(made.fileno(), FIRST)
    os.set_inheritable(FIRST, True)
    return made


def serve(command: list[str]) -> subprocess.Popen:
    """Start the server with the socket; the shell knows the number of the process it becomes."""
    handed = ["sh", "-c", 'LISTEN_FDS=1 LISTEN_PID=$$ exec "$@"', "sh", *command]
    return subprocess.Popen(handed, pass_fds=[FIRST])


def keep(command: list[str]) -> None:
    """Keep the server up until told to end."""
    told = []
    for number in (signal.SIGHUP, signal.SIGTERM):
        signal.signal(number, lambda number, _: told.append(number))
    server = serve(command)
    while signal.SIGTERM not in told:
        if signal.SIGHUP in told:
            told.remove(signal.SIGHUP)
            server.terminate()
            server.wait()
        if server.poll() is not None:
            server = serve(command)
        time.sleep(0.05)
    server.terminate()
    server.wait()


if __name__ == "__main__":
    open_socket = listen(sys.argv[1])
    keep(sys.argv[2:])
