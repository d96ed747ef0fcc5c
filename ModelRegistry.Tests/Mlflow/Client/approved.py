"""What a client reads after the request for Production was approved: approved.py NAME."""
import sys

import mlflow
from mlflow.tracking import MlflowClient
from sklearn.datasets import load_iris

NAME = sys.argv[1]
data, _ = load_iris(return_X_y=True)
client = MlflowClient()


def step(what, is_right):
    print(f"{'ok' if is_right else 'WRONG'} {what}", flush=True)
    if not is_right:
        sys.exit(1)


by_number = mlflow.pyfunc.load_model(f"models:/{NAME}/1").predict(data)
step("the stage is read as an alias", (mlflow.pyfunc.load_model(f"models:/{NAME}@production").predict(data) == by_number).all())
step("and as a stage", (mlflow.pyfunc.load_model(f"models:/{NAME}/Production").predict(data) == by_number).all())
step("which the version says", client.get_model_version(NAME, "1").current_stage == "Production")
