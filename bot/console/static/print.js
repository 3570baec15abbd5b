// Print: the plan is handed over on paper.

for (const button of document.querySelectorAll("[data-print]")) button.addEventListener("click", () => window.print());
