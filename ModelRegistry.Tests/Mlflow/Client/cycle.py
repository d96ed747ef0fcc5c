"""The whole cycle of a training script, with an MLflow client as it is: cycle.py NAME. Prints a line for each step; the first that fails ends it.

The address and the token come from MLFLOW_TRACKING_URI and MLFLOW_TRACKING_TOKEN. Works with clients 2.x and 3.x. The stage that OPEN_STAGE names takes
versions at once; Production asks for an approval, after which approved.py goes on.
"""
import math
import os
import sys
import tempfile
import warnings

warnings.filterwarnings("ignore")
import mlflow
import mlflow.sklearn
import numpy as np
from mlflow.tracking import MlflowClient
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression

NAME = sys.argv[1]
IS_3 = int(mlflow.__version__.split(".")[0]) >= 3
client = MlflowClient()
data, target = load_iris(return_X_y=True)


def log_model(model, name, **more):
    return mlflow.sklearn.log_model(model, **({"name": name} if IS_3 else {"artifact_path": name}), **more)


def step(what, is_right):
    print(f"{'ok' if is_right else 'WRONG'} {what}", flush=True)
    if not is_right:
        sys.exit(1)


def trained(c):
    return LogisticRegression(C=c, max_iter=200).fit(data, target)


experiment = client.create_experiment(f"{NAME}-experiment", tags={"team": "qa"})
mlflow.set_experiment(f"{NAME}-experiment")
step("experiment found by name and id", client.get_experiment_by_name(f"{NAME}-experiment").experiment_id == experiment)
step("unknown experiment is none", client.get_experiment_by_name(f"{NAME}-nothing") is None)

with mlflow.start_run(run_name="first run") as run:
    mlflow.log_params({"C": 1.0, "solver": "lbfgs", "empty": ""})
    for number in range(5):
        mlflow.log_metric("loss", 1.0 / (number + 1), step=number)
    mlflow.log_metrics({"accuracy": 0.97, "val/f1 score": 0.9})
    mlflow.log_metric("broken", math.nan)
    mlflow.set_tag("stage of work", "draft")
    mlflow.log_text("hello", "notes/a b+c é.txt")
    mlflow.log_dict({"a": 1}, "meta.json")
    with tempfile.TemporaryDirectory() as folder:
        os.makedirs(f"{folder}/deep/er")
        open(f"{folder}/deep/er/file.bin", "wb").write(bytes(range(256)) * 100)
        open(f"{folder}/empty.txt", "w").close()
        mlflow.log_artifacts(folder, "files")
    try:
        mlflow.log_param("C", 2.0)
        step("a changed parameter is refused", False)
    except mlflow.exceptions.MlflowException as e:
        step("a changed parameter is refused", "Changing param values is not allowed" in str(e))
    model = trained(1.0)
    log_model(model, "model", registered_model_name=NAME, input_example=data[:2])

back = client.get_run(run.info.run_id)
step("parameters and tags", back.data.params == {**back.data.params, "C": "1.0", "empty": ""} and back.data.tags["stage of work"] == "draft")
step("latest metrics", back.data.metrics["loss"] == 0.2 and back.data.metrics["val/f1 score"] == 0.9 and math.isnan(back.data.metrics["broken"]))
step("history of a metric", [(m.step, m.value) for m in client.get_metric_history(run.info.run_id, "loss")] == [(n, 1.0 / (n + 1)) for n in range(5)])
step("run ended", back.info.status == "FINISHED" and back.info.end_time >= back.info.start_time and back.info.run_name == "first run")
step("files are listed", {f.path for f in client.list_artifacts(run.info.run_id)} >= {"files", "meta.json", "notes"})
step("names of files stay", [f.path for f in client.list_artifacts(run.info.run_id, "notes")] == ["notes/a b+c é.txt"])
step("text comes back", mlflow.artifacts.load_text(f"{run.info.artifact_uri}/notes/a b+c é.txt") == "hello")
folder = mlflow.artifacts.download_artifacts(run_id=run.info.run_id, artifact_path="files")
step("folders come back", open(f"{folder}/deep/er/file.bin", "rb").read() == bytes(range(256)) * 100 and os.path.getsize(f"{folder}/empty.txt") == 0)

versions = client.search_model_versions(f"name = '{NAME}'")
step("a version was registered", [v.version for v in versions] in (["1"], [1]) and versions[0].status == "READY" and versions[0].run_id == run.info.run_id)
loaded = mlflow.sklearn.load_model(f"models:/{NAME}/1")
step("models:/name/1 loads", np.array_equal(loaded.predict(data), model.predict(data)))

with mlflow.start_run(run_name="second run") as second:
    mlflow.log_metric("accuracy", 0.99)
    other = trained(0.01)
    info = log_model(other, "model")
registered = mlflow.register_model(info.model_uri, NAME, tags={"made": "by hand"})
step("register_model gives the next number", str(registered.version) == "2")
client.update_registered_model(NAME, description="An iris classifier")
client.update_model_version(NAME, "2", description="The second")
client.set_registered_model_tag(NAME, "team", "qa")
client.set_model_version_tag(NAME, "2", "checked", "yes")
step("descriptions and tags", client.get_registered_model(NAME).description == "An iris classifier"
     and client.get_registered_model(NAME).tags["team"] == "qa" and client.get_model_version(NAME, "2").tags == {"made": "by hand", "checked": "yes"})
