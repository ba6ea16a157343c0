"""The chart renders, is valid Kubernetes, and wires parts that fit the program they run."""

import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import kubernetes_validate
import pytest
import yaml
from distributed.cli.dask_scheduler import main as dask_scheduler
from distributed.cli.dask_worker import main as dask_worker

from search.api.app import bind_allowed
from search.cli.main import parser
from search.settings import Settings
from search.state.database import open_state
from tests.helm.chart import (
    CHART,
    Document,
    Refused,
    Rendered,
    containers,
    environment,
    helm,
    render,
    selects,
)

ROOT = CHART.parents[1]
OLDEST, NEWEST = "1.27", kubernetes_validate.latest_version()
SHARED = (
    "database.existingSecret=state",
    "elasticsearch.existingSecret=reports",
    "elasticsearch.existingSecretKey=address",
)
FOOTAGE = "footage.existingClaim=recordings"
CASES = {
    "as it comes": (),
    "elasticsearch by url": ("elasticsearch.url=https://reports:9200",),
    "state and reports by secret": SHARED,
    "object storage": (*SHARED, "data.uri=s3://bucket/truyvet", "data.existingSecret=s3"),
    "ingress": (
        "ingress.enabled=true",
        "ingress.className=nginx",
        "ingress.host=vet.example",
        "ingress.tlsSecret=tls",
        "ingress.annotations.limit=ten",
    ),
    "autoscaling": (*SHARED, "api.autoscaling.enabled=true", "image.pullSecrets={pull}"),
    "replicas": (*SHARED, "api.replicas=3", "networkPolicy.apiFrom[0].podSelector.matchLabels.a=b"),
    "no dask": (
        "dask.enabled=false",
        "data.persistence.accessModes={ReadWriteOnce}",
        "data.persistence.storageClass=fast",
    ),
    "indexing by the clock": ("index.enabled=true", FOOTAGE, "model.name=demo"),
    "claims that are there": (
        "data.persistence.existingClaim=mine",
        "model.existingClaim=models",
        "model.name=/models/siglip",
        "model.reportVectors=on",
        "serviceAccount.existingName=me",
        "networkPolicy.enabled=false",
        "podDisruptionBudget.enabled=false",
    ),
    "placed": (
        "dask.worker.nodeSelector.gpu=no",
        "api.tolerations[0].key=api",
        "api.tolerations[0].operator=Exists",
        "podAnnotations.team=q12",
        "api.extraEnv[0].name=OMP_NUM_THREADS",
        "api.extraEnv[0].value=x",
        "service.type=NodePort",
        "image.tag=2.0",
    ),
}  # fmt: skip
"""Values that ask for each part of the chart at least once."""


@pytest.fixture(scope="module", params=CASES, ids=str)
def rendered(request: pytest.FixtureRequest) -> Rendered:
    return render(*CASES[request.param])


def test_helm_finds_nothing_to_say_against_it() -> None:
    done = helm("lint", "--strict", str(CHART))
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("version", [OLDEST, NEWEST])
def test_every_document_is_valid(rendered: Rendered, version: str) -> None:
    for document in rendered.documents:
        assert kubernetes_validate.validate(document, version, strict=True) == version[:4]


def test_the_validation_would_notice() -> None:
    (service, *_) = render().of_kind("Service")
    service["spec"]["prots"] = []
    with pytest.raises(kubernetes_validate.ValidationError, match="prots"):
        kubernetes_validate.validate(service, NEWEST, strict=True)


def test_names_fit_however_long_the_release_is_called() -> None:
    made = render("index.enabled=true", FOOTAGE, *CASES["autoscaling"], release="r" * 53)
    for document in made.documents:
        longest = 52 if document["kind"] == "CronJob" else 63
        assert len(document["metadata"]["name"]) <= longest
        assert all(len(label) <= 63 for label in document["metadata"]["labels"].values())


