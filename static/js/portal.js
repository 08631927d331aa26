"use strict";
{
const isSignOut = (address) => new URL(address, location.href).pathname.startsWith("/account/logout/");
const forget = () => {
try {
for (const name of Object.keys(localStorage)) if (name.startsWith("check-in:")) localStorage.removeItem(name);
for (const name of Object.keys(sessionStorage)) if (name.startsWith("contribute:")) sessionStorage.removeItem(name);
} catch {
}
};
document.addEventListener("submit", (event) => isSignOut(event.target.action) && forget());
if (document.body.dataset.visitor === "" && isSignOut(document.referrer)) forget();
}
{
for (const button of document.querySelectorAll("[data-copy]")) {
const field = document.getElementById(button.dataset.copy);
const said = button.parentElement.querySelector("[data-copied]");
button.hidden = false;
button.addEventListener("click", async () => {
field.select();
try {
await navigator.clipboard.writeText(field.value);
said.textContent = said.dataset.copied;
} catch {
field.focus();
said.textContent = said.dataset.selected;
}
});
}
}
{
const summary = document.querySelector("[data-error-summary]");
if (summary && document.activeElement === document.body) summary.focus();
}
{
const wide = window.matchMedia("(min-width: 56rem)");
const openWhereRoom = (place) => {
if (wide.matches) for (const filters of place.querySelectorAll("details.filters")) filters.open = true;
};
openWhereRoom(document);
wide.addEventListener("change", () => {
for (const filters of document.querySelectorAll("details.filters")) filters.open = wide.matches;
});
document.addEventListener("portal:swapped", (event) => openWhereRoom(event.target));
}
{
const drawer = document.querySelector(".drawer");
if (drawer) {
const summary = drawer.querySelector("summary");
document.addEventListener("keydown", (event) => {
if (event.key === "Escape" && drawer.open) {
drawer.open = false;
summary.focus();
}
});
document.addEventListener("click", (event) => {
if (drawer.open && !drawer.contains(event.target)) drawer.open = false;
});
}
}
{
if ("serviceWorker" in navigator) {
window.addEventListener("load", () => navigator.serviceWorker.register("/service-worker.js").catch(() => {}));
}
}
{
const sayOpened = (event) => {
const result = event.target.closest?.("a[href]")?.closest("[data-first] > li");
const asked = document.querySelector("[data-ticket]");
if (!result || !asked || event.button > 1) return;
const { ticket, opened } = asked.dataset;
const first = Number(result.parentElement.dataset.first);
const place = first && first + [...result.parentElement.children].indexOf(result);
navigator.sendBeacon(opened, new URLSearchParams({ ticket, place }));
};
document.addEventListener("click", sayOpened);
document.addEventListener("auxclick", sayOpened);
}
{
const { visitor } = document.body.dataset;
const tell = (message) => {
const worker = navigator.serviceWorker.controller;
if (worker) worker.postMessage(message);
else navigator.serviceWorker.ready.then((registration) => registration.active.postMessage(message));
};
const emptyPockets = async (except) => {
for (const name of await caches.keys()) {
if (name.startsWith("portal-pocket-") && name !== except) await caches.delete(name);
}
};
const leave = () => {
tell({ visitor: "" });
emptyPockets("").catch(() => {});
};
if ("serviceWorker" in navigator && "caches" in window && visitor !== undefined) {
if (visitor === "") leave();
else {
emptyPockets(`portal-pocket-${visitor}`).catch(() => {});
tell({ visitor, keep: document.querySelector("[data-pocket-keep]") !== null });
}
document.addEventListener("submit", (event) => {
if (event.target.matches("[data-sign-out]")) leave();
});
}
}
{
const PAUSE = 150;
const SHORTEST = 2;
const suggest = (box) => {
const form = box.form;
const place = document.createElement("div");
const said = document.createElement("p");
let asked = null;
let waiting = 0;
const number = document.querySelectorAll(".suggest").length + 1;
place.className = "suggest";
place.hidden = true;
said.className = "visually-hidden";
said.setAttribute("role", "status");
form.append(place, said);
box.autocomplete = "off";
for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"]])
box.setAttribute(name, value);
const options = () => [...place.querySelectorAll("[role=option]")];
const chosen = () => place.querySelector("[aria-selected=true]");
const stop = () => {
clearTimeout(waiting);
asked?.abort();
};
const close = () => {
stop();
place.hidden = true;
place.replaceChildren();
said.textContent = "";
box.setAttribute("aria-expanded", "false");
box.removeAttribute("aria-controls");
box.removeAttribute("aria-activedescendant");
};
const choose = (option) => {
chosen()?.setAttribute("aria-selected", "false");
if (option) {
option.setAttribute("aria-selected", "true");
option.scrollIntoView({ block: "nearest" });
box.setAttribute("aria-activedescendant", option.id);
} else box.removeAttribute("aria-activedescendant");
};
const ask = async () => {
const text = box.value.trim();
if (text.length < SHORTEST) return close();
asked = new AbortController();
const { signal } = asked;
const url = new URL(box.dataset.suggest, location.href);
url.searchParams.set("q", text);
try {
const response = await fetch(url, { signal, credentials: "same-origin" });
const html = response.ok && !response.redirected ? await response.text() : "";
if (signal.aborted || document.activeElement !== box) return;
const list = new DOMParser().parseFromString(html, "text/html").querySelector("[role=listbox]");
if (!list) return close();
list.id = `${list.id}-${number}`;
place.replaceChildren(list);
place.hidden = false;
box.setAttribute("aria-expanded", "true");
box.setAttribute("aria-controls", list.id);
box.removeAttribute("aria-activedescendant");
said.textContent = list.dataset.said;
} catch {
if (!signal.aborted) close();
}
};
box.addEventListener("input", (event) => {
stop();
if (!event.isComposing) waiting = setTimeout(ask, PAUSE);
});
box.addEventListener("compositionend", () => {
stop();
waiting = setTimeout(ask, PAUSE);
});
box.addEventListener("keydown", (event) => {
if (event.isComposing) return;
const down = event.key === "ArrowDown";
if (down || event.key === "ArrowUp") {
event.preventDefault();
if (place.hidden) {
stop();
if (down) ask();
return;
}
const stops = [null, ...options()];
choose(stops[(stops.indexOf(chosen()) + (down ? 1 : stops.length - 1)) % stops.length]);
} else if (event.key === "Enter" && chosen()) {
event.preventDefault();
location.assign(chosen().href);
} else if (event.key === "Escape" && !place.hidden) {
event.preventDefault();
close();
}
});
place.addEventListener("mousedown", (event) => event.preventDefault());
box.addEventListener("blur", close);
form.addEventListener("submit", close);
window.addEventListener("pageshow", (event) => event.persisted && close());
if (document.activeElement === box && box.value !== box.defaultValue) ask();
};
for (const box of document.querySelectorAll("input[data-suggest]")) suggest(box);
}
{
const SWAPPED = "[data-swap], .with-facets";
const live = document.createElement("p");
live.className = "visually-hidden";
live.setAttribute("role", "status");
document.body.append(live);
let latest = 0;
const outermost = (element) => {
let found = null;
for (let at = element.closest?.(SWAPPED); at; at = at.parentElement?.closest(SWAPPED)) found = at;
return found;
};
const twin = (page, target) => (target.id ? page.getElementById(target.id) : outermost(page.querySelector(SWAPPED) ?? page.body));
const swap = async (url, target, { push = true } = {}) => {
const turn = ++latest;
target.setAttribute("aria-busy", "true");
try {
const response = await fetch(url, { headers: { Accept: "text/html" }, credentials: "same-origin" });
const page = new DOMParser().parseFromString(await response.text(), "text/html");
const fresh = twin(page, target);
if (turn !== latest) return;
if (!response.ok || response.redirected || !fresh) throw new Error("not the same page");
const opened = [...target.querySelectorAll("details[open][id]")].map((details) => details.id);
target.replaceWith(fresh);
for (const id of opened) document.getElementById(id)?.setAttribute("open", "");
document.title = page.title;
if (push) history.pushState({ swap: true }, "", url);
fresh.dispatchEvent(new CustomEvent("portal:swapped", { bubbles: true }));
const count = fresh.querySelector("[data-count], .result-head :is(h2, p)");
if (count) {
count.tabIndex = -1;
count.focus({ preventScroll: true });
live.textContent = count.textContent.trim();
if (count.getBoundingClientRect().top < 0) count.scrollIntoView({ block: "start" });
}
} catch {
if (turn === latest) location.assign(url);
}
};
document.addEventListener("click", (event) => {
const link = event.target.closest?.("a[href]");
if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
const target = outermost(link);
const url = new URL(link.href);
const elsewhere = url.origin !== location.origin || url.pathname !== location.pathname || url.hash;
if (!target || elsewhere || link.target || link.hasAttribute("download")) return;
event.preventDefault();
swap(url.href, target);
});
document.addEventListener("submit", (event) => {
const form = event.target;
const target = outermost(form);
if (!target || form.method !== "get" || new URL(form.action).pathname !== location.pathname) return;
event.preventDefault();
const url = new URL(form.action);
url.search = new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== ""));
swap(url.href, target);
});
window.addEventListener("beforeunload", () => ++latest);
if (document.querySelector(SWAPPED)) {
history.replaceState({ swap: true }, "");
window.addEventListener("popstate", (event) => {
const target = document.querySelector(SWAPPED);
if (event.state?.swap && target) swap(location.href, outermost(target), { push: false });
});
}
}
