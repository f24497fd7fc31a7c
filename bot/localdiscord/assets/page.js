"use strict";
// The page is written by the server. This script keeps it up to date without
// disturbing what the reader does, helps to type, and sends what people do.

const $ = (id) => document.getElementById(id);
const make = (tag, props, ...children) => {
  const el = Object.assign(document.createElement(tag), props);
  el.append(...children);
  return el;
};
const log = $("log"), line = $("line"), command = $("command"), list = $("suggestions"), notice = $("notice");
const menu = $("menu"), panel = $("panel"), modal = $("modal");
let data = JSON.parse($("data").textContent); // who does something where, and what there is

// Following: the server says that something changed, the page asks what.

const keyed = ["channels", "members", "messages", "exchanges", "roles", "here", "set"]; // their children have ids
const whole = ["title", "empty", "typing", "clock", "pings", "person"];
const shown = new Map(); // id of an element → the HTML it was made from

function remember() {
  for (const id of keyed) for (const el of $(id).children) shown.set(el.id, el.outerHTML);
  for (const id of whole) shown.set(id, $(id).outerHTML);
  shown.set("form", $("form").innerHTML);
}

let busy = false, again = false;

async function refresh() {
  if (busy) { again = true; return; }
  busy = true;
  const asked = location.search;
  try {
    const answer = await fetch("/" + asked);
    const html = await answer.text();
    if (answer.ok && asked === location.search) update(html);
  } catch { /* the event stream says when the server is back */ }
  busy = false;
  if (again) { again = false; await refresh(); }
}

function update(html) {
  const fresh = new DOMParser().parseFromString(html, "text/html");
  const follow = atBottom(), get = (id) => fresh.getElementById(id);
  const before = data;
  data = JSON.parse(get("data").textContent);
  document.title = fresh.title;
  for (const id of keyed) sync($(id), get(id));
  for (const id of whole) if (changed(id, get(id).outerHTML)) swap($(id), get(id));
  showModal(get("form"));
  line.placeholder = get("line").placeholder;
  line.setAttribute("aria-label", get("line").getAttribute("aria-label"));
  if (before.channel !== data.channel || before.user !== data.user) { leaveReply(); toBottom(); } else if (follow) toBottom();
}

function changed(id, html) {
  const is = shown.get(id) !== html;
  shown.set(id, html);
  return is;
}

// sync makes the children of old those of fresh. What has not changed stays the
// same element, with its focus and selection.
function sync(old, fresh) {
  let place = old.firstElementChild;
  for (const now of [...fresh.children]) {
    let el = old.querySelector(`:scope > #${CSS.escape(now.id)}`);
    const there = el !== null && el === place;
    if (changed(now.id, now.outerHTML) || !el) el = el ? swap(el, now) : now;
    if (there) place = el.nextElementSibling;
    else old.insertBefore(el, place);
  }
  while (place) {
    const next = place.nextElementSibling;
    shown.delete(place.id);
    place.remove();
    place = next;
  }
}

// handle finds in an element what had the focus in its predecessor.
const handle = (el) => el.id ? "#" + CSS.escape(el.id)
  : ["press", "select", "menu", "person", "dismiss"].filter((k) => k in el.dataset)
    .map((k) => `[data-${k}="${CSS.escape(el.dataset[k])}"]`)[0] || el.tagName;

// swap puts a changed element in place of the old one and returns it.
function swap(old, now) {
  const focused = old.contains(document.activeElement) && handle(document.activeElement);
  if (old.open) now.open = true;
  old.replaceWith(now);
  if (focused) (now.matches(focused) ? now : now.querySelector(focused))?.focus({ preventScroll: true });
  return now;
}

// go shows another channel, or the same as somebody else.
async function go(address, push = true) {
  if (push) history.pushState(null, "", address);
  if (matchMedia("(max-width: 700px)").matches && $("side").matches(":popover-open")) $("side").hidePopover();
  leaveCommand();
  await refresh();
  line.focus();
}
addEventListener("popstate", () => go("", false));

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

// Doing: every action is one that the control API knows.

function say(text, kind = "") {
  notice.textContent = text;
  notice.dataset.kind = kind;
}

