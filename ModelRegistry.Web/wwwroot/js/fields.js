// What somebody typed is not lost: over a short break of the connection it is told to the server again, over a long one, a restart of
// the server or a reload it is put back, and what cannot be put back is shown before anything is saved. A dialog with text in it closes
// only when its person says so. All forms and dialogs, without a word of theirs; markup may say:
//   data-viewer="id"     who is looking: what one person typed is never put back for another
//   data-lost="text"     what is lost with this element, in words, when the page has to be built anew (chosen files)
//   data-secret          what is typed inside is never kept; nor are passwords
//   data-held            while this is inside a dialog, nothing but its own buttons closes it
//
//   careFor(page, id)    page.CloseAsync(typed) closes the topmost dialog, and asks when something was typed into it; page.Is(id) is true
//                        as long as the same circuit draws the page

const KEY = "typed";
const SOON = 300;
const connection = document.getElementById("components-reconnect-modal");
const notice = document.getElementById("kept");

const before = new WeakMap(); // what a field said before anybody touched it
const edited = new Set();     // what somebody changed, to be told again
const unsaved = new Set();    // texts that were typed and not saved yet
let last = read();            // what was typed when it was last written down
let missing = last;           // what was typed into a page that is gone, and is not back yet
let shown = "";               // what the notice says now
let watching = 0;
let quiet = 0;                // how often in a row nothing was under way any more
let down = false;
let gone = null;              // the mark of a page whose circuit is no more, until another one draws it anew
let broken = null;            // what drew the page, and its mark, when the connection broke
let acted = null;             // where the last button was pressed
let care = null;

export const careFor = (page, id) => { care = { page, id }; };

const mark = () => document.getElementById("live");
const isLive = () => ![null, gone].includes(mark());
const viewer = () => document.querySelector("[data-viewer]")?.dataset.viewer;
const isChoice = field => field.matches("input.mud-select-input");
const isTick = field => field.type === "checkbox" || field.type === "radio";
const valueOf = field => isTick(field) ? String(field.checked) : field.value;
const changed = field => before.has(field) && before.get(field) !== valueOf(field);

/** Whether it is a field of a form: neither a search, nor a secret, nor a part of the frame. */
function counts(field) {
  if (!field.matches?.("input, textarea, select")) return false;
  if (isChoice(field)) return true;
  return !["hidden", "file", "button", "submit", "reset", "image", "search", "password"].includes(field.type) && !field.readOnly
    && !field.closest("[role=search], [role=combobox], [data-secret], dialog") && !/password|one-time/.test(field.autocomplete ?? "");
}

const fieldsIn = place => [...place.querySelectorAll("input, textarea, select")].filter(counts);

// ---- What is typed

// A dialog that opens again because what was typed into it was refused shows what somebody typed, not what was there.
function remember(field) {
  if (!before.has(field) && counts(field)) before.set(field, dialogOf(field) && unsaved.has(valueOf(field)) ? "" : valueOf(field));
}

// Before anything can be changed; a check box has changed already when its event comes.
for (const type of ["pointerdown", "keydown"]) document.addEventListener(type, () => fieldsIn(document).forEach(remember), true);
for (const type of ["focusin", "beforeinput"]) document.addEventListener(type, event => remember(event.target), true);

for (const type of ["input", "change"])
  document.addEventListener(type, event => {
    if (!isLive() || !counts(event.target)) return;
    // A field that had the focus from the beginning, in a tab that was not in front, told nothing of it.
    if (!before.has(event.target)) before.set(event.target, isTick(event.target) ? String(!event.target.checked) : event.target.defaultValue ?? "");
    edited.add(event.target);
    if (!isTick(event.target) && event.type === "change" && event.target.value) unsaved.add(event.target.value);
    if (down) keep();
  }, true);

// ---- Where a field is, so that it is found again in a page that was built anew

const textOf = element => element?.textContent.trim().replace(/\s+/g, " ") ?? "";
const dialogOf = field => field.closest(".mud-dialog");
const titleOf = dialog => textOf(dialog?.querySelector(".mud-dialog-title"));

