// The console in the browser: keys, connection, drafts that are cleared at logout.
import { forgetDrafts } from "./drafts.js";
import "./keys.js";
import "./times.js";

const offline = document.getElementById("offline");
const tell = () => { if (offline) offline.hidden = navigator.onLine; };
addEventListener("online", tell);
addEventListener("offline", tell);
tell();

document.querySelector("[data-logout]")?.addEventListener("click", forgetDrafts);
// Close the menu when one clicks elsewhere.
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

// A button that leads to a form which is folded away.
document.addEventListener("click", (event) => {
  const opens = event.target.closest("[data-opens]");
  const fold = opens && document.querySelector(opens.dataset.opens);
  if (!fold) return;
  fold.open = true;
  fold.querySelector("input:not([type=hidden]), select, textarea")?.focus();
});
