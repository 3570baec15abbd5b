// Shortcuts: single keys, where nobody is writing. By the key's place, so that they work on a Russian keyboard too.

import { memory } from "./setup.js";

const WRITING = "textarea, input:not([type=checkbox]), select";

/** Listen for keys. `on` maps a key's place ("KeyM", "Digit1", "?") to what is to be done. */
export function listen(on) {
  const box = document.getElementById("keys-on");
  box.checked = memory.read("keys") ?? true;
  box.addEventListener("change", () => memory.write("keys", box.checked));
  document.addEventListener("keydown", (event) => {
    if (document.querySelector("dialog[open]") || event.ctrlKey || event.metaKey || event.altKey) return;
    const isWriting = event.target.matches?.(WRITING);
    if (event.key === "Escape" && isWriting) {
      // Out of the field, but not out of the phone.
      event.target.closest(".phone")?.querySelector(".thread").focus();
      return;
    }
    if (isWriting || !box.checked || event.isComposing) return;
    const act = on[event.key] ?? (event.shiftKey ? null : on[event.code]);
    if (act) {
      event.preventDefault();
      act();
    }
  });
}