client.delete_model_version_tag(NAME, "2", "checked")
step("a tag is removed", client.get_model_version(NAME, "2").tags == {"made": "by hand"})

client.set_registered_model_alias(NAME, "champion", "2")
step("alias", str(client.get_model_version_by_alias(NAME, "champion").version) == "2" and client.get_model_version(NAME, "2").aliases == ["champion"])
step("models:/name@alias loads", np.array_equal(mlflow.sklearn.load_model(f"models:/{NAME}@champion").predict(data), other.predict(data)))
step("models:/name/latest loads", np.array_equal(mlflow.sklearn.load_model(f"models:/{NAME}/latest").predict(data), other.predict(data)))
step("pyfunc loads", np.array_equal(mlflow.pyfunc.load_model(f"models:/{NAME}@champion").predict(data), other.predict(data)))

if os.environ.get("OPEN_STAGE"):
    client.transition_model_version_stage(NAME, "2", os.environ["OPEN_STAGE"], archive_existing_versions=True)
    step("an open stage takes it", client.get_model_version(NAME, "2").current_stage == os.environ["OPEN_STAGE"])
    step("models:/name/Stage loads", np.array_equal(
        mlflow.sklearn.load_model(f"models:/{NAME}/{os.environ['OPEN_STAGE']}").predict(data), other.predict(data)))
    step("latest of a stage", [str(v.version) for v in client.get_latest_versions(NAME, [os.environ["OPEN_STAGE"]])] == ["2"])

copied = client.copy_model_version(f"models:/{NAME}/1", f"{NAME}-copy")
step("copied", str(copied.version) == "1" and np.array_equal(mlflow.sklearn.load_model(f"models:/{NAME}-copy/1").predict(data), model.predict(data)))
client.delete_registered_model_alias(NAME, "champion")
step("alias is gone", client.get_model_version(NAME, "2").aliases in ([], [(os.environ.get("OPEN_STAGE") or "").lower()]))

found = client.search_runs([experiment], "metrics.accuracy > 0.98", order_by=["metrics.accuracy DESC"])
step("runs by metric", [r.info.run_id for r in found] == [second.info.run_id])
found = client.search_runs([experiment], "params.solver = 'lbfgs' AND attributes.status = 'FINISHED' AND tags.`stage of work` LIKE 'dr%'")
step("runs by parameter, status and tag", [r.info.run_id for r in found] == [run.info.run_id])
step("models by name", [m.name for m in client.search_registered_models(f"name LIKE '{NAME}%'", order_by=["name ASC"])] == [NAME, f"{NAME}-copy"])

client.delete_run(second.info.run_id)
step("a deleted run is not found", [r.info.run_id for r in client.search_runs([experiment])] == [run.info.run_id])
step("its version still loads", np.array_equal(mlflow.sklearn.load_model(f"models:/{NAME}/2").predict(data), other.predict(data)))
client.restore_run(second.info.run_id)
step("a restored run is found", len(client.search_runs([experiment])) == 2)
client.delete_experiment(experiment)
step("a deleted experiment", client.get_experiment(experiment).lifecycle_stage == "deleted")
client.restore_experiment(experiment)
step("a restored experiment", client.get_experiment(experiment).lifecycle_stage == "active" and len(client.search_runs([experiment])) == 2)

mlflow.sklearn.autolog(log_datasets=True)
with mlflow.start_run(run_name="autolog") as automatic:
    LogisticRegression(C=0.5, max_iter=200).fit(data, target)
mlflow.sklearn.autolog(disable=True)
back = client.get_run(automatic.info.run_id)
step("autolog", back.data.params["C"] == "0.5" and "training_accuracy_score" in back.data.metrics and len(back.inputs.dataset_inputs) >= 1)
step("its model loads", mlflow.sklearn.load_model(f"runs:/{automatic.info.run_id}/model").C == 0.5)

try:
    client.transition_model_version_stage(NAME, "1", "Production")
    step("a governed stage takes nothing unapproved", False)
except mlflow.exceptions.MlflowException as e:
    step("a governed stage names the request", e.error_code == "PERMISSION_DENIED" and f"{os.environ['MLFLOW_TRACKING_URI']}/requests/" in str(e))
    print(f"request {str(e).rsplit('/', 1)[1]}", flush=True)
step("and stays as it was", client.get_latest_versions(NAME, ["Production"]) == [])

client.delete_model_version(f"{NAME}-copy", "1")
try:
    client.get_model_version(f"{NAME}-copy", "1")
    step("a deleted version is gone", False)
except mlflow.exceptions.MlflowException as e:
    step("a deleted version is gone", e.error_code == "RESOURCE_DOES_NOT_EXIST")
client.delete_registered_model(f"{NAME}-copy")
step("a deleted model is gone", [m.name for m in client.search_registered_models(f"name LIKE '{NAME}%'")] == [NAME])
print(f"done with client {mlflow.__version__}", flush=True)
