// The page for when there is no connection; a browser that can't keep one, or won't, shows its own.
if ("serviceWorker" in navigator) {
  window.addEventListener("load", () => navigator.serviceWorker.register("/service-worker.js").catch(() => {}));
}
