"use strict";
// What resembles the question, while someone types it. Without this, the next step shows it.
{
  const form = document.querySelector("form[data-related]");
  const section = document.querySelector("[data-related-section]");
  const pause = 350;
  if (form && section) {
    const input = form.querySelector("input[name=vraag]");
    const hits = section.querySelector("[data-related-hits]");
    let timer = 0;
    let latest = 0;
    const look = async () => {
      const turn = ++latest;
      const url = new URL(form.dataset.related, location.href);
      url.searchParams.set("vraag", input.value);
      try {
        const response = await fetch(url, { headers: { Accept: "text/html" }, credentials: "same-origin" });
        if (!response.ok || turn !== latest) return;
        const page = new DOMParser().parseFromString(await response.text(), "text/html");
        hits.replaceChildren(...page.body.childNodes);
        section.hidden = !hits.querySelector("li");
      } catch {
        section.hidden = true;
      }
    };
    input.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(look, pause);
    });
    // Someone may have typed before this script was there.
    if (input.value !== input.defaultValue) look();
  }
}
