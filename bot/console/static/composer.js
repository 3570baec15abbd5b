// Composer: the words to the person, what they cost, approved answers, and a draft that survives a lost connection.
import { draftOf, keepDraft } from "./drafts.js";
import { measure } from "/static/segments.js";

const form = document.getElementById("composer");
if (form) setUp(form);

function setUp(form) {
  const area = form.querySelector("#words");
  const answers = form.querySelector("#answers");
  const opener = form.querySelector("[data-answers]");
  const find = form.querySelector("#find");
  const unsent = form.querySelector("#unsent");
  const words = JSON.parse(form.querySelector("#meter").dataset.words);
  const id = form.dataset.draft;

  const write = (text) => { area.value = text; changed(); };
  const changed = () => { keepDraft(id, area.value); showMeter(form, measure(area.value), words); };

  if (!area.readOnly) area.value = draftOf(id) || area.value;
  area.addEventListener("input", changed);
  area.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); form.requestSubmit(); }
    if (event.key === "/" && !area.value) { event.preventDefault(); show(true); }
  });
  form.querySelector("#cheaper").addEventListener("click", () => { write(measure(area.value).simple); area.focus(); });

  const show = (open) => {
    answers.hidden = !open;
    opener.setAttribute("aria-expanded", String(open));
    if (open) { find.value = ""; filter(); find.focus(); }
  };
  // Typed without diacritics, found with them; what is named so stands before what only speaks of it.
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLocaleLowerCase();
  const all = [...answers.querySelectorAll("li")].map((item) => ({
    item, title: plain(item.querySelector("b").textContent), words: plain(item.textContent),
  }));
  const filter = () => {
    const wanted = plain(find.value.trim());
    for (const one of all) one.item.hidden = !one.words.includes(wanted);
    const first = [...all].sort((one, other) => other.title.includes(wanted) - one.title.includes(wanted));
    answers.querySelector("ul").append(...first.map((one) => one.item));
  };
  const visible = () => [...answers.querySelectorAll("li:not([hidden]) button")];
  opener.addEventListener("click", () => show(answers.hidden));
  find.addEventListener("input", filter);
  answers.addEventListener("click", (event) => {
    const chosen = event.target.closest("button.answer");
    if (!chosen) return;
    write(chosen.dataset.words);
    show(false);
    area.focus();
  });
  answers.addEventListener("keydown", (event) => {
    const shown = visible();
    const at = shown.indexOf(document.activeElement);
    if (event.key === "Escape") { show(false); area.focus(); }
    else if (event.key === "ArrowDown") { event.preventDefault(); (shown[at + 1] ?? shown[0])?.focus(); }
    else if (event.key === "ArrowUp") { event.preventDefault(); (at > 0 ? shown[at - 1] : find).focus(); }
    else if (event.key === "Enter" && event.target === find) { event.preventDefault(); shown[0]?.click(); }
  });

  // Sent: the draft has done its work. Not sent: it stays, and one is told; why it was refused (422) stands above the talk.
  form.addEventListener("htmx:afterRequest", (event) => {
    if (event.target !== form) return;
    unsent.hidden = event.detail.successful || event.detail.xhr.status === 422;
    if (event.detail.successful) { write(""); area.focus(); toEnd(); }
  });
  form.addEventListener("htmx:sendError", () => { unsent.hidden = false; });
  for (const button of document.querySelectorAll("[data-forget]")) button.addEventListener("click", () => keepDraft(id, ""));
  document.querySelector("[data-note]")?.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.successful) event.currentTarget.reset();
  });
  changed();
}

function showMeter(form, { parts, cheaper, units, room }, words) {
  const hint = form.querySelector("#cheaper");
  form.querySelector("#cost").textContent = parts ? `${units}/${room} · ${words.one.replace("{n}", parts)}` : "";
  form.querySelector("#meter").dataset.cost = parts > 2 ? "many" : String(parts);
  hint.hidden = cheaper === null;
  if (cheaper !== null) hint.textContent = words.cheaper.replace("{n}", cheaper);
}

// The newest words are what one came for.
let last = "";
function toEnd() {
  const list = document.querySelector(".timeline");
  if (list) list.scrollTop = list.scrollHeight;
  last = newest();
}
function newest() {
  return document.querySelector(".timeline li:last-child")?.id ?? "";
}
document.addEventListener("htmx:afterSwap", () => {
  if (newest() !== last) toEnd();
});
// A swap must not throw the reader back to the top.
let place = 0;
document.addEventListener("htmx:beforeSwap", () => { place = document.querySelector(".timeline")?.scrollTop ?? 0; });
document.addEventListener("htmx:afterSwap", () => { const list = document.querySelector(".timeline"); if (list && place) list.scrollTop ||= place; });
toEnd();