def test_nothing_runs_as_root_or_writes_outside_its_volumes(rendered: Rendered) -> None:
    for pod in rendered.pods().values():
        spec = pod["spec"]
        assert spec["automountServiceAccountToken"] is False
        assert spec["securityContext"]["runAsNonRoot"] is True
        assert spec["securityContext"]["runAsUser"] >= 10_000
        assert spec["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
        for container in containers(pod):
            assert container["securityContext"] == {
                "allowPrivilegeEscalation": False,
                "readOnlyRootFilesystem": True,
                "capabilities": {"drop": ["ALL"]},
            }
            assert container["resources"]["requests"] and container["resources"]["limits"]
            mounts = {mount["mountPath"]: mount for mount in container["volumeMounts"]}
            assert "/tmp" in mounts
            assert mounts.keys() - {"/tmp", "/data"} <= {
                path for path, mount in mounts.items() if mount.get("readOnly")
            }
            assert environment(container)["HOME"]["value"] == "/tmp"


def test_every_mount_has_its_volume(rendered: Rendered) -> None:
    claims = {claim["metadata"]["name"] for claim in rendered.of_kind("PersistentVolumeClaim")}
    for pod in rendered.pods().values():
        volumes = {volume["name"]: volume for volume in pod["spec"]["volumes"]}
        mounted = {mount["name"] for c in containers(pod) for mount in c["volumeMounts"]}
        assert mounted == volumes.keys()
        for volume in volumes.values():
            claim = volume.get("persistentVolumeClaim", {}).get("claimName")
            assert claim in {None, *claims, "mine", "models", "recordings"}


def test_every_service_reaches_pods_that_listen(rendered: Rendered) -> None:
    pods = list(rendered.pods().values())
    for service in rendered.of_kind("Service"):
        (pod,) = selects(service["spec"]["selector"], pods)
        ports = {port["name"] for c in pod["spec"]["containers"] for port in c.get("ports", [])}
        assert {port["targetPort"] for port in service["spec"]["ports"]} <= ports


def test_selectors_and_scale_targets_meet_their_own_pods(rendered: Rendered) -> None:
    pods = list(rendered.pods().values())
    for deployment in rendered.of_kind("Deployment"):
        assert selects(deployment["spec"]["selector"]["matchLabels"], pods) == [
            deployment["spec"]["template"]
        ]
    for budget in rendered.of_kind("PodDisruptionBudget"):
        assert len(selects(budget["spec"]["selector"]["matchLabels"], pods)) == 1
    for scaler in rendered.of_kind("HorizontalPodAutoscaler"):
        target = rendered.one("Deployment", scaler["spec"]["scaleTargetRef"]["name"])
        assert "replicas" not in target["spec"]


@pytest.mark.parametrize("vectors", ["auto", "on", "off"])
def test_report_vectors_are_as_asked_for(vectors: str) -> None:
    made = render(f"model.reportVectors={vectors}")
    assert environment(made.container("api"))["TRUYVET_REPORT_VECTORS"]["value"] == vectors


def test_settings_are_those_the_program_knows(rendered: Rendered) -> None:
    known = {f"TRUYVET_{name.upper()}" for name in Settings.model_fields}
    for pod in rendered.pods().values():
        for container in containers(pod):
            given = {name for name in environment(container) if name.startswith("TRUYVET_")}
            assert "TRUYVET_DATA" in given
            assert given <= known


def test_commands_are_ones_the_programs_take(rendered: Rendered) -> None:
    for component, pod in rendered.pods().items():
        (container,) = pod["spec"]["containers"]
        program, *words = container["command"]
        if program == "truyvet":
            assert callable(parser().parse_args(words).command)
        else:
            assert (program, words[0]) == ("dask", component)
            takes = {"scheduler": dask_scheduler, "worker": dask_worker}[component]
            takes.make_context(component, words[1:])


def test_probes_ask_what_the_api_answers() -> None:
    api = render().container("api")
    routes = json.loads((ROOT / "tests/golden/openapi.json").read_text())["paths"]
    probes = {kind: api[f"{kind}Probe"]["httpGet"] for kind in ("startup", "liveness", "readiness")}
    assert {kind: probe["path"] for kind, probe in probes.items()} == {
        "startup": "/healthz",
        "liveness": "/healthz",
        "readiness": "/readyz",
    }
    assert all(probe["path"] in routes and probe["port"] == "http" for probe in probes.values())
    allowed = api["startupProbe"]["periodSeconds"] * api["startupProbe"]["failureThreshold"]
    assert allowed >= 600


def test_the_api_listens_where_its_port_says() -> None:
    api = render("api.port=9000").container("api")
    arguments = parser().parse_args(api["command"][1:])
    assert (arguments.host, arguments.port) == ("0.0.0.0", api["ports"][0]["containerPort"])


def test_beyond_loopback_there_is_a_key_first_and_nobody_has_it(tmp_path: Path) -> None:
    (first,) = render().pods()["api"]["spec"]["initContainers"]
    programs = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    variables = {"PATH": programs, "HOME": str(tmp_path), "TRUYVET_DATA": str(tmp_path / "data")}
    for _ in range(2):
        done = subprocess.run(
            first["command"], env=variables, cwd=tmp_path, capture_output=True, check=True
        )
        assert done.stdout == b""
    with open_state(Settings(data=variables["TRUYVET_DATA"]).state_url) as state:
        bind_allowed("0.0.0.0", state)
        assert [key.name for key in state.keys.list() if key.revoked_at is None] == []
        assert len(state.keys.list()) == 1


def test_everyone_is_told_of_the_same_scheduler() -> None:
    made = render("index.enabled=true", FOOTAGE)
    service = made.one("Service", "q12-truyvet-scheduler")
    (port,) = [p["port"] for p in service["spec"]["ports"] if p["name"] == "scheduler"]
    address = f"tcp://q12-truyvet-scheduler:{port}"
    scheduler = made.container("scheduler")
    assert str(port) in scheduler["command"]
    assert made.container("worker")["command"][2] == address
    assert environment(made.container("api"))["TRUYVET_SCHEDULER"]["value"] == address
    assert f"--scheduler={address}" in made.container("index")["command"]


def test_workers_see_footage_and_data_as_the_planner_does() -> None:
    made = render("index.enabled=true", FOOTAGE, "footage.mountPath=/recordings")
    (planner, worker) = (made.container(part)["volumeMounts"] for part in ("index", "worker"))
    assert planner == worker
    assert "/recordings" in made.container("index")["command"]


def test_only_the_release_reaches_dask() -> None:
    made = render("index.enabled=true", FOOTAGE)
    policy = made.one("NetworkPolicy", "q12-truyvet-dask")["spec"]
    (chosen,) = policy["podSelector"]["matchExpressions"]
    assert set(chosen["values"]) == made.pods().keys() - {"api"}
    (rule,) = policy["ingress"]
    (peer,) = rule["from"]
    assert peer["podSelector"]["matchLabels"]["app.kubernetes.io/instance"] == "q12"


def test_without_dask_nothing_of_it_is_left() -> None:
    made = render(*CASES["no dask"])
    assert set(made.pods()) == {"api"}
    assert "TRUYVET_SCHEDULER" not in environment(made.container("api"))
    assert all("dask" not in part["metadata"]["name"] for part in made.documents)


def test_secrets_stay_secrets() -> None:
    for component in ("require-keys", "api"):
        pod = render(*SHARED).pods()["api"]
        (container,) = [c for c in containers(pod) if c["name"] == component]
        variables = environment(container)
        assert variables["TRUYVET_ELASTICSEARCH_URL"]["valueFrom"] == {
            "secretKeyRef": {"name": "reports", "key": "address"}
        }
        assert variables["TRUYVET_DATABASE_URL"]["valueFrom"] == {
            "secretKeyRef": {"name": "state", "key": "url"}
        }


def test_object_storage_needs_no_volume() -> None:
    made = render(*CASES["object storage"])
    assert made.of_kind("PersistentVolumeClaim") == []
    for component in ("api", "worker"):
        container = made.container(component)
        assert environment(container)["TRUYVET_DATA"]["value"] == "s3://bucket/truyvet"
        assert container["envFrom"] == [{"secretRef": {"name": "s3"}}]
        assert "/data" not in {mount["mountPath"] for mount in container["volumeMounts"]}


def test_two_pods_never_write_one_sqlite_file() -> None:
    def strategy(made: Rendered) -> str:
        return str(made.one("Deployment", "q12-truyvet-api")["spec"]["strategy"]["type"])

    assert strategy(render()) == "Recreate"
    assert strategy(render("elasticsearch.url=http://reports:9200")) == "Recreate"
    assert strategy(render(*SHARED)) == "RollingUpdate"


def test_the_volume_outlives_the_release() -> None:
    (claim,) = render().of_kind("PersistentVolumeClaim")
    assert claim["metadata"]["annotations"]["helm.sh/resource-policy"] == "keep"


def test_a_proxy_is_believed_only_behind_an_ingress() -> None:
    assert "FORWARDED_ALLOW_IPS" not in environment(render().container("api"))
    made = render(*CASES["ingress"])
    assert environment(made.container("api"))["FORWARDED_ALLOW_IPS"]["value"] != "*"
    (ingress,) = made.of_kind("Ingress")
    (rule,) = ingress["spec"]["rules"]
    (path,) = rule["http"]["paths"]
    service = path["backend"]["service"]
    named = {port["name"] for port in made.one("Service", service["name"])["spec"]["ports"]}
    assert service["port"]["name"] in named
    assert ingress["spec"]["tls"] == [{"hosts": [rule["host"]], "secretName": "tls"}]


def test_the_image_is_the_one_the_dockerfile_makes() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    dockerfile = (ROOT / "Dockerfile").read_text()
    made = render()
    api = made.container("api")
    assert api["image"] == f"truyvet:{version}"
    (user,) = re.findall(r"^USER (\d+):", dockerfile, re.MULTILINE)
    assert made.pods()["api"]["spec"]["securityContext"]["runAsUser"] == int(user)
    (data,) = re.findall(r"TRUYVET_DATA=(\S+)", dockerfile)
    assert environment(api)["TRUYVET_DATA"]["value"] == data


REFUSED = {
    "api.replicas=0": "/api/replicas",
    "api.replicas=two": "/api/replicas",
    "api.port=80": "/api/port",
    "api.prot=8000": "'prot' not allowed",
    "elasticsearch.url=http://me:secret@reports:9200": "/elasticsearch/url",
    "data.uri=/data": "/data/uri",
    "service.type=Internal": "'LoadBalancer'",
    "index.schedule=hourly": "/index/schedule",
    "dask.worker.resources.limits.memory=lots": "/dask/worker/resources/limits/memory",
    "footage.mountPath=recordings": "/footage/mountPath",
    "data.persistence.accessModes={ReadOnlyMany}": "/data/persistence/accessModes",
    "api=null": "'api'",
}
"""One wrong value each, and the place or the choice that helm has to name."""

CONTRADICTIONS = {
    ("api.replicas=2",): "database.existingSecret",
    ("api.autoscaling.enabled=true", "elasticsearch.url=http://e:9200"): "database.existingSecret",
    ("data.uri=s3://bucket/x",): "SQLite needs a disk",
    ("data.persistence.accessModes={ReadWriteOnce}",): "ReadWriteMany",
    ("index.enabled=true",): "footage.existingClaim",
    ("index.enabled=true", FOOTAGE, "dask.enabled=false"): "dask.enabled",
    (*SHARED, "api.autoscaling.minReplicas=9"): "maxReplicas",
    (FOOTAGE, "footage.mountPath=/data/"): "footage.mountPath",
}
"""Values that are each right and cannot stand together, and what helm has to say of them."""


@pytest.mark.parametrize(("value", "told"), REFUSED.items(), ids=REFUSED)
def test_a_wrong_value_is_refused_by_name(value: str, told: str) -> None:
    with pytest.raises(Refused, match=re.escape(told)):
        render(value)


@pytest.mark.parametrize(("values", "told"), CONTRADICTIONS.items(), ids=map(str, CONTRADICTIONS))
def test_contradictions_are_refused_saying_what_to_do(values: tuple[str, ...], told: str) -> None:
    with pytest.raises(Refused, match=re.escape(told)):
        render(*values)


def test_schema_and_defaults_name_the_same_values() -> None:
    defaults = yaml.safe_load(helm("show", "values", str(CHART)).stdout)
    schema = json.loads((CHART / "values.schema.json").read_text())
    assert list(_differences(defaults, schema)) == []


def _differences(values: Document, schema: Document, path: str = "") -> Iterator[str]:
    """Paths that only one of the two has, as deep as the schema lists properties."""
    listed = {name: part for name, part in schema["properties"].items() if name != "global"}
    yield from (f"{path}/{name}" for name in values.keys() ^ listed.keys())
    for name in values.keys() & listed.keys():
        if "properties" in listed[name]:
            yield from _differences(values[name], listed[name], f"{path}/{name}")
