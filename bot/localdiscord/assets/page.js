"use strict";
// The page is written by the server. This script keeps it up to date without
// disturbing what the reader does, and helps to type commands.

const $ = (id) => document.getElementById(id);
const log = $("log"), line = $("line"), list = $("commands"), notice = $("notice");
const view = location.search; // whose view this is: ?as=…

// Following: the server says that something changed, the page asks what.

const dismissed = new Set(JSON.parse(sessionStorage.getItem("dismissed") || "[]"));
const shown = new Map(); // message element id → the HTML it was made from
for (const m of $("messages").children) shown.set(m.id, m.outerHTML);

let busy = false, again = false;

async function refresh() {
  if (busy) { again = true; return; }
  busy = true;
  try {
    const answer = await fetch("/messages" + view);
    if (answer.ok) update(await answer.text());
  } catch { /* the event stream says when the server is back */ }
  busy = false;
  if (again) { again = false; refresh(); }
}

function update(html) {
  const fresh = new DOMParser().parseFromString(html, "text/html");
  const follow = atBottom();
  const messages = $("messages");
  let place = messages.firstElementChild;
  for (const m of [...fresh.getElementById("messages").children]) {
    let el = $(m.id);
    const there = el !== null && el === place;
    // What has not changed stays the same element, with its focus and selection.
    if (shown.get(m.id) !== m.outerHTML) {
      shown.set(m.id, m.outerHTML);
      el = el ? swap(el, m) : m;
    }
    if (there) place = el.nextElementSibling;
    else messages.insertBefore(el, place);
  }
  while (place) {
    const next = place.nextElementSibling;
    shown.delete(place.id);
    place.remove();
    place = next;
  }
  for (const id of ["members", "empty"]) {
    const now = fresh.getElementById(id);
    if (now.innerHTML !== $(id).innerHTML) $(id).replaceWith(now);
  }
  hideDismissed();
  if (follow) toBottom();
}

// swap puts a changed message in place of the old one and returns it.
function swap(old, changed) {
  const focused = old.contains(document.activeElement) && document.activeElement.dataset.press;
  old.replaceWith(changed);
  if (focused) changed.querySelector(`[data-press="${CSS.escape(focused)}"]`)?.focus();
  return changed;
}

function hideDismissed() {
  for (const id of dismissed) { const m = $(id); if (m) m.hidden = true; }
  $("empty").hidden = $("messages").childElementCount > 0;
}

// Whoever reads the newest message still does when the window changes its size.
let bottom = true;
log.addEventListener("scroll", () => { bottom = atBottom(); }, { passive: true });
new ResizeObserver(() => { if (bottom) toBottom(); }).observe(log);

function atBottom() { return log.scrollHeight - log.scrollTop - log.clientHeight < 48; }
function toBottom() { log.scrollTop = log.scrollHeight; }

function listen() {
  const stream = new EventSource("/events");
  stream.onmessage = () => { if (notice.dataset.kind === "lost") say(""); refresh(); };
  stream.onerror = () => {
    say("The connection is lost; trying again…", "lost");
    // A stream that was refused does not come back by itself.
    if (stream.readyState === EventSource.CLOSED) setTimeout(listen, 2000);
  };
}

// Typing: a popup of commands, then a line that explains the chosen one.

let chosen = 0;
const history = [];
let recalled = 0;

async function loadCommands() {
  const answer = await fetch("/commands");
  if (answer.ok) list.innerHTML = await answer.text();
}

function matches() {
  const typed = /^\/(\S*)$/.exec(line.value);
  if (!typed) return [];
  return options().filter((o) => o.dataset.name.startsWith(typed[1].toLowerCase()));
}

function options() { return [...list.querySelectorAll("[role=option]")]; }

function offer() {
  const found = matches();
  chosen = Math.max(0, Math.min(chosen, found.length - 1));
  for (const o of options()) {
    o.hidden = !found.includes(o);
    o.setAttribute("aria-selected", o === found[chosen]);
  }
  list.hidden = found.length === 0 && line.value !== "/";
  line.setAttribute("aria-expanded", !list.hidden);
  if (list.hidden || !found[chosen]) line.removeAttribute("aria-activedescendant");
  else line.setAttribute("aria-activedescendant", found[chosen].id);
  explain();
}

