// Keys: j/k walk a list, Enter opens, n takes the next person, r writes, / offers approved answers, ? explains.
const rows = () => [...document.querySelectorAll("[data-row]")];

function walk(step) {
  const all = rows();
  if (!all.length) return;
  const at = all.findIndex((row) => row.contains(document.activeElement));
  const next = all[Math.min(Math.max(at + step, 0), all.length - 1)];
  (next.querySelector("a, button") ?? next).focus();
}

const ACTS = {
  j: () => walk(1),
  k: () => walk(-1),
  n: () => document.querySelector("[data-next]")?.click(),
  r: () => document.querySelector("[data-composer]")?.focus(),
  "/": () => document.querySelector("[data-answers]")?.click(),
  "?": () => document.getElementById("keys")?.showModal(),
};

document.addEventListener("keydown", (event) => {
  const busy = event.target.closest("input, textarea, select, dialog[open]");
  if (busy || event.ctrlKey || event.metaKey || event.altKey) return;
  const act = ACTS[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});
