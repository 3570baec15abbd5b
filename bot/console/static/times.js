// Times: how long somebody waits, how long an offer stands; counted on by the page between two answers of the server.

/** Return the service's time: the page's clock may be wrong, and a trainer may have moved the service's. */
function serviceNow(element) {
  element.dataset.read ??= String(Date.now());
  return Date.parse(element.dataset.now) + (Date.now() - Number(element.dataset.read));
}

function tick() {
  for (const element of document.querySelectorAll("time[data-until]")) {
    const left = Math.max(Math.round((Date.parse(element.dataset.until) - serviceNow(element)) / 1000), 0);
    if (left <= 600) element.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
  }
  for (const element of document.querySelectorAll("time[data-since]")) {
    const minutes = Math.floor((serviceNow(element) - Date.parse(element.dataset.since)) / 60000);
    if (minutes >= 1 && minutes < 120) element.textContent = element.textContent.replace(/^\D*\d+|^[^\d]+$/, (old) => /\d/.test(old) ? old.replace(/\d+/, minutes) : old);
  }
}
setInterval(tick, 1000);
document.addEventListener("htmx:afterSwap", tick);
tick();
