"""Writes the small model files that the tests read, with the libraries themselves (scikit-learn 1.2, joblib 1.2, PyTorch 1.13, ONNX 1.12, pandas 1.5)."""
import io, os, pickle, sys, zipfile
import numpy as np, joblib, pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

out = sys.argv[1]
p = lambda name: os.path.join(out, name)
rng = np.random.default_rng(7)
x = rng.normal(size=(30, 4))
y = np.where(x[:, 0] > 0, "yes", "no").astype(object)

forest = RandomForestClassifier(n_estimators=2, max_depth=2, random_state=1).fit(x, y)
joblib.dump(forest, p("forest.joblib"))
joblib.dump(forest, p("forest-zlib.joblib"), compress=("zlib", 3))
joblib.dump(forest, p("forest-gzip.joblib"), compress=("gzip", 3))
joblib.dump(forest, p("forest-bz2.joblib"), compress=("bz2", 3))
pipe = make_pipeline(StandardScaler(), LogisticRegression()).fit(x, y)
for protocol in (0, 1, 2, 3, 4, 5):
    with open(p(f"pipeline-{protocol}.pkl"), "wb") as f:
        pickle.dump(pipe, f, protocol)
pd.DataFrame({"a": [1, 2], "b": ["x", None]}, index=pd.date_range("2024-01-01", periods=2)).to_pickle(p("frame.pkl"))
np.save(p("floats.npy"), np.arange(6.0).reshape(2, 3))
np.save(p("objects.npy"), np.array([1, "two", None], dtype=object), allow_pickle=True)
np.savez(p("arrays.npz"), a=np.arange(3), b=np.array(["x", {"k": 1}], dtype=object))

import torch
torch.manual_seed(1)
net = torch.nn.Sequential(torch.nn.Linear(4, 3), torch.nn.ReLU(), torch.nn.Linear(3, 2))
torch.save(net.state_dict(), p("state.pt"))
torch.save(net.state_dict(), p("state-old.pt"), _use_new_zipfile_serialization=False)
torch.save(net, p("module.pt"))
with open(p("module-as-pickle.pkl"), "wb") as f:
    pickle.dump(net, f)

import onnx
from onnx import helper, TensorProto, numpy_helper
w = numpy_helper.from_array(rng.normal(size=(4, 2)).astype(np.float32), "w")
b = numpy_helper.from_array(np.zeros(2, np.float32), "b")
then = helper.make_graph([helper.make_node("Relu", ["y"], ["t"])], "then", [], [helper.make_tensor_value_info("t", TensorProto.FLOAT, None)])
other = helper.make_graph([helper.make_node("Neg", ["y"], ["e"])], "else", [], [helper.make_tensor_value_info("e", TensorProto.FLOAT, None)])
maps = onnx.TypeProto()
maps.map_type.key_type = TensorProto.INT64
maps.map_type.value_type.CopyFrom(helper.make_tensor_type_proto(TensorProto.FLOAT, None))
graph = helper.make_graph(
    [helper.make_node("Gemm", ["x", "w", "b"], ["y"]),
     helper.make_node("If", ["c"], ["z"], then_branch=then, else_branch=other),
     helper.make_node("Custom", ["z"], ["o"], domain="org.example")],
    "linear",
    [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["batch", 4]), helper.make_tensor_value_info("c", TensorProto.BOOL, []),
     helper.make_tensor_value_info("w", TensorProto.FLOAT, [4, 2])],
    [helper.make_tensor_value_info("o", TensorProto.FLOAT, ["batch", 2]),
     helper.make_value_info("p", helper.make_sequence_type_proto(maps))],
    [w, b])
model = helper.make_model(graph, producer_name="tests", producer_version="1.0", opset_imports=[helper.make_opsetid("", 15), helper.make_opsetid("org.example", 1)])
model.metadata_props.add(key="author", value="somebody")
with open(p("linear.onnx"), "wb") as f:
    f.write(model.SerializeToString())

outside = onnx.ModelProto(); outside.CopyFrom(model)
t = outside.graph.initializer[0]
t.ClearField("raw_data"); t.data_location = TensorProto.EXTERNAL
t.external_data.add(key="location", value="../../etc/passwd")
t = outside.graph.initializer[1]
t.ClearField("raw_data"); t.data_location = TensorProto.EXTERNAL
t.external_data.add(key="location", value="weights.bin")
with open(p("outside.onnx"), "wb") as f:
    f.write(outside.SerializeToString())
