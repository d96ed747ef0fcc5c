"""A restricted model, and a restricted experiment's run, for a client that may see neither: outsider.py NAME RUN EXPERIMENT. Each call finds nothing."""
import sys

import mlflow
import requests
from mlflow.tracking import MlflowClient

NAME, RUN, EXPERIMENT = sys.argv[1:]
client = MlflowClient()


def step(what, is_right):
    print(f"{'ok' if is_right else 'WRONG'} {what}", flush=True)
    if not is_right:
        sys.exit(1)


def is_not_there(what, call):
    try:
        found = call()
    except mlflow.exceptions.MlflowException as e:
        code = getattr(e.__cause__, "error_code", e.error_code)  # copying wraps what it was told
        step(f"{what}: {code}", code == "RESOURCE_DOES_NOT_EXIST")
    except requests.HTTPError as e:  # of lists and downloads of files
        step(f"{what}: {e.response.status_code}", e.response.status_code == 404)
    else:
        step(f"{what}: nothing", not found)


for what, call in {
    "model": lambda: client.get_registered_model(NAME),
    "models": lambda: client.search_registered_models(f"name = '{NAME}'"),
    "version": lambda: client.get_model_version(NAME, "1"),
    "versions": lambda: client.search_model_versions(f"name = '{NAME}'"),
    "latest": lambda: client.get_latest_versions(NAME),
    "alias": lambda: client.get_model_version_by_alias(NAME, "champion"),
    "address": lambda: client.get_model_version_download_uri(NAME, "1"),
    "files": lambda: mlflow.artifacts.list_artifacts(f"mlflow-artifacts:/models/{NAME}/1"),
    "load by number": lambda: mlflow.pyfunc.load_model(f"models:/{NAME}/1"),
    "load by alias": lambda: mlflow.pyfunc.load_model(f"models:/{NAME}@champion"),
    "copy": lambda: client.copy_model_version(f"models:/{NAME}/1", f"{NAME}-stolen"),
    "description": lambda: client.update_registered_model(NAME, description="x"),
    "rename": lambda: client.rename_registered_model(NAME, f"{NAME}-x"),
    "tag": lambda: client.set_registered_model_tag(NAME, "k", "v"),
    "tag of a version": lambda: client.set_model_version_tag(NAME, "1", "k", "v"),
    "set alias": lambda: client.set_registered_model_alias(NAME, "mine", "1"),
    "stage": lambda: client.transition_model_version_stage(NAME, "1", "Staging"),
    "delete version": lambda: client.delete_model_version(NAME, "1"),
    "delete model": lambda: client.delete_registered_model(NAME),
    "experiment": lambda: client.get_experiment(EXPERIMENT),
    "run": lambda: client.get_run(RUN),
    "runs": lambda: client.search_runs([EXPERIMENT]),
    "history": lambda: client.get_metric_history(RUN, "accuracy"),
    "log": lambda: client.log_metric(RUN, "accuracy", 1),
    "files of a run": lambda: client.list_artifacts(RUN),
    "a run's model": lambda: mlflow.register_model(f"runs:/{RUN}/model", f"{NAME}-stolen"),
}.items():
    is_not_there(what, call)
