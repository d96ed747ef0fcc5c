// The search boxes of lists complete what is typed: an input with data-completes (versions or models; data-model names the model) and the listbox that it
// controls. The caret, the keys and the list live here, because a round trip would come too late for them; what may come next is asked of the API as whoever
// is signed in. Arrow keys choose, Enter and Tab take what is chosen, Esc closes; with nothing chosen Enter and Tab are what they always are.

const PAUSE = 80;

let box = null;      // whose list is open or on its way
let items = [];
let chosen = -1;
let asked = null;
let timer = 0;

const listOf = input => document.getElementById(input.getAttribute("aria-controls"));
const boxOf = event => event.target.closest?.("input[data-completes]");

function close() {
  clearTimeout(timer);
  asked?.abort();
  if (box) {
    listOf(box)?.replaceChildren();
    listOf(box)?.setAttribute("hidden", "");
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  }
  [box, items, chosen, asked] = [null, [], -1, null];
}

function askSoon(input, pause = PAUSE) {
  clearTimeout(timer);
  asked?.abort();
  box = input;
  timer = setTimeout(() => ask(input), pause);
}

async function ask(input) {
  asked = new AbortController();
  const { completes, model } = input.dataset;
  const query = new URLSearchParams({ list: completes, text: input.value, at: input.selectionStart ?? input.value.length });
  if (model) query.set("model", model);
  try {
    const answer = await fetch(new URL(`api/v1/completions?${query}`, document.baseURI), { credentials: "same-origin", signal: asked.signal });
    const found = answer.ok ? (await answer.json()).items : [];
    if (document.activeElement === input) show(input, found);
  } catch {
    // More was typed, or there is no connection: the box works without.
  }
}

function show(input, found) {
  if (found.length === 0) {
    close();
    return;
  }
  [box, items, chosen] = [input, found, -1];
  const list = listOf(input);
  list.replaceChildren(...found.map((item, index) => {
    const option = document.createElement("div");
    option.id = `completion-${index}`;
    option.role = "option";
    option.setAttribute("aria-selected", "false");
    const text = document.createElement("span");
    text.textContent = item.text;
    const kind = document.createElement("span");
    kind.className = "mut small";
    kind.textContent = item.kind === "joiner" ? "" : item.kind;
    option.append(text, kind);
    option.addEventListener("click", () => take(index));
    return option;
  }));
  list.removeAttribute("hidden");
  list.scrollTop = 0;
  input.setAttribute("aria-expanded", "true");
  input.removeAttribute("aria-activedescendant");
}

function choose(index) {
  chosen = index;
  [...listOf(box).children].forEach((option, i) => {
    option.setAttribute("aria-selected", String(i === index));
    if (i === index) option.scrollIntoView({ block: "nearest" });
  });
  box.setAttribute("aria-activedescendant", `completion-${index}`);
}

function take(index) {
  const [input, { text, from, to }] = [box, items[index]];
  close();
  const rest = input.value.slice(to);
  const taken = input.value.slice(0, from) + text + (text === "(" || rest.startsWith(" ") ? "" : " ");
  input.value = taken + rest;
  input.focus();
  input.setSelectionRange(taken.length, taken.length);
  input.dispatchEvent(new InputEvent("input", { bubbles: true }));
}

// Only what is typed or taken: what js/fields.js tells the server again is a plain event, and nobody wants a list for it.
document.addEventListener("input", event => {
  const input = boxOf(event);
  if (input && event instanceof InputEvent) askSoon(input);
});

document.addEventListener("click", event => {
  const input = boxOf(event);
  if (input && input !== box) askSoon(input, 0);
});

document.addEventListener("focusout", event => {
  if (boxOf(event)) close();
});

// The focus stays in the box while an option is pressed.
document.addEventListener("mousedown", event => {
  if (event.target.closest?.(".completions")) event.preventDefault();
});

document.addEventListener("keydown", event => {
  const input = boxOf(event);
  if (!input || event.ctrlKey || event.metaKey || event.altKey) return;
  const open = input === box && items.length > 0;
  if (event.key === "ArrowDown" && !open) {
    askSoon(input, 0);
  } else if (open && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    event.preventDefault();
    const step = event.key === "ArrowDown" ? 1 : -1;
    choose(chosen < 0 && step < 0 ? items.length - 1 : (chosen + step + items.length) % items.length);
  } else if (open && chosen >= 0 && !event.shiftKey && (event.key === "Enter" || event.key === "Tab")) {
    event.preventDefault();
    take(chosen);
  } else if (event.key === "Escape" && input === box) { // also while what may come next is still on its way
    event.preventDefault(); // else the browser empties the box
    event.stopPropagation();
    close();
  } else if (event.key === "Enter") {
    close();
  }
}, true);
