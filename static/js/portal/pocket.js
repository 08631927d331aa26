// Tells the service worker in whose session a page was made, so that it keeps the coming dates and tickets of that one
// only (docs/offline.md). On a page for visitors, and when the form to sign out is sent, all of it goes at once, with the
// messages to this device. A page that can't know who looks, such as an error, says nothing.
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
