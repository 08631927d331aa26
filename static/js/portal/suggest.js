// Suggestions under each search box: the combobox pattern of WAI-ARIA, around a form that works without. Arrow keys
// choose, Enter opens, Escape closes; how many there are is said. Only the answer to what was typed last counts.
const PAUSE = 150;
const SHORTEST = 2;

const suggest = (box) => {
  const form = box.form;
  const place = document.createElement("div");
  const said = document.createElement("p");
  let asked = null;
  let waiting = 0;

  // A page may have two boxes: the list of each has an id of its own.
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
      // Taken back, or no connection: the box goes on without suggestions.
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
      // Past either end the choice is what was typed, as it is before the first arrow.
      const stops = [null, ...options()];
      choose(stops[(stops.indexOf(chosen()) + (down ? 1 : stops.length - 1)) % stops.length]);
    } else if (event.key === "Enter" && chosen()) {
      event.preventDefault();
      location.assign(chosen().href);
    } else if (event.key === "Escape" && !place.hidden) {
      // The first time only the list goes, the words stay.
      event.preventDefault();
      close();
    }
  });
  // A press keeps the focus in the box, so that the list is still there for the click.
  place.addEventListener("mousedown", (event) => event.preventDefault());
  box.addEventListener("blur", close);
  form.addEventListener("submit", close);
  // Back from another page the list of then is no help.
  window.addEventListener("pageshow", (event) => event.persisted && close());
  // Someone may have typed before this script was there.
  if (document.activeElement === box && box.value !== box.defaultValue) ask();
};

for (const box of document.querySelectorAll("input[data-suggest]")) suggest(box);
