// What the frame does in the browser without asking the server. Markup says what it wants by data attributes:
//   data-copy="text"      a click copies the text, shows it for two seconds (data-copied) and says so to screen readers
//   data-opens="id"       a click opens the <dialog> with this id
//   data-reveals="id"     a check box that shows the password typed into the field with this id
//   data-rail-toggle      collapses the left rail to icons, remembered in a cookie
//   data-list             a table or list: j and k move through its rows' links (.row-link), Enter follows one
//   data-cut              a range that moves the border between two pictures laid over each other (data-cut-place beside it)
//   data-roving           a row of focusable things with one tab stop: arrow keys, Home and End move through it
//   data-drawer-toggle    opens and closes the rail as a drawer (phones); data-drawer-close closes it
// Ctrl+K (Cmd+K) opens the dialog "palette". Exports are called by components.

const root = document.documentElement;

export const timeZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone ?? null;

export const submitForm = id => document.getElementById(id)?.requestSubmit();

export const closeDialog = id => document.getElementById(id)?.close();

export const scrollToOption = id => document.getElementById(id)?.scrollIntoView({ block: "nearest" });

/** Copies text; true when it worked. Without a secure context (http on another host) only the old way exists. */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = document.createElement("textarea");
    area.value = text;
    area.setAttribute("readonly", "");
    area.className = "sr";
    // Inside an open modal dialog everything outside of it is inert and cannot be selected.
    (document.querySelector("dialog:modal") ?? document.body).append(area);
    const focused = document.activeElement;
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    focused?.focus();
    return done;
  }
}

/** Says a sentence to screen readers. */
export function announce(text) {
  const place = document.getElementById("announce");
  if (place) place.textContent = text;
}

function openDialog(id) {
  const dialog = document.getElementById(id);
  if (!dialog || dialog.open) return;
  const input = dialog.querySelector("[role=combobox]");
  if (input) input.value = "";
  dialog.showModal();
}

async function copyFrom(button) {
  const done = await copy(button.dataset.copy);
  announce(done ? "Copied" : "Copying is not possible here. Select the text and copy it.");
  button.dataset.copied = done ? "yes" : "no";
  setTimeout(() => delete button.dataset.copied, 2000);
}

/** light, dark or system; theme.js does the rest. */
export function setTheme(choice) {
  root.dataset.theme = choice;
  remember("theme", choice);
}

function toggleRail() {
  const collapse = root.dataset.rail !== "collapsed";
  if (collapse) root.dataset.rail = "collapsed";
  else delete root.dataset.rail;
  remember("rail", collapse ? "collapsed" : "open");
}

// For a year, for this application only: the server reads it with the next page.
function remember(name, value) {
  const secure = location.protocol === "https:" ? "; secure" : "";
  document.cookie = `${name}=${value}; path=${new URL(document.baseURI).pathname}; max-age=31536000; samesite=lax${secure}`;
}

function setDrawer(open) {
  const button = document.querySelector("[data-drawer-toggle]");
  if (open) root.dataset.drawer = "open";
  else delete root.dataset.drawer;
  button?.setAttribute("aria-expanded", String(open));
  if (open) document.querySelector("#rail a")?.focus();
}

document.addEventListener("input", event => {
  const cut = event.target.closest?.("[data-cut]");
  cut?.closest("section").querySelector("[data-cut-place]")?.style.setProperty("--cut", `${cut.value}%`);
});

document.addEventListener("click", event => {
  const on = selector => event.target.closest?.(selector);
  const copyButton = on("[data-copy]");
  if (copyButton) copyFrom(copyButton);
  if (on("[data-opens]")) openDialog(on("[data-opens]").dataset.opens);
  if (on("[data-rail-toggle]")) toggleRail();
  if (on("[data-drawer-toggle]")) setDrawer(root.dataset.drawer !== "open");
  else if (on("[data-drawer-close], #rail a") && root.dataset.drawer) setDrawer(false);
  // A click on the backdrop has the dialog itself as its target.
  if (event.target instanceof HTMLDialogElement && event.target.dataset.light !== undefined) event.target.close();
});

// With a base element a bare fragment would lead to the start page, and Blazor would not move the focus.
document.addEventListener("click", event => {
  if (!event.target.closest?.(".skip")) return;
  event.preventDefault();
  event.stopPropagation();
  document.getElementById("main")?.focus();
}, true);

document.addEventListener("change", event => {
  const field = document.getElementById(event.target.dataset?.reveals);
  if (field) field.type = event.target.checked ? "text" : "password";
});

document.addEventListener("keydown", event => {
  if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k") {
    event.preventDefault();
    openDialog("palette");
  }
  // The arrow keys move through the options, not through the text.
  if (event.target.matches?.("[role=combobox]") && ["ArrowUp", "ArrowDown", "Enter"].includes(event.key)) event.preventDefault();
  if (event.key === "Escape" && root.dataset.drawer) {
    setDrawer(false);
    document.querySelector("[data-drawer-toggle]")?.focus();
  }
});

document.addEventListener("keydown", event => {
  if (!["j", "k"].includes(event.key) || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest?.("input:not([type=checkbox]), textarea, select, dialog, [contenteditable], [role=combobox], [role=listbox]")) return;
  const links = [...document.querySelectorAll("[data-list] .row-link")];
  if (links.length === 0) return;
  // From wherever the focus is in the row; from outside the list, j begins at its first row.
  const here = document.activeElement.closest("[data-list] tr, [data-list] li")?.querySelector(".row-link");
  const next = links.indexOf(here) + (event.key === "j" ? 1 : -1);
  links[Math.max(0, Math.min(links.length - 1, next))].focus();
});

document.addEventListener("keydown", event => {
  const row = event.target.closest?.("[data-roving]");
  const step = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity }[event.key];
  if (!row || step === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  const stops = [...row.querySelectorAll("[tabindex]")];
  const next = Math.max(0, Math.min(stops.length - 1, stops.indexOf(document.activeElement) + step));
  stops.forEach((stop, index) => { stop.tabIndex = index === next ? 0 : -1; });
  stops[next]?.focus();
});
