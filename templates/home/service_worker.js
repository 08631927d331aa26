"use strict";
// What the portal does without a connection, and with messages (docs/offline.md, docs/push.md). For everyone it keeps
// these few files; for who is signed in also one page, the pocket, on a shelf named for the session. Every answer comes
// from the site while it can.
const SHELF = "{{ shelf }}";
const OFFLINE_PAGE = "{{ offline_page }}";
const KEPT = {{ kept|safe }};
const POCKET = "{{ pocket_prefix }}";
const POCKET_PAGE = "{{ pocket_page }}";
const OWN_PAGE = "{{ own_page }}";

// Without cookies, so that what is kept is the same for everyone.
const fetched = (address) => new Request(address, { credentials: "omit", cache: "no-cache" });

self.addEventListener("install", (event) => {
  const keep = async () => {
    const shelf = await caches.open(SHELF);
    await shelf.addAll(KEPT.map(fetched));
    await self.skipWaiting();
  };
  event.waitUntil(keep());
});

self.addEventListener("activate", (event) => {
  const tidy = async () => {
    const older = (await caches.keys()).filter((name) => name.startsWith("{{ prefix }}") && name !== SHELF);
    await Promise.all(older.map((name) => caches.delete(name)));
    await self.clients.claim();
  };
  event.waitUntil(tidy());
});

// The session that the last page spoke of: what is fetched for one must not be kept once another began, or none is left.
let session = null;

const emptyPockets = async (except) => {
  const pockets = (await caches.keys()).filter((name) => name.startsWith(POCKET) && name !== except);
  await Promise.all(pockets.map((name) => caches.delete(name)));
};

const keepPocket = async (tag) => {
  const answer = await fetch(POCKET_PAGE, { credentials: "same-origin", cache: "no-store" });
  if (answer.status >= 500) return;
  if (!answer.ok || answer.redirected || answer.headers.get("X-Pocket") !== tag) {
    await emptyPockets();
    return;
  }
  if (session !== tag) return;
  const shelf = await caches.open(POCKET + tag);
  await shelf.put(POCKET_PAGE, answer);
  if (session !== tag) await caches.delete(POCKET + tag);
};

// Each page says in whose session it was made, "" for a visitor, and whether this is a moment to fill the pocket.
self.addEventListener("message", (event) => {
  const { visitor, keep } = event.data ?? {};
  if (typeof visitor !== "string") return;
  session = visitor;
  const act = async () => {
    await emptyPockets(visitor && POCKET + visitor);
    if (!visitor) await (await self.registration.pushManager?.getSubscription())?.unsubscribe();
    else if (keep) await keepPocket(visitor);
  };
  event.waitUntil(act().catch(() => {}));
});

const pocketPage = async () => {
  const name = (await caches.keys()).find((found) => found.startsWith(POCKET));
  const kept = name && (await (await caches.open(name)).match(POCKET_PAGE, { ignoreVary: true }));
  if (!kept) return null;
  if (!(Date.parse(kept.headers.get("X-Pocket-Until")) > Date.now())) {
    await emptyPockets();
    return null;
  }
  const headers = new Headers(kept.headers);
  for (const ofTheWire of ["Content-Encoding", "Content-Length"]) headers.delete(ofTheWire);
  return new Response((await kept.text()).replace("data-pocket-kept hidden", "data-pocket-kept"), { headers });
};

// Which kept answer stands in when this request fails; nothing for most.
const standIn = (request, url) => {
  if (request.method !== "GET" || url.origin !== self.location.origin) return null;
  if (request.mode === "navigate") return url.pathname.startsWith("{{ editors }}") ? null : OFFLINE_PAGE;
  return KEPT.includes(url.pathname) ? url.pathname : null;
};

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  const kept = standIn(event.request, url);
  if (kept === null) return;
  const answer = async () => {
    try {
      return await fetch(event.request);
    } catch (error) {
      const wantsPocket = event.request.mode === "navigate" && [POCKET_PAGE, OWN_PAGE].includes(url.pathname);
      const found = (wantsPocket && (await pocketPage())) || (await (await caches.open(SHELF)).match(kept));
      if (found) return found;
      throw error;
    }
  };
  event.respondWith(answer());
});

// A message from the portal, made and encrypted there: a title, a few words and a path on this site.
self.addEventListener("push", (event) => {
  const note = event.data.json();
  const options = { body: note.text, tag: note.tag, icon: "{{ icon }}", data: { path: note.path } };
  event.waitUntil(self.registration.showNotification(note.title, options));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const url = new URL(event.notification.data.path, self.location.origin);
  if (url.origin !== self.location.origin) return;
  const show = async () => {
    const open = await self.clients.matchAll({ type: "window" });
    const there = open.find((client) => client.url === url.href);
    await (there ? there.focus() : self.clients.openWindow(url.href));
  };
  event.waitUntil(show());
});
