"""Hosts of our own on one machine: network namespaces on a bridge, each with its wire to cut.

Needs root and Debian's iproute2. Nothing leaves the machine: the bridge has no other port.
"""

import os
import signal
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

NET = "10.77.0"


def ip(*words: str) -> None:
    """Run `ip`; what it says on failure is raised."""
    done = subprocess.run(["ip", *words], capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"ip {' '.join(words)}: {done.stderr.strip()}")


@dataclass
class Host:
    """A machine of the drill: its name, its address, and what runs on it."""

    name: str
    number: int
    tag: str
    processes: list[subprocess.Popen] = field(default_factory=list)

    @property
    def address(self) -> str:
        """Return the address that the other hosts reach it by."""
        return f"{NET}.{self.number}"

    @property
    def space(self) -> str:
        """Return the name of its network namespace."""
        return f"{self.tag}-{self.name}"

    @property
    def _wire(self) -> str:
        return f"{self.tag}{self.number}"

    def set_up(self, bridge: str) -> None:
        """Make the namespace and its wire to the bridge."""
        ip("netns", "add", self.space)
        ip("link", "add", self._wire, "type", "veth", "peer", "name", "eth0", "netns", self.space)
        ip("link", "set", self._wire, "master", bridge, "up")
        ip("-n", self.space, "addr", "add", f"{self.address}/24", "dev", "eth0")
        ip("-n", self.space, "link", "set", "eth0", "up")
        ip("-n", self.space, "link", "set", "lo", "up")

    def tear_down(self) -> None:
        """End what runs here and take the namespace away, its wire with it."""
        self.kill()
        subprocess.run(["ip", "netns", "del", self.space], capture_output=True)

    def cut(self) -> None:
        """Cut the wire: packets vanish, nobody is told."""
        ip("link", "set", self._wire, "down")

    def mend(self) -> None:
        """Put the wire back."""
        ip("link", "set", self._wire, "up")

    def tune(self, *settings: str) -> None:
        """Set kernel settings of this host's network, `name=value` each."""
        self.run("sysctl", "-q", "-w", *settings)

    def run(self, *command: str, **options) -> subprocess.CompletedProcess:
        """Run a command here to its end; raise when it fails."""
        return subprocess.run(["ip", "netns", "exec", self.space, *command], check=True, **options)

    def start(self, *command: str, log: Path, **options) -> subprocess.Popen:
        """Start a command here that goes on, in a process group of its own."""
        with log.open("ab") as out:
            process = subprocess.Popen(["ip", "netns", "exec", self.space, *command], stdout=out,
                                       stderr=out, start_new_session=True, **options)  # fmt: skip
        self.processes.append(process)
        return process

    def kill(self) -> None:
        """End all that runs here at once, as a power cut would."""
        pids = subprocess.run(["ip", "netns", "pids", self.space], capture_output=True, text=True)
        for pid in pids.stdout.split():
            try:
                os.kill(int(pid), signal.SIGKILL)
            except ProcessLookupError:
                continue
        for process in self.processes:
            process.wait()
        self.processes.clear()


class Network:
    """The hosts by name, on one bridge that this process is on too."""

    def __init__(self, names: list[str]):
        self.tag = f"d{os.getpid() % 100000}"
        self.bridge = f"{self.tag}br"
        self.hosts = {name: Host(name, 10 + n, self.tag) for n, name in enumerate(names)}

    def __enter__(self) -> "Network":
        """Make bridge and hosts; whatever fails is taken down again."""
        try:
            ip("link", "add", self.bridge, "type", "bridge")
            ip("addr", "add", f"{NET}.1/24", "dev", self.bridge)
            ip("link", "set", self.bridge, "up")
            for host in self.hosts.values():
                host.set_up(self.bridge)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_) -> None:
        """Take everything down."""
        for host in self.hosts.values():
            host.tear_down()
        subprocess.run(["ip", "link", "del", self.bridge], capture_output=True)

    def __getitem__(self, name: str) -> Host:
        """Return the host of this name."""
        return self.hosts[name]