// act does an action and returns its result, or null if it could not be done;
// tell is called with the reason.
async function act(action, tell = (why) => say(why, "error")) {
  try {
    const answer = await fetch("/act", { method: "POST", body: JSON.stringify(action), headers: { "Content-Type": "application/json" } });
    if (answer.ok) {
      if (notice.dataset.kind === "error") say("");
      return await answer.json();
    }
    tell((await answer.text()).trim());
  } catch {
    tell("The local Discord does not answer; is it still running?");
  }
  return null;
}

// use does something as the viewer in the channel.
const use = (action, tell) => act({ user: data.user, channel_id: data.channel, ...action }, tell);

// Typing a message.

let reply = null; // { id, ping }
const sent = []; // for ArrowUp: a string, or a command with its values
let recalled = 0;

// everybody lists what can be named: what one types and what is sent for it, the longest first.
const everybody = () => [...data.people.map((p) => ["@" + p.name, `<@${p.id}>`]),
  ...data.roles.filter((r) => r.name[0] !== "@" && !data.people.some((p) => p.name === r.name)).map((r) => ["@" + r.name, `<@&${r.id}>`]),
  ...data.channels.map((c) => ["#" + c.name, `<#${c.id}>`])].sort((a, b) => b[0].length - a[0].length);

function withMentions(text) {
  const known = everybody();
  return text.replace(/[@#][^\s@#]+/g, (word) => {
    const hit = known.find(([name]) => word.startsWith(name) && !/^[\p{L}\p{N}_-]/u.test(word.slice(name.length)));
    return hit ? hit[1] + word.slice(hit[0].length) : word;
  });
}

async function send() {
  if (!command.hidden) return runCommand();
  const text = line.value;
  if (!text.trim()) return;
  if (text.startsWith("/")) {
    const name = text.slice(1).split(/\s/)[0];
    say(`There is no command /${name} here.`, "error");
    return;
  }
  const action = { do: "say", content: withMentions(text) };
  if (reply) Object.assign(action, { reply_to: reply.id, ping: reply.ping });
  line.value = ""; // at once, so that a second Enter sends nothing
  suggest();
  if (!await use(action)) {
    line.value ||= text;
    return;
  }
  leaveReply();
  sent.push(text);
  await arrived();
}

async function arrived() {
  recalled = sent.length;
  await refresh();
  toBottom();
}

function replyTo(message) {
  reply = { id: message.dataset.id, ping: true };
  $("replying").firstChild.textContent = "Replying to " + message.querySelector(".author").textContent;
  $("replying").hidden = false;
  showPing();
  line.focus();
}

function showPing() {
  const button = $("replying").querySelector("[data-ping]");
  button.textContent = reply.ping ? "@ on" : "@ off";
  button.setAttribute("aria-pressed", reply.ping);
}

function leaveReply() {
  reply = null;
  $("replying").hidden = true;
}

// Typing a command: its name, and a field for each option that is filled in.

let typed = null; // the command, from data.commands

function enterCommand(c, values = {}) {
  typed = c;
  line.value = "";
  line.hidden = true;
  command.hidden = false;
  command.setAttribute("aria-label", "Command /" + c.shown);
  command.replaceChildren(make("b", {}, "/" + c.shown));
  for (const o of c.options) if (o.required || o.name in values) addOption(o, values[o.name] ?? "");
  if (fields().length === 0 && c.options.length > 0) addOption(c.options[0], "");
  addMore();
  (fields()[0] || command).focus();
  suggest();
}

function leaveCommand(text = "") {
  if (!typed) return;
  typed = null;
  command.hidden = true;
  line.hidden = false;
  line.value = text;
  line.focus();
  suggest();
}

const fields = () => [...command.querySelectorAll("input")];
const optionOf = (field) => typed.options.find((o) => o.name === field.dataset.option);
const unused = () => typed.options.filter((o) => !fields().some((f) => f.dataset.option === o.name));

