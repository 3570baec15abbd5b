// Phone: one phone on the stage: its owner, its thread, its composer, its network.

import { bubble, dayLine } from "./bubbles.js";
import * as clock from "./clock.js";
import { Composer } from "./composer.js";
import { Outbox } from "./outbox.js";
import { colleague, showNumber } from "./phones.js";
import * as service from "./service.js";
import { memory, say, word } from "./setup.js";
import { suggestions } from "./suggestions.js";

const GOOD = { is_off: false, loses: false, delay_s: 0, doubles: false };
const NEAR_PX = 80;

export class Phone {
  /** `owner`: role, name, number. `changed()` is called when something happened that others show. */
  constructor(owner, { edit, changed }) {
    Object.assign(this, { owner, changed, cursor: "", rows: new Map(), shown: new Map(), network: GOOD, unread: 0, isNew: true });
    this.element = document.getElementById("phone").content.cloneNode(true).firstElementChild;
    this.parts = Object.fromEntries([...this.element.querySelectorAll("[data-is]")].map((part) => [part.dataset.is, part]));
    this.element.querySelector('[data-do="edit"]').addEventListener("click", () => edit(this));
    this.parts.network.addEventListener("change", () => this.switchNetwork());
    this.parts.thread.addEventListener("focus", () => this.read());
    this.parts.draft.addEventListener("focus", () => this.read());
    // The field to write in grows: what was in sight stays in sight.
    new ResizeObserver(() => { if (this.isAtEnd) this.scrollToEnd(); }).observe(this.parts.thread);
    this.parts.thread.addEventListener("scroll", () => { this.isAtEnd = this.isNearEnd; }, { passive: true });
    this.isAtEnd = true;
    this.begin();
  }

  /** Show the owner; a new number is another thread. */
  begin() {
    const { role, number } = this.owner;
    const staff = colleague(number);
    this.element.dataset.role = role;
    this.element.dataset.number = number;
    this.element.setAttribute("aria-label", word("phone.label", { name: this.name }));
    this.element.querySelector(".owner__face use").setAttribute("href", `#i-${role}`);
    this.parts.name.textContent = this.name;
    this.parts.number.textContent = showNumber(number);
    this.parts.thread.setAttribute("aria-label", word("phone.thread", { name: this.name }));
    this.parts.invite.textContent = word(`phone.invite_${role}`);
    this.parts.draft.id = `draft-${number.slice(1)}`;
    this.parts.label.htmlFor = this.parts.draft.id;
    this.parts.draft.setAttribute("aria-label", `${this.parts.label.textContent}: ${this.name}`);
    const note = role === "worker" ? (staff ? (staff.is_on_duty ? "on_duty" : "off_duty") : "not_staff") : null;
    this.parts.note.hidden = !note;
    this.parts.note.textContent = note ? word(`phone.${note}`) : "";
    this.parts.note.classList.toggle("is-off", note === "off_duty");
    this.parts.note.classList.toggle("is-bad", note === "not_staff");
    this.twice = new Set(memory.read(`twice.${number}`, sessionStorage) ?? []);
    this.outbox = new Outbox(number, { changed: () => this.render(), doubled: (id) => this.arrivedTwice(id) });
    this.composer ??= new Composer(this.parts, number, (text) => this.outbox.add(text, this.network));
    this.showNetwork();
    this.render();
  }

  get name() {
    return this.owner.name || word(`roles.${this.owner.role}`);
  }

  /** Become another owner's phone. */
  become(owner) {
    const isOther = owner.number !== this.owner.number;
    this.owner = owner;
    if (isOther) {
      Object.assign(this, { cursor: "", rows: new Map(), network: GOOD, wasSwitched: false, unread: 0, isNew: true });
      this.shown.forEach((item) => item.remove());
      this.shown.clear();
    }
    this.begin();
  }

  /** Take over what the service says of this number. */
  take(thread) {
    this.cursor = thread.cursor;
    const arrived = thread.messages.filter((row) => row.direction === "out" && !this.rows.has(row.id)).length;
    for (const row of thread.messages) {
      const isFresh = !this.isNew && row.direction === "out" && this.rows.get(row.id)?.status !== row.status;
      if (isFresh && row.status === "delivered" && this.network.doubles) this.arrivedTwice(row.id);
      this.rows.set(row.id, row);
    }
    // News that left the service before a switch was turned here must not turn it back.
    if (!this.wasSwitched) this.network = thread.network;
    this.isThinking = thread.is_thinking;
    this.outbox.forget(new Set(this.rows.keys()));
    this.showNetwork();
    this.render();
    if (arrived && !this.isNew && !this.isFront) this.unread += arrived;
    this.isNew = false;
    this.changed();
  }

