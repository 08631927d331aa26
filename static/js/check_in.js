// Check-in on a phone that may lose its connection. Each tap gets a name of its own, is kept until the portal answers
// it, and is sent again under that name, so that it never counts twice. Kept are keys only, no names. Without this
// script every button sends the form.
"use strict";
{
  const door = document.querySelector("[data-check-in]");
  const list = door.querySelector("[data-list]");
  const said = door.querySelector("[data-said]");
  const unsent = door.querySelector("[data-unsent]");
  const slot = `check-in:${door.dataset.checkIn}`;
  const retry = 5000;
  const look = 15000;
  let sending = false;
  let again = false;

  const say = (text) => {
    said.textContent = text;
  };
  const rowOf = (key) => list?.querySelector(`[data-person="${CSS.escape(key)}"]`);

  // What waits, oldest first. Of another organiser on this phone nothing is taken over.
  let memory = [];
  const waiting = () => {
    try {
      const kept = JSON.parse(localStorage.getItem(slot));
      return kept?.who === door.dataset.who ? kept.taps : [];
    } catch {
      return memory;
    }
  };
  const keep = (taps) => {
    memory = taps;
    try {
      if (taps.length) localStorage.setItem(slot, JSON.stringify({ who: door.dataset.who, taps }));
      else localStorage.removeItem(slot);
    } catch {
      // Storage is full or off: the open page still holds them.
    }
    unsent.hidden = taps.length === 0;
    const text = taps.length === 1 ? door.dataset.unsentOne : door.dataset.unsentMany.replace("#", taps.length);
    if (taps.length && unsent.textContent !== text) unsent.textContent = text;
  };

  const show = (key, state, since) => {
    const row = rowOf(key);
    if (!row) return;
    row.dataset.state = state;
    row.querySelector("[data-since]").textContent = since;
  };
  const count = (answer) => {
    door.querySelector("[data-came]").textContent = answer.came;
    door.querySelector("[data-expected]").textContent = answer.expected;
  };
  const clock = (moment) => `${moment.getHours()}.${String(moment.getMinutes()).padStart(2, "0")}`;
  const newToken = () => [...crypto.getRandomValues(new Uint8Array(12))].map((n) => n.toString(16).padStart(2, "0")).join("");

  // Gives the answer, or null when there is none to be had now.
  const post = async (fields) => {
    const body = new FormData();
    body.set("csrfmiddlewaretoken", list.elements.csrfmiddlewaretoken.value);
    for (const [name, value] of Object.entries(fields)) body.set(name, value);
    try {
      const response = await fetch(location.pathname, {
        method: "POST",
        body,
        credentials: "same-origin",
        headers: { Accept: "application/json" },
      });
      if (response.redirected) {
        say(door.dataset.signedOut);
        return null;
      }
      // The form is older than the sign-in, or someone else runs the meetup now: what waits is kept.
      if (response.status === 403 || response.status === 404) say(door.dataset.reload);
      return response.ok ? await response.json() : null;
    } catch {
      return null;
    }
  };

  const send = async () => {
    // Who asks while an answer is awaited, such as when the connection is back, is served after it.
    again = sending;
    if (sending) return;
    sending = true;
    try {
      for (let taps = waiting(); taps.length; taps = waiting()) {
        const [tap] = taps;
        again = false;
        const answer = await post({ [tap.step]: tap.key, token: tap.token, ago: Math.max(0, Date.now() - tap.tapped) });
        if (!answer && again) continue;
        if (!answer) break;
        keep(waiting().filter((other) => other.token !== tap.token));
        say(answer.text);
        count(answer);
        if (answer.state) show(answer.key, answer.state, answer.since);
        else refresh();
      }
    } finally {
      sending = false;
    }
  };

  const tap = (key, step) => {
    keep([...waiting(), { key, step, token: newToken(), tapped: Date.now() }]);
    show(key, step === "in" ? "present" : "unknown", step === "in" ? clock(new Date()) : "");
    if (!navigator.onLine) say(door.dataset.kept);
    send();
  };

  list?.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (!button?.name) return;
    event.preventDefault();
    const row = button.closest("[data-person]");
    tap(button.value, button.name);
    row.querySelector(button.name === "in" ? "[name=uit]" : "[name=in]").focus();
  });

  // How it stands by what others do; what waits here is newer.
  const refresh = async () => {
    if (document.hidden || !navigator.onLine) return;
    try {
      const response = await fetch(door.dataset.stand, { credentials: "same-origin", headers: { Accept: "application/json" } });
      if (!response.ok || response.redirected) return;
      const stand = await response.json();
      count(stand);
      const mine = new Set(waiting().map((other) => other.key));
      for (const [key, [state, since]] of Object.entries(stand.people)) if (!mine.has(key)) show(key, state, since);
      const isWhole = !new URLSearchParams(location.search).get("naam");
      if (isWhole && Object.keys(stand.people).some((key) => !rowOf(key))) say(door.dataset.changed);
    } catch {
      // No connection: the next time.
    }
  };

  // Searching in the open page needs no connection.
  const plain = (text) => text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "");
  const search = door.querySelector("[data-find]");
  const find = () => {
    const words = plain(search.elements.naam.value).split(/\s+/).filter(Boolean);
    let found = 0;
    for (const row of list?.querySelectorAll("[data-person]") ?? []) {
      row.hidden = !words.every((word) => row.dataset.words.includes(word));
      found += row.hidden ? 0 : 1;
    }
    door.querySelector("[data-nobody]").hidden = !list || found > 0;
  };
  if (list && !new URLSearchParams(location.search).get("naam")) {
    search.addEventListener("input", find);
    search.addEventListener("submit", (event) => {
      event.preventDefault();
      find();
    });
    // Someone may have typed before this script was there.
    if (search.elements.naam.value) find();
  }

  // Scanning in the page, where the browser reads QR codes itself.
  const video = door.querySelector("[data-camera]");
  const scanButton = door.querySelector("[data-scan]");
  let stream = null;
  let lastCode = "";
  const stop = () => {
    for (const track of stream?.getTracks() ?? []) track.stop();
    stream = null;
    video.hidden = true;
    scanButton.setAttribute("aria-pressed", "false");
  };
  const scanned = async (text) => {
    const code = decodeURIComponent(text.split("/agenda/inchecken/")[1] ?? "").split("/")[0];
    const key = code.split(".")[0];
    if (rowOf(key)) {
      tap(key, "in");
      rowOf(key).scrollIntoView({ block: "center" });
      return;
    }
    const answer = await post({ code });
    if (answer) count(answer);
    say(answer ? answer.text : door.dataset.elsewhere);
  };
  const watch = async (detector) => {
    if (!stream) return;
    const [seen] = await detector.detect(video).catch(() => []);
    if (seen && seen.rawValue !== lastCode) {
      lastCode = seen.rawValue;
      await scanned(lastCode);
    }
    setTimeout(() => watch(detector), 250);
  };
  const offerScanning = async () => {
    if (!list || !("BarcodeDetector" in window) || !navigator.mediaDevices) return;
    const formats = await BarcodeDetector.getSupportedFormats();
    if (!formats.includes("qr_code")) return;
    door.querySelector("[data-camera-way]").hidden = false;
    scanButton.addEventListener("click", async () => {
      if (stream) {
        stop();
        return;
      }
      try {
        stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
      } catch {
        say(door.dataset.noCamera);
        return;
      }
      lastCode = "";
      video.srcObject = stream;
      video.hidden = false;
      scanButton.setAttribute("aria-pressed", "true");
      await video.play();
      watch(new BarcodeDetector({ formats: ["qr_code"] }));
    });
  };

  keep(waiting());
  for (const { key, step, tapped } of waiting()) show(key, step === "in" ? "present" : "unknown", step === "in" ? clock(new Date(tapped)) : "");
  send();
  offerScanning();
  window.addEventListener("online", send);
  setInterval(() => waiting().length && send(), retry);
  setInterval(refresh, look);
}
