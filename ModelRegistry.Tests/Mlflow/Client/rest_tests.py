"""MLflow's own tests of its REST API against this server: rest_tests.py TREE PROGRAM [more for pytest].

TREE is a checkout of MLflow with its folders mlflow and tests, PROGRAM this server's built ModelRegistry.Web.dll. Needs pytest and what that MLflow needs.
The tests stay as they are: where they start a server of MLflow, this one answers instead, with a registry whose stages are open, and their calls come
with the token of somebody who may register and promote. One that fails beside what others left behind is run again on an empty registry, and that
counts. What is no part of this server is left out, see ELSEWHERE.

A version is made here only of files that are stored. With STAND_INS=1 in the environment, sources of tests at which nothing lies are replaced by one with
a file, so that what such a test goes on with is tried too.
"""
import contextlib
import hashlib
import importlib.util
import os
import re
import subprocess
import sys
import tempfile
import time
import types

import mlflow
import pytest
import requests
from _pytest.runner import runtestprotocol

FILES = ["tests/tracking/test_rest_tracking.py", "tests/tracking/test_model_registry.py", "tests/tracking/test_mlflow_artifacts.py"]

# Not of tracking, registry and artifacts; or tests of MLflow's code without a call.
ELSEWHERE = re.compile(
    "trace|graphql|promptlab|gateway|evaluation_dataset|dataset_experiment|datasets_from|dataset_to_experiments|_experiments_rest_tracking"
    "|experiments_at_once|scorer|online_scoring|secret|endpoint|list_providers|list_models|provider|model_definition|issue|assessments|workspace|compound"
    "|suppress_url|calls_optimized_impl|mlflow_artifacts_example|\\[file")
WHO = ("admin@example.test", "four quiet words here")


class Servers:
    """Starts this server: one for all tests, and one for each test that has to be alone."""

    def __init__(self, program):
        self.program = program
        self.ended = contextlib.ExitStack()
        self.tokens = {}
        self.shared = None
        self.alone = False

    @contextlib.contextmanager
    def one(self, *asked, **more):
        mlflow.set_tracking_uri(None)
        if self.alone:
            with self.start() as address:
                yield address
        else:
            self.shared = self.shared or self.ended.enter_context(self.start())
            os.environ["MLFLOW_TRACKING_TOKEN"] = self.tokens[self.shared]
            yield self.shared

    @contextlib.contextmanager
    def start(self, port=None):
        from tests.helper_functions import get_safe_port

        address = f"http://127.0.0.1:{port or get_safe_port()}"
        with tempfile.TemporaryDirectory(prefix="registry-") as folder:
            settings = {"Bootstrap__AdminEmail": WHO[0], "Bootstrap__AdminPassword": WHO[1], "Data__Directory": folder}
            with subprocess.Popen(["dotnet", self.program, "--urls", address], cwd=os.path.dirname(self.program), env={**os.environ, **settings},
                                  stdout=subprocess.DEVNULL) as server:
                try:
                    self.open_stages(address)
                    yield address
                finally:
                    server.terminate()

    def open_stages(self, address):
        for _ in range(1200):
            with contextlib.suppress(requests.ConnectionError):
                if requests.get(f"{address}/health/ready").ok:
                    break
            time.sleep(0.05)
        scopes = ["read", "log", "register", "promote"]
        answer = requests.post(f"{address}/api/v1/tokens", auth=WHO, json={"name": "tests", "scopes": scopes})
        answer.raise_for_status()
        os.environ["MLFLOW_TRACKING_TOKEN"] = self.tokens[address] = answer.json()["token"]
        for stage in ["staging", "production"]:
            requests.put(f"{address}/api/v1/policies/{stage}", auth=WHO, json={"requiredApprovals": 0, "reason": "For tests."}).raise_for_status()


class Launched:
    """A server that a test asks for by its port, and ends as a process or as a block."""

    def __init__(self, host, port, *asked):
        self.server = servers.start(port)
        self.server.__enter__()
        self.pid = None

    def __enter__(self):
        return self

    def __exit__(self, *failure):
        self.kill()

    def kill(self):
        self.server.__exit__(None, None, None)


