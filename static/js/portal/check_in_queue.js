// Check-ins that an organiser's phone could not send are kept without names (check_in.js), and words of a text that could
// not be saved in their tab (contribute.js). Who signs out takes both along; when the form went before this script was
// there, at the next page.
const isSignOut = (address) => new URL(address, location.href).pathname.startsWith("/account/logout/");
const forget = () => {
  try {
    for (const name of Object.keys(localStorage)) if (name.startsWith("check-in:")) localStorage.removeItem(name);
    for (const name of Object.keys(sessionStorage)) if (name.startsWith("contribute:")) sessionStorage.removeItem(name);
  } catch {
    // Storage is off: nothing was kept.
  }
};
document.addEventListener("submit", (event) => isSignOut(event.target.action) && forget());
if (document.body.dataset.visitor === "" && isSignOut(document.referrer)) forget();
