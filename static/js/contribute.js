// Saves a text that is being written about every twenty seconds. Without this, each step has its own button to save.
// What could not be saved (no network, signed out) is kept in this tab and comes back after signing in.
"use strict";
for (const form of document.querySelectorAll("form[data-autosave]")) {
  const status = form.querySelector("[data-autosave-status]");
  const version = form.elements.version;
  const slot = `contribute:${form.dataset.autosave}`;
  const pause = 20000;
  let timer = 0;
  let busy = false;
  let changed = false;
  let sent = false;
  let waiting = null;

  const fields = () => [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken" && name !== "version");
  const keep = () => {
    try {
      sessionStorage.setItem(slot, JSON.stringify({ version: version.value, sent, fields: fields() }));
    } catch {
      // No room, or storage is off: the page itself still holds the text.
    }
  };
  const say = (text, url) => {
    status.textContent = text;
    if (!url) return;
    const link = document.createElement("a");
    link.href = url;
    link.textContent = new URL(url, location.href).pathname;
    status.append(" ", link);
  };
  // What someone typed or chose before this script was there, in this page.
  const isTouched = (element) => {
    if (element.type === "checkbox" || element.type === "radio") return element.checked !== element.defaultChecked;
    if (element.localName === "select") {
      const first = [...element.options].find((option) => option.defaultSelected) ?? element.options[0];
      return element.value !== (first?.value ?? "");
    }
    return (element.localName === "textarea" || element.type === "text") && element.value !== element.defaultValue;
  };
  const touched = [...form.elements].filter(isTouched);
  const restore = () => {
    const kept = JSON.parse(sessionStorage.getItem(slot));
    // Sent, and the text is a newer one since: it arrived.
    if (!kept || (kept.sent && kept.version !== version.value) || JSON.stringify(kept.fields) === JSON.stringify(fields())) {
      sessionStorage.removeItem(slot);
      return;
    }
    const values = kept.fields;
    // Someone else saved meanwhile: with the old version the portal shows both texts and overwrites nothing.
    version.value = kept.version;
    for (const element of form.elements) {
      if (!element.name || element.name === "csrfmiddlewaretoken" || element.name === "version") continue;
      if (touched.includes(element)) continue;
      const mine = values.filter(([name]) => name === element.name).map(([, value]) => value);
      if (element.type === "checkbox" || element.type === "radio") element.checked = mine.includes(element.value);
      else if (element.localName === "textarea" || element.localName === "select" || element.type === "text") {
        if (mine.length) element.value = mine[0];
      }
    }
    say(form.dataset.autosaveRestored);
    changed = true;
    plan();
  };
  const save = async () => {
    if (busy || !changed || sent) return;
    busy = true;
    changed = false;
    try {
      const response = await fetch(form.dataset.autosave, {
        method: "POST",
        body: new FormData(form),
        credentials: "same-origin",
        headers: { Accept: "application/json" },
      });
      const answer = await response.json();
      if (answer.saved) {
        version.value = answer.version;
        if (changed) keep();
        else sessionStorage.removeItem(slot);
      } else {
        changed = true;
      }
      say(answer.message, answer.login);
    } catch {
      changed = true;
      say(form.dataset.autosaveFailed);
    } finally {
      busy = false;
      if (waiting) form.requestSubmit(waiting);
      else if (changed) plan();
    }
  };
  const plan = () => {
    clearTimeout(timer);
    timer = setTimeout(save, pause);
  };

  const note = () => {
    changed = true;
    keep();
    say(form.dataset.autosaveWaiting);
    if (!busy) plan();
  };

  form.addEventListener("input", note);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") save();
  });
  form.addEventListener("submit", (event) => {
    if (sent || busy) {
      // A second click sends nothing; a save under way ends first, so that the form goes out with its version.
      event.preventDefault();
      if (!sent) waiting = event.submitter;
      return;
    }
    sent = true;
    clearTimeout(timer);
    keep();
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
  try {
    restore();
  } catch {
    sessionStorage.removeItem(slot);
  }
  if (touched.length) note();
}