servers = None


def pytest_collection_modifyitems(config, items):
    global servers
    elsewhere = [item for item in items if ELSEWHERE.search(item.name)]
    config.hook.pytest_deselected(items=elsewhere)
    items[:] = [item for item in items if item not in elsewhere]
    if not importlib.util.find_spec("databricks"):  # one of the tests' fixtures patches it, no test uses it
        for name in ["databricks", "databricks.sdk", "databricks.sdk.config"]:
            sys.modules[name] = types.ModuleType(name)
        sys.modules["databricks"].sdk, sys.modules["databricks.sdk"].config = sys.modules["databricks.sdk"], sys.modules["databricks.sdk.config"]
        sys.modules["databricks.sdk.config"].Config = type("Config", (), {"_resolve_host_metadata": None})
    for module in filter(None, map(sys.modules.get, ["conftest", "tests.conftest"])):
        module._is_span_active = lambda: False  # of traces, which stand-ins for OpenTelemetry answer wrongly
    servers = Servers(os.environ["REST_TESTS_PROGRAM"])
    for module in {item.module for item in items}:
        for name, start in {"_init_server": servers.one, "ServerThread": servers.one, "_launch_server": Launched}.items():
            if hasattr(module, name):
                setattr(module, name, start)
    config.pluginmanager.register(Again())
    send_credentials()
    if os.environ.get("STAND_INS"):
        stand_in()


def stand_in():
    """Replaces sources that name nothing by a folder with a file."""
    from mlflow.tracking._model_registry.client import ModelRegistryClient

    create = ModelRegistryClient.create_model_version

    def with_files(client, name, source, *more, **named):
        if re.match("(?!models:|mlflow-artifacts:)", source):
            folder = f"stand-in/{hashlib.sha256(source.encode()).hexdigest()}"
            requests.put(f"{client.registry_uri}/api/2.0/mlflow-artifacts/artifacts/{folder}/MLmodel", data=b"flavors: {}").raise_for_status()
            source = f"mlflow-artifacts:/{folder}"
        return create(client, name, source, *more, **named)

    ModelRegistryClient.create_model_version = with_files


def send_credentials():
    """Tests that call without MLflow's client know of no credentials."""
    prepare = requests.sessions.Session.prepare_request

    def with_token(session, request):
        token = next((token for address, token in servers.tokens.items() if request.url.startswith(address)), None)
        if token and request.auth is None and "Authorization" not in (request.headers or {}):
            request.headers = {**(request.headers or {}), "Authorization": f"Bearer {token}"}
        return prepare(session, request)

    requests.sessions.Session.prepare_request = with_token


class Again:
    """Registered after MLflow's own hooks, so that it comes before them."""

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self, item, nextitem):
        item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
        reports = runtestprotocol(item, nextitem=nextitem, log=False)
        if any(report.failed for report in reports) and "artifacts_server" not in item.fixturenames:
            servers.alone = True
            item._initrequest()
            reports = runtestprotocol(item, nextitem=nextitem, log=False)
            servers.alone = False
        for report in reports:
            item.ihook.pytest_runtest_logreport(report=report)
        item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
        return True


def pytest_unconfigure():
    if servers:
        servers.ended.close()


def main(tree, program, *more):
    here = os.path.abspath(__file__)
    os.environ["PYTHONPATH"] = os.pathsep.join([os.environ.get("PYTHONPATH", ""), tree, os.path.dirname(here)]).strip(os.pathsep)
    os.environ["REST_TESTS_PROGRAM"] = os.path.abspath(program)
    os.environ["MLFLOW_DISABLE_TELEMETRY"] = "true"
    os.environ["MLFLOW_HTTP_REQUEST_MAX_RETRIES"] = "1"
    os.chdir(tree)
    os.execvp(sys.executable, [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-p", "rest_tests", "-q", "--tb=short", *FILES, *more])


if __name__ == "__main__":
    main(*sys.argv[1:])