function placeOf(field) {
  return {
    dialog: titleOf(dialogOf(field)),
    group: textOf(field.closest("fieldset")?.querySelector("legend")),
    label: textOf(field.labels?.[0]) || field.getAttribute("aria-label") || field.placeholder || field.name,
    type: field.type,
  };
}

const same = (one, other) => ["dialog", "group", "label", "type"].every(part => one[part] === other[part]);

function entryOf(field) {
  const place = placeOf(field);
  const nth = fieldsIn(document).filter(other => same(placeOf(other), place)).indexOf(field);
  const choice = isChoice(field);
  return { ...place, nth, choice, was: before.get(field), now: valueOf(field), says: choice ? textOf(field.nextElementSibling) || field.value : valueOf(field) };
}

// ---- Keeping it

const typed = () => fieldsIn(document).filter(field => changed(field) && !(field.type === "radio" && !field.checked)).map(entryOf);
const lost = () => [...document.querySelectorAll("[data-lost]")].map(element => ({ says: element.dataset.lost, dialog: titleOf(dialogOf(element)) }));

/** Writes down what is on the page and nowhere else, for this tab alone. */
function keep() {
  if (!isLive() || !viewer()) return;
  forgetElsewhere();
  const entries = [...missing.entries, ...typed(), ...lost()];
  last = { viewer: viewer(), path: location.pathname, entries };
  try {
    if (entries.length > 0) sessionStorage.setItem(KEY, JSON.stringify(last));
    else sessionStorage.removeItem(KEY);
    delete connection.dataset.unkept;
  } catch {
    // The browser keeps nothing for this site: then the page is never loaded anew without asking.
    if (entries.length > 0) connection.dataset.unkept = "yes";
  }
}

function read() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY)) ?? { entries: [] };
  } catch {
    return { entries: [] };
  }
}

function forget() {
  missing = last = { entries: [] };
  try {
    sessionStorage.removeItem(KEY);
  } catch { /* nothing was kept */ }
}

// Whoever went on to another page left it behind.
function forgetElsewhere() {
  if (missing.entries.length > 0 && missing.path !== location.pathname) forget();
}

addEventListener("pagehide", keep);

// A form that was saved and stays is as before: nobody needs to have it put back.
const saved = new MutationObserver(records => {
  const messages = records.flatMap(record => [...record.addedNodes]).filter(node => node.nodeType === Node.ELEMENT_NODE);
  if (!messages.some(node => node.matches(".mud-alert-filled-success") || node.querySelector(".mud-alert-filled-success"))) return;
  unsaved.clear();
  for (const field of acted?.isConnected ? fieldsIn(acted) : []) {
    before.set(field, valueOf(field));
    edited.delete(field);
  }
});

document.addEventListener("click", event => {
  const button = event.target.closest?.("button");
  if (!button) return;
  acted = button.closest("form, .mud-dialog, main section, main");
  const messages = document.querySelector("section[aria-label=Messages]");
  if (messages) saved.observe(messages, { childList: true, subtree: true });
}, true);

// ---- Telling it again, and putting it back

/** What was typed while nobody listened, in the order of the page, over the one connection: before anything that is pressed next. */
function tellAgain() {
  for (const field of edited) {
    if (!field.isConnected) edited.delete(field);
    else if (!isChoice(field)) tell(field);
  }
}

