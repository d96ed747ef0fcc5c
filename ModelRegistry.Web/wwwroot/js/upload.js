// Uploads files by HTTP, beside the circuit: a PUT per file, two at a time, with progress, stop and retry. The session cookie
// goes along; the server takes such requests from pages of its own only (Sec-Fetch-Site and Origin), so no token is needed.
//
//   const id = open(zone, page)     an empty list of files; what is dropped on the element zone is added to it
//   choose(id, input) -> state      adds what an <input type=file multiple|webkitdirectory> holds now, and empties it
//   list(id, from, howMany) -> [{ index, path, size, state, sent, error, replaced, other }]   in pages: one message to the server must stay small
//   decide(id, index, other) -> state   which of two files of one path is meant: the one chosen last (other), or the first; all of them without index
//   remove(id, index) -> state      takes a file off that is not under way
//   start(id, { url, parallel })    url: "api/v1/…/artifacts/{path}"; {path} becomes the encoded path
//   retry(id, index)                sends one failed or stopped file again
//   stop(id)                        stops what runs and what waits; start and retry still work
//   forget(id)                      stops and lets go of the files
//
//   state = { count, bytes }        of the whole list
//
// The content decides what becomes of a file with the path of an earlier one. What was sent is sent again, and shown as replaced. What
// still waits is the same file when its bytes are the same or its first form is no longer on the disk; else somebody is asked (other).
//
// The page is a DotNetObjectReference with [JSInvokable] OnUpload(report), called at most every 250 ms while something
// runs and once at the end of each run, and OnDropped(state) after files were dropped:
//   report = { files: [{ index, state, sent, error }], sent, running }
//   state  = "sending" | "done" | "failed" | "stopped"; only files that changed since the last report are listed;
//   sent   = bytes of all files together; running is false in the last report.

const uploads = new Map();
let nextId = 1;

export function open(zone, page) {
  const id = nextId++;
  uploads.set(id, { files: [], queue: [], running: new Map(), changed: new Set(), timer: 0, options: null, page });
  zone.addEventListener("dragover", event => {
    event.preventDefault();
    zone.dataset.over = "yes";
  });
  zone.addEventListener("dragleave", () => delete zone.dataset.over);
  zone.addEventListener("drop", async event => {
    event.preventDefault();
    delete zone.dataset.over;
    const found = await dropped(event.dataTransfer);
    const state = await add(id, found);
    if (uploads.has(id)) page.invokeMethodAsync("OnDropped", state).catch(() => { /* the circuit is away */ });
  });
  return id;
}

export async function choose(id, input) {
  const found = [...input.files].map(file => ({ file, path: pathOf(file) }));
  // Otherwise choosing the same file once more would be no change. Not while it is empty: a browser that still walks through
  // a chosen folder would give up.
  if (input.files.length > 0) input.value = "";
  return await add(id, found);
}

export function list(id, from, howMany) {
  return uploads.get(id).files.filter(f => f.state !== "removed").slice(from, from + howMany).map(({ index, path, file, state, sent, error, replaced, other }) =>
    ({ index, path, size: file.size, state, sent, error, replaced, other: other && { size: other.size, changed: other.lastModified, was: file.lastModified } }));
}

export function decide(id, index, takeOther) {
  const upload = uploads.get(id);
  for (const entry of upload.files) {
    if (!entry.other || index !== null && entry.index !== index) continue;
    if (takeOther) replace(upload, entry, entry.other);
    entry.other = null;
  }
  return stateOf(upload);
}

export function remove(id, index) {
  const upload = uploads.get(id);
  const entry = upload.files[index];
  if (entry.state !== "sending") entry.state = "removed";
  return stateOf(upload);
}

