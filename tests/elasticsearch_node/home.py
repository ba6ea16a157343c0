"""The files of an Elasticsearch node, put together once from packages and kept in the user's cache.

Maven coordinates are resolved by `jgo`, with the repository it is set up to use. The server is
there without its modules, but for the HTTP and transport layer: no `GET /`, no `_reindex`, no
analysis filters beyond lower case, no security.
"""

import os
import shutil
import tempfile
from pathlib import Path

VERSION = "9.2.0"
"""The last one whose transport module was published as a package of its own."""
_COORDINATES = (
    f"org.elasticsearch:elasticsearch:{VERSION}+org.elasticsearch.plugin:transport-netty4:{VERSION}"
)
_MODULE = "transport-netty4"
_DESCRIPTOR = f"""description=Netty HTTP and transport
version={VERSION}
name={_MODULE}
classname=org.elasticsearch.transport.netty4.Netty4Plugin
java.version=21
elasticsearch.version={VERSION}
extended.plugins=
has.native.controller=false
"""
_LOG_SETTINGS = """status = error
appender.console.type = Console
appender.console.name = console
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = [%d{ISO8601}][%-5p][%c{1.}] %m%n
rootLogger.level = error
rootLogger.appenderRef.console.ref = console
"""


class Unavailable(Exception):
    """The packages cannot be reached from this machine."""


def home() -> Path:
    """The folder with `lib/` and `modules/`; made on first use (75 MB), then used as it is.

    Raises Unavailable if the packages are not installed or cannot be downloaded.
    """
    folder = _cache() / f"elasticsearch-{VERSION}"
    if not folder.exists():
        _make(folder)
    return folder


def make_config(folder: Path) -> Path:
    """Write a node's configuration folder; its settings are given when it starts."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "log4j2.properties").write_text(_LOG_SETTINGS)
    (folder / "elasticsearch.yml").write_text("")
    return folder


def _cache() -> Path:
    default = Path.home() / ".cache"
    return Path(os.environ.get("XDG_CACHE_HOME") or default) / "truyvet-tests"


def _make(folder: Path) -> None:
    """Made aside and renamed, so that it is whole or not there."""
    jars = _download()
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as made:
        _lay_out(jars, Path(made) / "home")
        try:
            (Path(made) / "home").rename(folder)
        except OSError:
            if not folder.exists():
                raise


def _download() -> list[Path]:
    try:
        import jgo

        return [Path(artifact.resolve()) for artifact in jgo.resolve(_COORDINATES)]
    except Exception as error:  # jgo lets through whatever its HTTP and XML libraries raise
        raise Unavailable(f"the packages of Elasticsearch cannot be had: {error}") from error


def _lay_out(jars: list[Path], folder: Path) -> None:
    module = folder / "modules" / _MODULE
    for made in (folder / "lib", folder / "plugins", module):
        made.mkdir(parents=True)
    for jar in jars:
        of_module = jar.name.startswith(("netty-", _MODULE))
        shutil.copy(jar, (module if of_module else folder / "lib") / jar.name)
    (module / "plugin-descriptor.properties").write_text(_DESCRIPTOR)