function addOption(o, value) {
  const field = make("input", { value, type: o.type === 11 ? "file" : "text", spellcheck: false, autocomplete: "off" });
  field.dataset.option = o.name;
  field.setAttribute("aria-label", `${o.shown}: ${o.description}${o.required ? ", required" : ""}`);
  if (o.type !== 11) {
    for (const [k, v] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": "suggestions" })) field.setAttribute(k, v);
  }
  command.insertBefore(make("label", { className: "pill" }, make("span", {}, o.shown), field), command.querySelector("button"));
  return field;
}

function addMore() {
  command.querySelector("button")?.remove();
  const left = unused();
  if (left.length === 0) return;
  const button = make("button", { type: "button", className: "plain" }, `+${left.length} more`);
  button.setAttribute("aria-haspopup", "menu");
  button.onclick = () => openMenu(button, unused().map((o) => ({ label: o.shown, note: o.description, do: () => { const f = addOption(o, ""); addMore(); f.focus(); } })));
  command.append(button);
}

// valueOf returns what a field holds: what was chosen by its name is the value
// that the name stands for.
async function valueOf(field) {
  if (field.type === "file") return field.files[0] ? upload(field.files[0]) : "";
  return field.dataset.name === field.value && field.value !== "" ? JSON.parse(field.dataset.value) : field.value;
}

const upload = async (file) => ({ filename: file.name, content_type: file.type || "text/plain", content: await file.text() });

async function values() {
  const out = {};
  for (const f of fields()) { const v = await valueOf(f); if (v !== "") out[f.dataset.option] = v; }
  return out;
}

async function runCommand() {
  const c = typed, options = await values();
  const kept = Object.fromEntries(fields().filter((f) => f.type !== "file").map((f) => [f.dataset.option, f.value]));
  const missing = fields().find((f) => optionOf(f).required && !(f.dataset.option in options));
  if (missing) {
    missing.focus();
    say(`/${c.shown} needs ${missing.dataset.option}: ${optionOf(missing).description}`, "error");
    return;
  }
  leaveCommand();
  if (!await use({ do: "slash", name: c.name, options })) {
    if (!typed && !line.value) enterCommand(c, kept);
    return;
  }
  sent.push({ c, kept });
  await arrived();
}

// Suggestions: commands, names behind @ and #, and the values of an option.

let offered = [], chosen = -1, asking = 0, timer;

// suggest offers what fits what is being typed.
function suggest() {
  clearTimeout(timer);
  asking++;
  const field = document.activeElement;
  if (notice.dataset.kind === "hint") say("");
  if (field === line) return offer(line, ...forLine());
  if (typed && fields().includes(field) && field.type !== "file") return forOption(field);
  offer(line, []);
}

function forLine() {
  const before = line.value.slice(0, line.selectionStart);
  const name = /^\/([^\s].*|)$/.exec(line.value);
  if (name) {
    const wanted = name[1].toLowerCase();
    const found = data.commands.filter((c) => c.shown.toLowerCase().startsWith(wanted) || c.name.startsWith(wanted));
    return [found.map((c) => ({ label: "/" + c.shown, note: c.description, do: () => enterCommand(c) })), 0,
      data.commands.length ? "" : "There are no commands here."];
  }
  const mark = /(?:^|\s)([@#][^\s@#]*)$/.exec(before);
  if (!mark) return [[]];
  const found = everybody().filter(([n]) => n.toLowerCase().startsWith(mark[1].toLowerCase())).reverse();
  return [found.map(([n]) => ({ label: n, do: () => {
    line.setRangeText(n + " ", before.length - mark[1].length, before.length, "end");
    suggest();
  } })), 0];
}

function entities(o) {
  const entries = (mark, list) => list.map((e) => ({ name: mark + e.name.replace(/^@/, ""), value: e.id }));
  switch (o.type) {
    case 5: return [{ name: "True", value: true }, { name: "False", value: false }];
    case 6: return entries("@", data.people);
    case 7: return entries("#", data.channels);
    case 8: return entries("@", data.roles);
    case 9: return [...entries("@", data.people), ...entries("@", data.roles)];
  }
  return o.choices;
}

function forOption(field) {
  const o = optionOf(field), fixed = entities(o);
  say("", "hint");
  notice.append(make("b", {}, o.shown), " " + o.description);
  const pick = (c) => ({ label: c.name, do: () => { choose(field, c); } });
  if (fixed) {
    const text = field.value.toLowerCase(), done = field.dataset.name === field.value && text !== "";
    const found = done ? [] : fixed.filter((c) => `${c.name}\n${c.value}`.toLowerCase().includes(text));
    return offer(field, found.slice(0, 25).map(pick), text === "" ? -1 : 0);
  }
  if (!o.autocomplete) return offer(field, []);
  const mine = asking, c = typed;
  timer = setTimeout(async () => {
    const options = await values();
    options[o.name] = field.value;
    const res = await use({ do: "autocomplete", name: c.name, options, focused: o.name }, () => {});
    if (mine !== asking) return; // something else is being typed by now
    const choices = res?.outcome?.choices || [];
    offer(field, choices.map(pick), -1, res?.outcome?.state === "failed" ? "Loading options failed" : "");
  }, 150);
}

function choose(field, c) {
  field.value = c.name;
  field.dataset.name = c.name;
  field.dataset.value = JSON.stringify(c.value);
  field.focus();
  offer(field, []);
}

// offer shows suggestions for a field; first is the one that Enter takes, -1 for
// none, and none is said where there are none.
function offer(field, items, first = -1, none = "") {
  offered = items;
  chosen = items.length ? first : -1;
  list.replaceChildren(...items.map((item, i) => {
    const el = make("div", { id: "s-" + i }, make("b", {}, item.label), make("small", {}, item.note || ""));
    el.setAttribute("role", "option");
    return el;
  }));
  if (none && !items.length) list.append(make("p", { className: "quiet" }, none));
  list.hidden = !list.firstChild;
  for (const f of [line, ...fields()]) f.setAttribute("aria-expanded", f === field && !list.hidden);
  highlight(field);
}

function highlight(field = document.activeElement) {
  [...list.children].forEach((el, i) => el.setAttribute("aria-selected", i === chosen));
  if (chosen < 0) field.removeAttribute("aria-activedescendant");
  else {
    field.setAttribute("aria-activedescendant", "s-" + chosen);
    list.children[chosen].scrollIntoView({ block: "nearest" });
  }
}

const composer = $("composer");
composer.addEventListener("submit", (e) => { e.preventDefault(); send(); });
composer.addEventListener("focusin", suggest);
composer.addEventListener("focusout", (e) => { if (!composer.contains(e.relatedTarget)) { clearTimeout(timer); asking++; offer(line, []); } });
list.addEventListener("pointerdown", (e) => {
  e.preventDefault(); // the composer keeps the focus
  const i = [...list.children].indexOf(e.target.closest("[role=option]"));
  if (i >= 0) offered[i].do();
});

composer.addEventListener("input", (e) => {
  if (notice.dataset.kind === "error") say("");
  if (e.target === line) {
    // A command is known by its name and the space behind it.
    const c = /^\/.*\s$/s.test(line.value) && data.commands.find((c) => line.value.startsWith("/" + c.shown) && line.value.slice(c.shown.length + 1).trim() === "");
    if (c) return enterCommand(c);
    const pasted = data.commands.find((c) => line.value.startsWith("/" + c.shown + " ") && c.options.length > 0);
    if (pasted) return enterCommand(pasted, { [pasted.options[0].name]: line.value.slice(pasted.shown.length + 2) });
  } else if (typed) {
    // So is an option: "source:" behind a text goes on to that option.
    const named = /(?:^|\s)(\S+):$/.exec(e.target.value);
    const o = named && unused().find((o) => o.shown === named[1]);
    if (o) {
      e.target.value = e.target.value.slice(0, named.index).trimEnd();
      const field = addOption(o, "");
      addMore();
      return field.focus();
    }
  }
  suggest();
});

composer.addEventListener("keydown", (e) => {
  if (e.isComposing) return;
  const field = e.target, isField = field === line || field === command || field.matches("#command input");
  if (!isField) return;
  const open = !list.hidden && offered.length > 0;
  if (open && (e.key === "ArrowDown" || e.key === "ArrowUp")) {
    const n = offered.length, down = e.key === "ArrowDown";
    chosen = chosen < 0 ? (down ? 0 : n - 1) : (chosen + (down ? 1 : n - 1)) % n;
    highlight();
  } else if (open && chosen >= 0 && (e.key === "Enter" || (e.key === "Tab" && !e.shiftKey))) {
    offered[chosen].do();
  } else if (e.key === "Enter" && !e.shiftKey) {
    send();
  } else if (e.key === "Escape") {
    if (!list.hidden) { asking++; clearTimeout(timer); offer(field, []); } else if (typed) leaveCommand(); else if (reply) leaveReply(); else return;
  } else if (e.key === "Backspace" && typed && !field.value) {
    const all = fields(), i = all.indexOf(field);
    if (all.length < 2) leaveCommand("/" + typed.shown);
    else if (!optionOf(field).required) { field.parentNode.remove(); addMore(); fields()[Math.max(0, i - 1)].focus(); } else if (i > 0) all[i - 1].focus();
    else leaveCommand("/" + typed.shown);
  } else if (field === line && (e.key === "ArrowUp" || e.key === "ArrowDown") && sent.length && (line.value === "" || line.value === sent[recalled])) {
    recalled = Math.max(0, Math.min(sent.length, recalled + (e.key === "ArrowUp" ? -1 : 1)));
    const was = sent[recalled] ?? "";
    if (was.c) enterCommand(was.c, was.kept); else line.value = was;
  } else {
    return;
  }
  e.preventDefault();
});

// Menus: of a message, of a person, of a select.

let anchor = null;

// openMenu opens a menu at an element. An item is { label, note, do } or, where
// values are chosen, { label, note, value, on }; then done gets the values, at
// least min and at most max of them.
function openMenu(at, items, values = null) {
  if (menu.matches(":popover-open") && anchor === at) return menu.hidePopover();
  anchor = at;
  const box = make("div", {});
  box.setAttribute("role", values ? "listbox" : "menu");
  box.setAttribute("aria-label", at.getAttribute("aria-label") || at.textContent);
  const several = values && values.max !== 1;
  if (several) box.setAttribute("aria-multiselectable", "true");
  const entries = items.map((item) => {
    const el = make("div", { tabIndex: -1 }, make("b", {}, item.label), make("small", {}, item.note || ""));
    el.setAttribute("role", values ? "option" : "menuitem");
    if (values) el.setAttribute("aria-selected", !!item.on);
    el.onclick = () => {
      if (several) return el.setAttribute("aria-selected", el.getAttribute("aria-selected") === "false");
      menu.hidePopover();
      if (values) values.done([item.value]); else item.do();
    };
    box.append(el);
    return el;
  });
  menu.replaceChildren(box);
  if (several) {
    const picked = () => items.filter((_, i) => entries[i].getAttribute("aria-selected") === "true").map((item) => item.value);
    menu.append(make("button", { type: "button", className: "button primary", onclick: () => { menu.hidePopover(); values.done(picked()); } }, "Choose"));
  }
  menu.showPopover();
  const r = at.getBoundingClientRect(), m = menu.getBoundingClientRect();
  menu.style.left = Math.max(8, Math.min(r.left, innerWidth - m.width - 8)) + "px";
  menu.style.top = Math.max(8, r.bottom + 4 + m.height > innerHeight ? r.top - m.height - 4 : r.bottom + 4) + "px";
  (entries.find((el) => el.getAttribute("aria-selected") === "true") || entries[0])?.focus();
}

menu.addEventListener("keydown", (e) => {
  const entries = [...menu.querySelectorAll("[role=option], [role=menuitem]")], i = entries.indexOf(document.activeElement);
  const to = { ArrowDown: i + 1, ArrowUp: i - 1, Home: 0, End: -1 }[e.key];
  if (to !== undefined) entries.at(to % entries.length).focus();
  else if (i >= 0 && (e.key === "Enter" || e.key === " ")) entries[i].click();
  else if (e.key === "Tab" && menu.lastChild.tagName !== "BUTTON") menu.hidePopover();
  else if (i >= 0 && e.key.length === 1) entries.find((el, j) => j > i && el.textContent.toLowerCase().startsWith(e.key.toLowerCase()))?.focus();
  else return;
  e.preventDefault();
});

const commandsOf = (type, action) => data.menus.filter((m) => m.type === type)
  .map((m) => ({ label: m.shown, note: "App", do: () => use({ name: m.name, ...action }) }));

const remove = (id) => act({ do: "delete", user: data.user, message_id: id });

function messageMenu(at) {
  const m = at.closest(".message"), id = m.dataset.id;
  const items = commandsOf(3, { do: "message_command", message_id: id });
  if (!m.classList.contains("ephemeral")) {
    items.unshift({ label: "Reply", do: () => replyTo(m) });
    items.push({ label: "React 👍", do: () => act({ do: "react", user: data.user, message_id: id, name: "👍" }) });
  }
  openMenu(at, [...items, { label: "Delete", do: () => remove(id) }, { label: "Raw JSON", do: () => showRaw(id) }]);
}

function personMenu(at) {
  const { person, name } = at.dataset;
  openMenu(at, [{ label: "Mention", do: () => { leaveCommand(); line.setRangeText(`@${name} `, line.selectionStart, line.selectionEnd, "end"); line.focus(); } },
    ...commandsOf(2, { do: "user_command", target: person })]);
}

function selectMenu(at) {
  const { message, select, min, max } = at.dataset;
  const items = [...at.nextElementSibling.children].map((li) => ({ value: li.dataset.value, on: "default" in li.dataset,
    label: li.firstChild?.textContent || "", note: li.querySelector("small")?.textContent }));
  openMenu(at, items, { min: +min, max: +max, done: (values) => act({ do: "select", user: data.user, message_id: message, custom_id: select, values }) });
}

async function showRaw(id) {
  const answer = await fetch(`/raw/${id}?as=${data.user}`);
  $("raw").querySelector("pre").textContent = await answer.text();
  $("raw").showModal();
}

// Forms that the bot opens.

function showModal(now) {
  if (!changed("form", now.innerHTML)) return;
  $("form").replaceWith(now);
  if (!now.firstElementChild) {
    modal.close();
    // Chromium gives a text field its focus back without a caret.
    if (document.activeElement === line) { line.blur(); line.focus(); }
    return;
  }
  if (!modal.open) modal.showModal();
  now.querySelector("[data-field]:not(fieldset), fieldset input")?.focus();
}

async function filled(form) {
  const out = {};
  for (const el of form.querySelectorAll("[data-field]")) {
    const boxes = () => [...el.querySelectorAll("input:checked")].map((i) => i.value);
    switch (el.dataset.kind) {
      case "text": out[el.dataset.field] = el.value; break;
      case "box": out[el.dataset.field] = el.checked; break;
      case "boxes": out[el.dataset.field] = boxes(); break;
      case "radio": if (boxes().length) out[el.dataset.field] = boxes()[0]; break;
      case "select": out[el.dataset.field] = [...el.selectedOptions].map((o) => o.value).filter(Boolean); break;
      case "upload": if (el.files.length) out[el.dataset.field] = await Promise.all([...el.files].map(upload)); break;
    }
  }
  return out;
}

modal.addEventListener("submit", async (e) => {
  e.preventDefault();
  const form = e.target, said = form.querySelector(".said");
  said.textContent = "";
  await act({ do: "modal", user: data.user, custom_id: form.dataset.custom, fields: await filled(form) }, (why) => { said.textContent = why; });
});
// Escape closes it too, of which the server must hear.
const forget = () => fetch("/close?as=" + data.user, { method: "POST" });
modal.addEventListener("cancel", forget);

// The workbench.

const kept = (name, value) => value === undefined ? sessionStorage.getItem(name) : sessionStorage.setItem(name, value);

function openPanel() {
  if (matchMedia("(max-width: 1000px)").matches) panel.showModal(); else panel.show();
  kept("panel", "open");
  $("open-panel").setAttribute("aria-expanded", "true");
}
panel.addEventListener("close", () => {
  kept("panel", "");
  $("open-panel").setAttribute("aria-expanded", "false");
});
panel.addEventListener("keydown", (e) => { if (e.key === "Escape" && !panel.matches(":modal")) panel.close(); });

panel.addEventListener("submit", async (e) => {
  e.preventDefault();
  const action = { do: e.target.dataset.do }, said = e.target.querySelector(".said");
  for (const el of e.target.elements) {
    if (!el.name) continue;
    if (el.name === "allow") action.allow = { true: true, false: false }[el.value] ?? null;
    else if (el.value !== "" || el.type === "url") action[el.name] = el.type === "number" ? +el.value : el.value;
  }
  said.textContent = "…";
  if (await act(action, (why) => { said.textContent = why; })) { said.textContent = "Done."; refresh(); }
});

function explainFault() { $("fault-what").textContent = $("fault").selectedOptions[0].title + "."; }

// Pressing.

document.addEventListener("click", (e) => {
  const on = (selector) => e.target.closest(selector);
  let el;
  if ((el = on("[data-command]"))) enterCommand(data.commands.find((c) => c.name === el.dataset.command), { [el.dataset.option]: el.dataset.text }), runCommand();
  else if ((el = on("[data-go]")) && !e.ctrlKey && !e.metaKey && !e.shiftKey) { e.preventDefault(); go(el.href); }
  else if ((el = on("[data-dismiss]"))) { remove(el.dataset.dismiss); line.focus(); }
  else if ((el = on("button[data-press]"))) act({ do: "button", user: data.user, message_id: el.dataset.message, custom_id: el.dataset.press });
  else if ((el = on("button[data-select]"))) selectMenu(el);
  else if ((el = on("[data-menu]"))) messageMenu(el);
  else if ((el = on("[data-person]"))) personMenu(el);
  else if ((el = on("button[data-act]"))) press(el);
  else if ((el = on("[data-ping]"))) { reply.ping = !reply.ping; showPing(); line.focus(); }
  else if ((el = on("[data-cancel]"))) { leaveReply(); line.focus(); }
  else if ((el = on("[data-copy]"))) navigator.clipboard.writeText($("raw").querySelector("pre").textContent).then(() => { el.textContent = "Copied"; setTimeout(() => { el.textContent = "Copy"; }, 1500); });
  else if ((el = on("[data-close]"))) { const d = on("dialog"); if (d === modal) forget(); d.close(); }
  else if (on("#open-panel")) panel.open ? panel.close() : openPanel();
  else if ((el = on(".spoiler")) && !on("a")) reveal(el);
});

// press does what a button says; one that destroys asks to be pressed again.
function press(button) {
  if (button.dataset.sure && button.textContent !== button.dataset.sure) { button.textContent = button.dataset.sure; return; }
  if (button.dataset.sure) button.textContent = "Reset everything";
  act(JSON.parse(button.dataset.act)).then(refresh);
}

document.addEventListener("change", (e) => {
  if (e.target === $("fault")) explainFault();
  if (!e.target.matches("[data-act]")) return;
  const { act: action, key } = e.target.dataset;
  act({ ...JSON.parse(action), [key]: e.target.type === "checkbox" ? e.target.checked : e.target.value }).then((res) => { if (!res) e.target.checked = !e.target.checked; });
});

document.addEventListener("contextmenu", (e) => {
  const at = e.target.closest(".message")?.querySelector("[data-menu]");
  if (!at || e.target.closest("a") || getSelection().toString()) return;
  e.preventDefault();
  messageMenu(at);
});

document.addEventListener("keydown", (e) => {
  if ((e.key === "Enter" || e.key === " ") && e.target.matches(".spoiler")) { e.preventDefault(); reveal(e.target); }
  // Whoever types anywhere but in a field or a menu types a message.
  else if (e.key.length === 1 && !e.ctrlKey && !e.metaKey && !e.altKey && e.key !== " " && !e.target.closest("input, textarea, select, dialog, #menu")) line.focus();
});

function reveal(spoiler) {
  spoiler.setAttribute("aria-expanded", spoiler.getAttribute("aria-expanded") === "false");
}

remember();
toBottom();
explainFault();
if ($("form").firstElementChild) { shown.delete("form"); showModal($("form").cloneNode(true)); }
if (kept("panel") && !matchMedia("(max-width: 1000px)").matches) openPanel();
listen();