  /** Everything the owner sees, oldest first. */
  get messages() {
    const rows = [...this.rows.values()].sort((one, other) => one.id - other.id);
    for (const row of rows) row.twice = this.twice.has(row.id);
    return [...rows, ...this.outbox.texts.filter((entry) => !this.rows.has(entry.id))];
  }

  arrivedTwice(id) {
    this.twice.add(id);
    memory.write(`twice.${this.owner.number}`, [...this.twice], sessionStorage);
  }

  get isFront() {
    return this.element.contains(document.activeElement);
  }

  read() {
    if (!this.unread) return;
    this.unread = 0;
    this.changed();
  }

  tick(time) {
    this.parts.clock.textContent = time;
    this.outbox.carry();
  }

  // ── the thread ───────────────────────────────────────────────────────────────────────────────────

  render() {
    const { bubbles, empty, thinking } = this.parts;
    const messages = this.messages;
    this.arrange(bubbles, this.lines(messages));
    empty.hidden = messages.length > 0;
    thinking.hidden = !this.isThinking;
    this.offer(this.isThinking ? [] : suggestions(this.owner.role, messages));
    if (this.isAtEnd || this.isNew) this.scrollToEnd();
  }

  get isNearEnd() {
    const { scrollHeight, scrollTop, clientHeight } = this.parts.thread;
    return scrollHeight - scrollTop - clientHeight < NEAR_PX;
  }

  scrollToEnd() {
    this.parts.thread.scrollTop = this.parts.thread.scrollHeight;
    this.isAtEnd = true;
  }

  offer(texts) {
    const wanted = JSON.stringify(texts);
    if (wanted !== this.offered) this.composer?.offer(texts);
    this.offered = this.composer ? wanted : null;
  }

  /** Return what stands in the thread: days and messages, each with its key and what makes it look so. */
  lines(messages) {
    const lines = [];
    let day = null;
    for (const message of messages) {
      const moment = Date.parse(message.at);
      if (clock.key(moment) !== day) {
        day = clock.key(moment);
        lines.push({ key: `day ${day}`, looks: clock.day(moment), build: () => dayLine(moment) });
      }
      const { key, id, status, reason, is_draft: isDraft, twice } = message;
      const again = status === "refused" ? () => this.outbox.again(message) : null;
      lines.push({
        key: this.keyOf(key, id), looks: [status, message.stage, reason, isDraft, twice, message.at, this.name].join(),
        build: () => bubble(message, this.name, again),
      });
    }
    return lines;
  }

  /** A text keeps its place on the screen when the service has given it an id. */
  keyOf(key, id) {
    this.keys ??= new Map();
    if (key && id) this.keys.set(id, key);
    return this.keys.get(id) ?? key ?? `row ${id}`;
  }

  arrange(list, lines) {
    const wanted = new Set(lines.map((line) => line.key));
    for (const [key, item] of this.shown) {
      if (!wanted.has(key)) {
        item.remove();
        this.shown.delete(key);
      }
    }
    lines.forEach((line, at) => {
      const item = this.item(line);
      if (list.children[at] !== item) list.insertBefore(item, list.children[at] ?? null);
    });
  }

  item({ key, looks, build }) {
    const known = this.shown.get(key);
    if (known?.dataset.looks === looks) return known;
    const built = build();
    if (known) {
      // Only the state is new: the words are not said again to those who listen.
      known.className = `${built.className} is-old`;
      known.dataset.status = built.dataset.status ?? "";
      known.dataset.id = built.dataset.id ?? "";
      const foot = built.querySelector(".foot");
      if (foot) known.querySelector(".foot").replaceWith(foot);
      else known.textContent = built.textContent;
    } else if (this.isNew) built.classList.add("is-old");
    const item = known ?? built;
    item.dataset.looks = looks;
    this.shown.set(key, item);
    return item;
  }

  // ── the network ──────────────────────────────────────────────────────────────────────────────────

  async switchNetwork() {
    const { elements } = this.parts.network;
    this.wasSwitched = true;
    this.network = {
      delay_s: Number(elements.delay_s.value), loses: elements.loses.checked,
      doubles: elements.doubles.checked, is_off: elements.is_off.checked,
    };
    this.showNetwork();
    say(this.parts["network-state"].textContent);
    try {
      await service.setNetwork(this.owner.number, this.network);
    } catch {
      say(word("trouble.away"));
    }
  }

  showNetwork() {
    const { elements } = this.parts.network;
    const { delay_s: delay, loses, doubles, is_off: isOff } = this.network;
    const isBad = isOff || loses || doubles || delay > 0;
    elements.delay_s.value = String(delay);
    elements.loses.checked = loses;
    elements.doubles.checked = doubles;
    elements.is_off.checked = isOff;
    this.element.dataset.network = isOff ? "off" : isBad ? "bad" : "good";
    this.parts.network.classList.toggle("is-bad", isBad);
    this.parts["network-state"].textContent = word(isBad ? "phone.network_bad" : "phone.network_good");
  }
}
