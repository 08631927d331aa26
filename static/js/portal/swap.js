// Filters, chips, orders and pages of a list change only the list: inside [data-swap], or else .with-facets. The
// address stays right, the number of results is said, the focus goes there. Anything unexpected is an ordinary visit.
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

// Who already leaves for another page is not held back by an answer that comes late.
window.addEventListener("beforeunload", () => ++latest);

if (document.querySelector(SWAPPED)) {
  history.replaceState({ swap: true }, "");
  window.addEventListener("popstate", (event) => {
    const target = document.querySelector(SWAPPED);
    if (event.state?.swap && target) swap(location.href, outermost(target), { push: false });
  });
}
