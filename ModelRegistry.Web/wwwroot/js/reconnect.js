// Shows what the connection does. Blazor sets the classes of the dialog and raises the event; see ReconnectModal.razor. What was typed
// is the business of fields.js.

const dialog = document.getElementById("components-reconnect-modal");
const on = (id, act) => document.getElementById(id)?.addEventListener("click", act);

// The server answers but no longer knows this page (it was restarted). What was typed is kept, unless this browser keeps nothing.
function lost() {
  if (!dialog.dataset.unkept) {
    location.reload();
    return;
  }
  dialog.className = "reconnect components-reconnect-rejected";
  if (!dialog.open) dialog.showModal();
}

async function reconnect() {
  document.removeEventListener("visibilitychange", whenVisible);
  try {
    if (await Blazor.reconnect() || await Blazor.resumeCircuit()) dialog.close();
    else lost();
  } catch {
    document.addEventListener("visibilitychange", whenVisible);
  }
}

async function resume() {
  try {
    if (await Blazor.resumeCircuit()) dialog.close();
    else lost();
  } catch {
    dialog.classList.replace("components-reconnect-paused", "components-reconnect-resume-failed");
  }
}

function whenVisible() {
  if (document.visibilityState === "visible") reconnect();
}

dialog?.addEventListener("components-reconnect-state-changed", ({ detail }) => {
  if (detail.state === "show" && !dialog.open) dialog.showModal();
  else if (detail.state === "hide") Promise.resolve(detail.until).finally(() => dialog.close());
  else if (detail.state === "failed") document.addEventListener("visibilitychange", whenVisible);
  else if (detail.state === "rejected") lost();
});
dialog?.addEventListener("cancel", event => event.preventDefault());
on("reconnect-retry", reconnect);
on("reconnect-resume", resume);
on("reconnect-reload", () => location.reload());
on("reconnect-look", () => dialog.close());
