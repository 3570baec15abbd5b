// Runs before the page is painted, so that a dark room stays dark.
(() => {
  let wanted = null;
  try { wanted = localStorage.getItem("goldaw.theme"); } catch { /* no storage: the system's theme */ }
  const dark = wanted ? wanted === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  document.documentElement.dataset.theme = dark ? "dark" : "light";
})();
