// Links and GET forms inside [data-swap] change only the part they name (an id), keep the address right, and say
// how many results there are. Anything unexpected falls back to an ordinary visit.
const live = document.createElement("p");
live.className = "visually-hidden";
live.setAttribute("role", "status");
document.body.append(live);
let latest = 0;

const swap = async (url, id, { push = true } = {}) => {
  const target = document.getElementById(id);
  const turn = ++latest;
  target.setAttribute("aria-busy", "true");
  try {
    const response = await fetch(url, { headers: { Accept: "text/html" }, credentials: "same-origin" });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const fresh = page.getElementById(id);
    if (turn !== latest) return;
    if (!response.ok || response.redirected || !fresh) throw new Error("not the same page");
    const opened = [...target.querySelectorAll("details[open][id]")].map((details) => details.id);
    target.replaceWith(fresh);
    for (const details of opened) document.getElementById(details)?.setAttribute("open", "");
    document.title = page.title;
    if (push) history.pushState({ swap: id }, "", url);
    fresh.dispatchEvent(new CustomEvent("portal:swapped", { bubbles: true }));
    const count = fresh.querySelector("[data-count]");
    if (count) {
      count.tabIndex = -1;
      count.focus({ preventScroll: true });
      live.textContent = count.textContent.trim();
      if (count.getBoundingClientRect().top < 0) count.scrollIntoView({ block: "start" });
    }
  } catch {
    location.assign(url);
  }
};

const wanted = (element) => {
  const id = element.closest("[data-swap]")?.dataset.swap;
  return id && document.getElementById(id) ? id : null;
};

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-swap] a[href]");
  if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
  const url = new URL(link.href);
  const id = wanted(link);
  if (!id || url.origin !== location.origin || url.pathname !== location.pathname || link.hasAttribute("download")) return;
  event.preventDefault();
  swap(url.href, id);
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  const id = wanted(form);
  if (!id || form.method !== "get" || new URL(form.action).pathname !== location.pathname) return;
  event.preventDefault();
  const url = new URL(form.action);
  url.search = new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== ""));
  swap(url.href, id);
});

if (document.querySelector("[data-swap]")) {
  history.replaceState({ swap: document.querySelector("[data-swap]").dataset.swap }, "");
  window.addEventListener("popstate", (event) => {
    if (event.state?.swap) swap(location.href, event.state.swap, { push: false });
  });
}