export function start(id, options) {
  const upload = uploads.get(id);
  const waiting = upload.files.filter(f => ["waiting", "failed", "stopped"].includes(f.state) && !f.other && !upload.queue.includes(f));
  for (const entry of waiting) Object.assign(entry, { state: "waiting", sent: 0, error: null });
  Object.assign(upload, { options, queue: [...upload.queue, ...waiting] });
  fill(upload);
  if (upload.running.size === 0) report(upload);
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

async function add(id, found) {
  const upload = uploads.get(id);
  for (const { file, path } of found) {
    const same = upload.files.find(f => f.path === path && f.state !== "removed");
    if (!same) upload.files.push({ file, index: upload.files.length, path, state: "waiting", sent: 0, error: null, replaced: false, other: null });
    else if (same.state === "done" || same.state === "sending") replace(upload, same, file);
    else if (!await isThere(same.file)) replace(upload, same, file);
    else if (!await sameBytes(same.file, file)) same.other = file;
  }
  return stateOf(upload);
}

/** The file takes the place of the one before it, and is sent once more. */
function replace(upload, entry, file) {
  const request = upload.running.get(entry.index);
  Object.assign(entry, { file, state: "waiting", sent: 0, error: null, replaced: true, other: null });
  if (!request) return;
  request.onabort = null;
  request.abort();
  upload.running.delete(entry.index);
  upload.queue.push(entry);
  fill(upload);
}

/** Whether the bytes that were chosen are still on the disk: a file that was written since cannot be read any more. */
const isThere = file => file.slice(0, 1).arrayBuffer().then(() => true, () => false);

async function sameBytes(one, other) {
  const step = 1 << 20;
  if (one.size !== other.size) return false;
  for (let at = 0; at < one.size; at += step) {
    const [a, b] = await Promise.all([one, other].map(async file => new Uint8Array(await file.slice(at, at + step).arrayBuffer())));
    if (a.some((byte, index) => byte !== b[index])) return false;
  }
  return true;
}

function stateOf(upload) {
  const files = upload.files.filter(f => f.state !== "removed");
  return { count: files.length, bytes: files.reduce((sum, f) => sum + f.file.size, 0) };
}

// The entries must be asked for before the first await: afterwards the browser has emptied the list.
async function dropped(transfer) {
  const entries = [...transfer.items].filter(item => item.kind === "file").map(item => item.webkitGetAsEntry?.() ?? item.getAsFile());
  const single = entries.length === 1 && entries[0]?.isDirectory;
  const found = [];
  for (const entry of entries) await walk(entry, "", found);
  return single ? found.map(({ file, path }) => ({ file, path: path.split("/").slice(1).join("/") })) : found;
}

async function walk(entry, folder, found) {
  if (entry instanceof File) found.push({ file: entry, path: folder + entry.name });
  else if (entry?.isFile) found.push({ file: await new Promise((ok, failed) => entry.file(ok, failed)), path: folder + entry.name });
  else if (entry?.isDirectory) {
    const reader = entry.createReader();
    // A reader gives about a hundred entries at a time.
    for (let some; (some = await new Promise((ok, failed) => reader.readEntries(ok, failed))).length > 0;)
      for (const child of some) await walk(child, `${folder}${entry.name}/`, found);
  }
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
  request.setRequestHeader("Content-Type", "application/octet-stream");
  request.upload.onprogress = event => {
    entry.sent = event.loaded;
    touch(upload, entry);
  };
  request.onload = () => {
    const ok = request.status >= 200 && request.status < 300;
    finish(upload, entry, ok ? "done" : "failed", ok ? null : reason(request));
  };
  request.onerror = async () => {
    const there = await isThere(entry.file);
    if (upload.running.get(entry.index) !== request) return; // another one took its place meanwhile
    finish(upload, entry, "failed", there ? "The connection broke. Try again." : "The file was changed on the disk since it was chosen. Choose it again.");
  };
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
  // One message to the server must stay small, also when thousands of files are stopped at once.
  const some = [...upload.changed].slice(0, 500);
  some.forEach(entry => upload.changed.delete(entry));
  if (upload.changed.size > 0) upload.timer = setTimeout(() => report(upload), 20);
  upload.page?.invokeMethodAsync("OnUpload", {
    files: some.map(({ index, state, sent, error }) => ({ index, state, sent, error })),
    sent: upload.files.reduce((sum, f) => sum + f.sent, 0),
    running: upload.running.size + upload.queue.length + upload.changed.size > 0,
  }).catch(() => { /* the circuit is away: the files go on, the next report tells */ });
}
