"use strict";
// What the portal does without a connection (docs/offline.md). It keeps these few files and no page of the site:
// whoever opens a page offline reads that there is no connection. Every answer comes from the site while it can.
const SHELF = "{{ shelf }}";
const OFFLINE_PAGE = "{{ offline_page }}";
const KEPT = {{ kept|safe }};

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

// Which kept answer stands in when this request fails; nothing for most.
const standIn = (request, url) => {
  if (request.method !== "GET" || url.origin !== self.location.origin) return null;
  if (request.mode === "navigate") return url.pathname.startsWith("{{ editors }}") ? null : OFFLINE_PAGE;
  return KEPT.includes(url.pathname) ? url.pathname : null;
};

self.addEventListener("fetch", (event) => {
  const kept = standIn(event.request, new URL(event.request.url));
  if (kept === null) return;
  const answer = async () => {
    try {
      return await fetch(event.request);
    } catch (error) {
      const found = await (await caches.open(SHELF)).match(kept);
      if (found) return found;
      throw error;
    }
  };
  event.respondWith(answer());
});
