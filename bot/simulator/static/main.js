// The stage: phones come and go, time moves, news arrives.

import { icon, make } from "./bubbles.js";
import * as cases from "./cases.js";
import * as clock from "./clock.js";
import { askOwner, askRecording, showHelp } from "./dialogs.js";
import { Phone } from "./phone.js";
import { remember, remembered } from "./phones.js";
import * as service from "./service.js";
import { memory, say, word } from "./setup.js";
import { listen } from "./shortcuts.js";

const find = (id) => document.getElementById(id);
const [stage, tabs, addButton, trouble] = ["stage", "tabs", "add", "trouble"].map(find);
let phones = [];
let front = 0;

const feed = new service.Feed({
  cursors: () => Object.fromEntries(phones.map((phone) => [phone.owner.number, phone.cursor])),
  showCases: cases.show,
  take: (number, thread) => phones.find((phone) => phone.owner.number === number)?.take(thread),
  trouble: (isAway) => warn(word(isAway ? "trouble.away" : "trouble.back"), !isAway),
});

// ── phones ───────────────────────────────────────────────────────────────────────────────────────────

const numbers = () => phones.map((phone) => phone.owner.number);

function place(owner) {
  const phone = new Phone(owner, { edit: change, changed: showTabs });
  phones.push(phone);
  stage.insertBefore(phone.element, addButton);
  phone.element.addEventListener("focusin", () => { front = phones.indexOf(phone); });
  return phone;
}

async function add() {
  const owner = await askOwner(null, numbers());
  if (!owner || owner === "remove") return;
  const phone = place(owner);
  settle(phones.indexOf(phone));
  phone.parts.draft.focus();
}

async function change(phone) {
  const answer = await askOwner(phone.owner, numbers());
  if (!answer) return;
  if (answer === "remove") {
    phones = phones.filter((one) => one !== phone);
    phone.element.remove();
  } else phone.become(answer);
  settle(Math.min(front, phones.length - 1));
}

/** Remember the phones as they are now, and ask for their news. */
function settle(at) {
  remember(phones.map((phone) => phone.owner));
  bringForward(Math.max(at, 0));
  feed.restart();
}

function bringForward(at) {
  front = at;
  phones.forEach((phone, index) => phone.element.classList.toggle("is-front", index === at));
  phones[at]?.read();
  showTabs();
}

function goTo(at) {
  if (!phones[at]) return;
  bringForward(at);
  phones[at].parts.draft.focus();
}

function showTabs() {
  const focused = tabs.contains(document.activeElement);
  tabs.replaceChildren(...phones.map((phone, at) => {
    const tab = make("button");
    tab.type = "button";
    tab.setAttribute("role", "tab");
    tab.setAttribute("aria-selected", String(at === front));
    tab.tabIndex = at === front ? 0 : -1;
    tab.append(icon(phone.owner.role), make("span", "", phone.name));
    if (phone.unread && at !== front) {
      tab.append(make("span", "count", String(phone.unread)));
      tab.lastChild.title = word("phone.unread", { n: phone.unread });
    }
    tab.addEventListener("click", () => bringForward(at));
    return tab;
  }));
  if (focused) tabs.children[front]?.focus();
}

tabs.addEventListener("keydown", (event) => {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  bringForward((front + step + phones.length) % phones.length);
  tabs.children[front].focus();
});

// ── time ─────────────────────────────────────────────────────────────────────────────────────────────

const jump = clock.start({ face: find("clock"), weekday: find("weekday"), date: find("date") }, (time) => phones.forEach((phone) => phone.tick(time)));
const travel = document.querySelector(".travel");

async function move(button) {
  if (travel.getAttribute("aria-busy") === "true") return;
  travel.setAttribute("aria-busy", "true");
  button.classList.add("is-going");
  say(word("time.working"));
  try {
    await service.advance(Number(button.dataset.seconds));
    say(word("time.moved", { time: clock.time(clock.now()) }));
  } catch (error) {
    warn(word(error instanceof service.Refused ? "trouble.worker" : "trouble.away"));
  }
  button.classList.remove("is-going");
  travel.removeAttribute("aria-busy");
  jump();
}

for (const button of travel.children) button.addEventListener("click", () => move(button));

// ── the rest of the bar ──────────────────────────────────────────────────────────────────────────────

let hush = 0;

function warn(words, isGood = false) {
  clearTimeout(hush);
  trouble.textContent = words;
  trouble.classList.toggle("is-good", isGood);
  trouble.hidden = false;
  if (isGood) hush = setTimeout(() => { trouble.hidden = true; }, 4000);
}

async function save() {
  const wanted = await askRecording(phones);
  if (!wanted) return;
  try {
    const { file, yaml } = await service.record({ title: wanted.title, phones: wanted.phones.map(({ owner, name }) => ({ ...owner, name })) });
    const link = make("a");
    link.href = URL.createObjectURL(new Blob([yaml], { type: "application/yaml" }));
    link.download = file;
    link.click();
    URL.revokeObjectURL(link.href);
    warn(word("trouble.saved"), true);
  } catch (error) {
    warn(error instanceof service.Refused ? error.message : word("trouble.away"));
  }
}

function showTheme() {
  find("theme").setAttribute("aria-pressed", String(document.documentElement.dataset.theme === "dark"));
}

function switchTheme() {
  const theme = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
  document.documentElement.dataset.theme = theme;
  localStorage.setItem("goldaw.theme", theme);
  showTheme();
}

addButton.addEventListener("click", add);
find("add-tab").addEventListener("click", add);
find("save").addEventListener("click", save);
find("help").addEventListener("click", showHelp);
find("theme").addEventListener("click", switchTheme);

const [minute, ladder, hour, day] = travel.children;
const go = Object.fromEntries([...Array(9).keys()].map((at) => [`Digit${at + 1}`, () => goTo(at)]));
listen({ ...go, KeyM: () => move(minute), KeyS: () => move(ladder), KeyH: () => move(hour), KeyD: () => move(day), KeyN: add, KeyR: save, "?": showHelp });

for (const owner of remembered()) place(owner);
showTheme();
settle(memory.read("front") ?? 0);
