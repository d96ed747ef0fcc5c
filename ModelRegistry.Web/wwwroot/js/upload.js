// Uploads files by HTTP, beside the circuit: a PUT per file, two at a time, with progress, stop and retry.
//
//   const { id, count, bytes } = choose(input)      takes what an <input type=file multiple|webkitdirectory> holds now
//   list(id, from, howMany) -> [{ index, path, size }]   in pages: one message to the server must stay small
//   start(id, { url, token, parallel }, page)        url: "api/v1/…/artifacts/{path}"; {path} becomes the encoded path,
//                                                    token goes into the header RequestVerificationToken
//   retry(id, index)                                 sends one failed or stopped file again
//   stop(id)                                         stops what runs and what waits; retry still works
//   forget(id)                                       stops and lets go of the files
//
// The page is a DotNetObjectReference with [JSInvokable] OnUpload(report), called at most every 250 ms while something
// runs and once at the end of each run:
//   report = { files: [{ index, state, sent, error }], sent, running }
//   state  = "sending" | "done" | "failed" | "stopped"; only files that changed since the last report are listed;
//   sent   = bytes of all files together; running is false in the last report.

const uploads = new Map();
let nextId = 1;

export function choose(input) {
  const files = [...input.files].map((file, index) => ({ file, index, path: pathOf(file), state: "waiting", sent: 0, error: null }));
  const id = nextId++;
  uploads.set(id, { files, queue: [], running: new Map(), changed: new Set(), timer: 0, options: null, page: null });
  return { id, count: files.length, bytes: files.reduce((sum, f) => sum + f.file.size, 0) };
}

export function list(id, from, howMany) {
  return uploads.get(id).files.slice(from, from + howMany).map(f => ({ index: f.index, path: f.path, size: f.file.size }));
}

export function start(id, options, page) {
  const upload = uploads.get(id);
  Object.assign(upload, { options, page, queue: upload.files.filter(f => f.state !== "done") });
  fill(upload);
}

export function retry(id, index) {
  const upload = uploads.get(id);
  const entry = upload.files[index];
  if (entry.state !== "failed" && entry.state !== "stopped") return;
  Object.assign(entry, { state: "waiting", sent: 0, error: null });
  upload.queue.push(entry);
  fill(upload);
}

export function stop(id) {
  const upload = uploads.get(id);
  if (!upload) return;
  for (const entry of upload.queue.splice(0)) settle(upload, entry, "stopped", null);
  for (const request of [...upload.running.values()]) request.abort();
}

export function forget(id) {
  const upload = uploads.get(id);
  if (!upload) return;
  upload.page = null;
  stop(id);
  clearTimeout(upload.timer);
  uploads.delete(id);
}

// A chosen folder's own name is no part of the paths in it.
function pathOf(file) {
  return file.webkitRelativePath ? file.webkitRelativePath.split("/").slice(1).join("/") : file.name;
}

function fill(upload) {
  while (upload.running.size < (upload.options.parallel ?? 2) && upload.queue.length > 0) send(upload, upload.queue.shift());
}

function send(upload, entry) {
  const request = new XMLHttpRequest();
  const path = entry.path.split("/").map(encodeURIComponent).join("/");
  upload.running.set(entry.index, request);
  entry.state = "sending";
  request.open("PUT", new URL(upload.options.url.replace("{path}", () => path), document.baseURI));
  request.setRequestHeader("RequestVerificationToken", upload.options.token);
  request.setRequestHeader("Content-Type", "application/octet-stream");
  request.upload.onprogress = event => {
    entry.sent = event.loaded;
    touch(upload, entry);
  };
  request.onload = () => {
    const ok = request.status >= 200 && request.status < 300;
    finish(upload, entry, ok ? "done" : "failed", ok ? null : reason(request));
  };
  request.onerror = () => finish(upload, entry, "failed", "The connection broke. Try again.");
  request.onabort = () => finish(upload, entry, "stopped", null);
  request.send(entry.file);
  touch(upload, entry);
}

// RFC 9457 problem details where the server could say what is wrong.
function reason(request) {
  try {
    const problem = JSON.parse(request.responseText);
    if (problem.detail || problem.title) return problem.detail ?? problem.title;
  } catch { /* not JSON: the status has to do */ }
  return `The server answered ${request.status}.`;
}

function finish(upload, entry, state, error) {
  upload.running.delete(entry.index);
  settle(upload, entry, state, error);
  fill(upload);
}

function settle(upload, entry, state, error) {
  Object.assign(entry, { state, error, sent: state === "done" ? entry.file.size : 0 });
  touch(upload, entry);
}

function touch(upload, entry) {
  upload.changed.add(entry);
  upload.timer ||= setTimeout(() => report(upload), 250);
}

function report(upload) {
  upload.timer = 0;
  const files = [...upload.changed].map(({ index, state, sent, error }) => ({ index, state, sent, error }));
  upload.changed.clear();
  upload.page?.invokeMethodAsync("OnUpload", {
    files,
    sent: upload.files.reduce((sum, f) => sum + f.sent, 0),
    running: upload.running.size + upload.queue.length > 0,
  }).catch(() => { /* the circuit is away: the files go on, the next report tells */ });
}