function explain() {
  const typed = /^\/(\S+)\s/.exec(line.value);
  const option = typed && options().find((o) => o.dataset.name === typed[1].toLowerCase());
  if (!option) { if (notice.dataset.kind !== "lost") say(""); return; }
  const naming = /\s(\S+):\S*$/.exec(line.value);
  const choices = naming && option.querySelector(`template[data-choices="${CSS.escape(naming[1])}"]`);
  say("", "hint");
  notice.append((choices || option.querySelector("template")).content.cloneNode(true));
}

function say(text, kind = "") {
  notice.textContent = text;
  notice.dataset.kind = kind;
}

function choose(option) {
  line.value = "/" + option.dataset.name + " ";
  line.focus();
  offer();
}

// post does something as the viewer and reports whether it could be done.
async function post(path, fields) {
  try {
    const answer = await fetch(path + view, { method: "POST", body: new URLSearchParams(fields) });
    if (answer.ok) return true;
    say((await answer.text()).trim(), "error");
  } catch {
    say("The local Discord does not answer; is it still running?", "error");
  }
  return false;
}

async function send(text) {
  if (!text.trim()) return;
  if (line.value === text) line.value = ""; // at once, so that a second Enter sends nothing
  offer();
  if (!await post("/send", { line: text })) {
    line.value ||= text;
    return;
  }
  history.push(text);
  recalled = history.length;
  await refresh();
  toBottom();
}

line.addEventListener("input", async () => {
  chosen = 0;
  if (line.value === "/" || line.value.startsWith("/") && options().length === 0) await loadCommands();
  offer();
});

line.addEventListener("keydown", (e) => {
  if (e.isComposing) return;
  const found = list.hidden ? [] : matches();
  const pick = found[chosen];
  if (pick && (e.key === "ArrowDown" || e.key === "ArrowUp")) {
    chosen = (chosen + (e.key === "ArrowDown" ? 1 : found.length - 1)) % found.length;
    offer();
  } else if (pick && (e.key === "Tab" || e.key === "Enter") && (line.value !== "/" + pick.dataset.name || "needs" in pick.dataset)) {
    choose(pick);
  } else if (e.key === "Escape") {
    list.hidden = true;
    line.setAttribute("aria-expanded", "false");
    return;
  } else if (!pick && (e.key === "ArrowUp" || e.key === "ArrowDown") && history.length) {
    recalled = Math.max(0, Math.min(history.length, recalled + (e.key === "ArrowUp" ? -1 : 1)));
    line.value = history[recalled] ?? "";
    explain();
  } else {
    return;
  }
  e.preventDefault();
});

line.addEventListener("blur", () => { list.hidden = true; line.setAttribute("aria-expanded", "false"); });
line.addEventListener("focus", () => { if (line.value.startsWith("/")) offer(); });
$("composer").addEventListener("submit", (e) => { e.preventDefault(); send(line.value); });
list.addEventListener("pointerdown", (e) => {
  e.preventDefault(); // the composer keeps the focus
  const option = e.target.closest("[role=option]");
  if (option) choose(option);
});

// Pressing.

document.addEventListener("click", (e) => {
  const on = (selector) => e.target.closest(selector);
  let el;
  if ((el = on("[data-send]"))) send(el.dataset.send);
  else if ((el = on("[data-insert]"))) insert(el.dataset.insert);
  else if ((el = on("[data-value]"))) fill(el.dataset.value);
  else if ((el = on("[data-dismiss]"))) dismiss(el.dataset.dismiss);
  else if ((el = on("button[data-press]"))) post("/press", { message_id: el.dataset.message, custom_id: el.dataset.press });
  else if ((el = on(".spoiler")) && !on("a")) reveal(el);
});

document.addEventListener("change", (e) => {
  if (e.target.matches("select[data-press]")) say("Menus can be looked at here, but not used yet.", "error");
});

document.addEventListener("keydown", (e) => {
  if ((e.key === "Enter" || e.key === " ") && e.target.matches(".spoiler")) { e.preventDefault(); reveal(e.target); }
});

function insert(text) {
  line.value = line.value.trimEnd() + " " + text;
  line.focus();
  explain();
}

// fill completes the option whose value is being typed.
function fill(value) {
  const written = /\s/.test(value) ? `"${value}"` : value;
  line.value = line.value.replace(/:\S*$/, () => ":" + written + " ");
  line.focus();
  explain();
}

function dismiss(id) {
  dismissed.add(id);
  sessionStorage.setItem("dismissed", JSON.stringify([...dismissed]));
  hideDismissed();
  line.focus();
}

function reveal(spoiler) {
  spoiler.setAttribute("aria-expanded", spoiler.getAttribute("aria-expanded") === "false");
}

hideDismissed();
toBottom();
loadCommands();
listen();