function tell(field) {
  if (field.type === "radio" && field.checked) field.click();
  if (!isTick(field)) field.dispatchEvent(new Event("input", { bubbles: true }));
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

function put(field, entry) {
  remember(field);
  if (field.type === "radio") field.click();
  else if (isTick(field)) field.checked = entry.now === "true";
  else field.value = entry.now;
  if (field.type !== "radio") tell(field);
}

/** Its own place first; never a field that says something else than it did then, for somebody may have changed it since. */
function fieldFor(entry, fields) {
  const alike = fields.filter(field => !field.disabled && same(placeOf(field), entry));
  return [alike[entry.nth], ...alike].find(field => field && valueOf(field) === entry.now)
    ?? [alike[entry.nth], ...alike].find(field => field && !changed(field) && valueOf(field) === entry.was);
}

function putBack() {
  const fields = fieldsIn(document);
  missing.entries = missing.entries.filter(entry => {
    const field = entry.label === undefined ? undefined : fieldFor(entry, fields);
    if (!field || entry.choice && valueOf(field) !== entry.now) return true;
    if (valueOf(field) !== entry.now) put(field, entry);
    fields.splice(fields.indexOf(field), 1);
    return false;
  });
}

/** Looks, as long as something is missing, whether its field has come: a page that loads, a dialog that is opened again. */
function look() {
  clearTimeout(watching);
  forgetElsewhere();
  if (isLive() && viewer()) {
    if (missing.entries.length > 0 && missing.viewer !== viewer()) forget();
    const ready = document.querySelector("main h1") && !document.querySelector("main [aria-busy=true]");
    putBack();
    quiet = ready ? quiet + 1 : 0;
    if (quiet > 1) say();
  }
  if (missing.entries.length > 0) watching = setTimeout(look, SOON);
  else say();
}

// ---- Saying what has to be entered again

function say() {
  const text = JSON.stringify(missing.entries);
  if (!notice || text === shown) return;
  shown = text;
  notice.hidden = missing.entries.length === 0;
  notice.querySelector("ul").replaceChildren(...missing.entries.map(line));
}

function line(entry) {
  const item = document.createElement("li");
  const where = [entry.dialog && `In “${entry.dialog}”`, entry.group, entry.label].filter(Boolean).join(", ");
  const says = document.createElement("b");
  says.textContent = entry.type === "checkbox" || entry.type === "radio" ? (entry.now === "true" ? "ticked" : "not ticked") : entry.says;
  item.append(where ? `${where}: ` : "", says);
  if (!entry.label || entry.choice || entry.now === "" || entry.type === "checkbox" || entry.type === "radio") return item;
  const copy = document.createElement("button");
  copy.type = "button";
  copy.textContent = "Copy";
  copy.dataset.copy = entry.now;
  item.append(" ", copy);
  return item;
}

document.getElementById("kept-close")?.addEventListener("click", () => {
  forget();
  say();
});

// ---- The connection

connection?.addEventListener("components-reconnect-state-changed", ({ detail }) => {
  if (detail.state === "show") {
    down = true;
    broken = { care, mark: mark() };
    keep();
  } else if (detail.state === "hide") {
    down = false;
    // The dialog about the connection waits for it: what is pressed next comes after what was typed.
    detail.until = back();
  }
});

/** A circuit that was kept goes on with the same page; another one knows nothing of it and draws it anew, before or after it is asked. */
async function back() {
  const was = broken;
  if (!was?.care) return;
  if (care === was.care && await care.page.invokeMethodAsync("Is", care.id).catch(() => false)) {
    tellAgain();
    return;
  }
  [gone, missing, quiet] = [was.mark, last, 0];
  look();
}

look();

// ---- Dialogs

const closable = dialog => care && !dialog.querySelector("[data-held]") && !document.querySelector("dialog[open]");

document.addEventListener("keydown", event => {
  if (event.key !== "Escape" || event.defaultPrevented) return;
  const dialog = [...document.querySelectorAll(".mud-dialog")].at(-1);
  // A list or menu that is open takes the key.
  if (!dialog || !closable(dialog) || document.querySelector(".mud-popover-open")) return;
  close(dialog);
}, true);

document.addEventListener("click", event => {
  const beside = event.target.closest?.(".mud-overlay-dialog");
  const dialog = beside?.parentElement.querySelector(".mud-dialog");
  if (dialog && closable(dialog) && !fieldsIn(dialog).some(changed)) close(dialog);
});

function close(dialog) {
  care.page.invokeMethodAsync("CloseAsync", fieldsIn(dialog).some(changed)).catch(() => { /* the circuit is away */ });
}
