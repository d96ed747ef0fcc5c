#!/usr/bin/env python3
"""What a run with a million points costs: tracking.py URL TOKEN [DATABASE]

Logs 10 metrics of 100,000 steps to one run by batches of 1,000, then the last 1,000 again, reads their history by pages and as a chart, and says how long
each took. With the SQLite file of the server it also says how many bytes a point takes. Standard library only; the run stays.
"""
import http.client, json, sqlite3, sys, time, urllib.parse

url, token = urllib.parse.urlsplit(sys.argv[1]), sys.argv[2]
database = sys.argv[3] if len(sys.argv) > 3 else None
METRICS, STEPS = 10, 100_000
wire = http.client.HTTPConnection(url.hostname, url.port)


def call(method, path, body=None):
    wire.request(method, "/api/2.0/mlflow/" + path, None if body is None else json.dumps(body),
                 {"Authorization": "Bearer " + token, "Content-Type": "application/json"})
    answer = wire.getresponse()
    text = answer.read()
    if answer.status != 200:
        raise SystemExit(f"{path}: {answer.status} {text[:300]}")
    return json.loads(text)


def timed(what, act):
    start = time.perf_counter()
    result = act()
    print(f"{what}: {(time.perf_counter() - start) * 1000:,.0f} ms", flush=True)
    return result


def size():
    read = sqlite3.connect(f"file:{database}?mode=ro", uri=True)  # pages of the database, wherever they lie at the moment
    pages = read.execute("PRAGMA page_count").fetchone()[0] - read.execute("PRAGMA freelist_count").fetchone()[0]
    return pages * read.execute("PRAGMA page_size").fetchone()[0]


def batch(part):
    return {"run_id": run, "metrics": [{"key": f"m{i % METRICS}", "value": (part * 100 + i // METRICS) * 0.37 + i, "timestamp": 1_700_000_000_000 + part,
                                        "step": part * 100 + i // METRICS} for i in range(1_000)]}


def log():
    worst = 0
    for part in range(STEPS // 100):
        start = time.perf_counter()
        call("POST", "runs/log-batch", batch(part))
        worst = max(worst, time.perf_counter() - start)
    print(f"slowest batch: {worst * 1000:,.0f} ms")


def pages():
    seen, token, worst = 0, None, 0
    while True:
        start = time.perf_counter()
        page = call("GET", f"metrics/get-history?run_id={run}&metric_key=m3" + (f"&page_token={urllib.parse.quote(token)}" if token else ""))
        worst = max(worst, time.perf_counter() - start)
        seen += len(page["metrics"])
        token = page.get("next_page_token")
        if not token:
            print(f"{seen:,} points; slowest page: {worst * 1000:,.0f} ms")
            return


experiment = call("POST", "experiments/create", {"name": f"volume {time.time()}"})["experiment_id"]
run = call("POST", "runs/create", {"experiment_id": experiment, "start_time": 1})["run"]["info"]["run_id"]
before = size() if database else 0
timed("1,000,000 points in 1,000 calls", log)
if database:
    print(f"bytes for each point: {(size() - before) / METRICS / STEPS:.1f}")
timed("the last 1,000 points again", lambda: call("POST", "runs/log-batch", batch(STEPS // 100 - 1)))
timed("the run with its latest values", lambda: call("GET", f"runs/get?run_id={run}"))
timed("history of a metric by pages", pages)
timed("chart of a metric", lambda: call("GET", f"metrics/get-history-bulk-interval?run_ids={run}&metric_key=m3&max_results=2000"))
timed("chart of a tenth of its steps", lambda: call("GET", f"metrics/get-history-bulk-interval?run_ids={run}&metric_key=m3&start_step=50000&end_step=59999"))
timed("delete the run", lambda: call("POST", "runs/delete", {"run_id": run}))
print("run", run)
