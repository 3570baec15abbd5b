// Bubbles: a message as a phone shows it, with its ticks.

import * as clock from "./clock.js";
import { split } from "./segments.js";
import { word } from "./setup.js";

const SIGN = { queued: "clock", sent: "tick", delivered: "ticks", failed: "bad", sending: "clock", received: "tick", delayed: "clock", lost: "bad", refused: "bad" };

const EVERYDAY = new Set(["queued", "sent", "delivered", "sending", "received"]); // told by the tick alone

/** Return the list item of one message; `again` is called when somebody wants to send it once more. */
export function bubble(message, owner, again) {
  const theirs = message.direction === "in";
  const item = make("li", `bubble bubble--${theirs ? "theirs" : "ours"} is-${message.status}`);
  item.dataset.id = message.id ?? "";
  item.dataset.status = message.status;
  if (message.twice) item.classList.add("is-twice");
  item.append(make("span", "unseen", theirs ? word("phone.you", { name: owner }) : word("phone.service")));
  item.append(words(message));
  item.append(foot(message, again));
  return item;
}

/** Return the line that stands between two days. */
export function dayLine(moment) {
  return make("li", "day", clock.day(moment));
}

function words(message) {
  const line = make("p");
  split(message.text).forEach((part, at) => {
    if (at) {
      const cut = make("span", "cut");
      cut.title = word("phone.part", { n: at + 1 });
      line.append(cut);
    }
    line.append(part);
  });
  return line;
}

function foot(message, again) {
  const line = make("div", "foot");
  if (message.is_draft) line.append(draftMark());
  if (message.twice) line.append(tag(word("out.twice")));
  if (message.segments > 1) line.append(make("span", "", word("meter.sms", { n: message.segments })));
  if (message.at) line.append(make("time", "", clock.time(Date.parse(message.at))));
  line.append(state(message));
  if (again && message.status === "refused") {
    const button = make("button", "again", word("in.again"));
    button.type = "button";
    button.addEventListener("click", again);
    line.append(button);
  }
  return line;
}

function state(message) {
  const box = make("span", `state state--${message.status}`);
  box.append(icon(SIGN[message.status] ?? "clock"));
  const said = stateWords(message);
  const loud = !EVERYDAY.has(message.status) || message.stage === "held" || (message.reason && message.status === "queued");
  box.append(make("span", loud ? "" : "unseen", said));
  box.title = said;
  return box;
}

function stateWords(message) {
  if (message.direction === "out") return oursWords(message);
  if (message.status === "delayed") return word("in.delayed", { time: clock.moment(message.due) });
  if (message.status === "refused") return message.reason ? word("in.refused", { reason: message.reason }) : word("in.off");
  return word(`in.${message.status}`);
}

function oursWords({ status, stage, reason }) {
  if (stage === "held") return word("out.held");
  // A text that is tried again has a reason too.
  if (reason && status !== "delivered") return word(status === "failed" ? "out.why" : "out.retry", { reason });
  return word(`out.${status}`);
}

function draftMark() {
  const mark = make("span", "draft");
  mark.title = `${word("out.draft")}. ${word("out.draft_why")}`;
  mark.append(icon("draft"), make("span", "unseen", word("out.draft")));
  return mark;
}

function tag(text, title = "") {
  const box = make("span", "tag", text);
  box.title = title || text;
  return box;
}

export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `#i-${name}`);
  svg.append(use);
  return svg;
}

export function make(name, classes = "", text = "") {
  const element = document.createElement(name);
  if (classes) element.className = classes;
  if (text) element.textContent = text;
  return element;
}
