// What is wrong with the page as it stands: what makes it wider than the window, and what axe finds by these rules.
async (rules) => {
  const frame = () => new Promise((done) => { requestAnimationFrame(() => requestAnimationFrame(done)); });
  await frame();
  await document.fonts.ready; // until then words are as wide as another font's
  await frame();
  const found = [];
  if (document.documentElement.scrollWidth > innerWidth) {
    const wide = [...document.querySelectorAll("body *")].filter((one) =>
      one.getBoundingClientRect().right > innerWidth + 1 && !one.closest(".table-box, .places, .unseen"));
    found.push(`too wide: ${wide.slice(0, 4).map((one) => `${one.tagName}.${one.className}`).join(" | ")}`);
  }
  const told = await axe.run(document, { runOnly: { type: "tag", values: rules }, resultTypes: ["violations"] });
  const why = (node) => [...node.any, ...node.all, ...node.none].map((check) => check.message).join("; ");
  return [...found, ...told.violations.map((rule) =>
    `${rule.id}: ${rule.nodes.slice(0, 3).map((node) => `${node.target.join(" ")} (${why(node)})`).join(" | ")}`)];
}
