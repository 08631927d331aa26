// Switches messages on for this device, after a click and nothing sooner: the browser asks, then the form goes to the
// portal with what the browser gave. Without this the page says in words that this browser can't do it.
"use strict";
const form = document.querySelector("[data-push]");
const part = (name) => form.querySelector(`[data-push-${name}]`);
const able = "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;

const start = async () => {
  part("failed").hidden = true;
  if (!form.querySelector("[name=purposes]:checked")) {
    // The portal says what is missing, beside the choices.
    form.elements.endpoint.value = "-";
    form.submit();
    return;
  }
  const permission = await Notification.requestPermission();
  if (permission === "denied") {
    part("able").hidden = true;
    part("denied").hidden = false;
  }
  if (permission !== "granted") return;
  const registration = await navigator.serviceWorker.ready;
  // One left by an earlier key of the portal, or by someone else, is of no use here.
  await (await registration.pushManager.getSubscription())?.unsubscribe();
  const subscription = await registration.pushManager.subscribe({
    userVisibleOnly: true,
    applicationServerKey: form.dataset.pushKey,
  });
  const { endpoint, keys } = subscription.toJSON();
  Object.assign(form.elements.endpoint, { value: endpoint });
  Object.assign(form.elements.p256dh, { value: keys.p256dh });
  Object.assign(form.elements.auth, { value: keys.auth });
  form.submit();
};

if (form && able && part("able")) {
  const denied = Notification.permission === "denied";
  part("unable").hidden = true;
  part("able").hidden = denied;
  part("denied").hidden = !denied;
  part("start").addEventListener("click", () => start().catch(() => (part("failed").hidden = false)));
}

// What this device no longer gets, its browser need not wait for.
document.querySelector("[data-push-forget]")?.addEventListener("submit", () => {
  navigator.serviceWorker?.getRegistration().then(async (registration) => {
    await (await registration?.pushManager?.getSubscription())?.unsubscribe();
  });
});
