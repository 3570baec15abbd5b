// Composer: the field to write in, its meter, and the suggestions above it.

import { make } from "./bubbles.js";
import { measure } from "./segments.js";
import { memory, word } from "./setup.js";

export class Composer {
  /** `parts` are the template's elements by name; `send(text)` is called when a text is sent. */
  constructor(parts, key, send) {
    Object.assign(this, { parts, key, send, last: "" });
    const { draft, composer, cheaper } = parts;
    draft.value = memory.read(this.memoryName, sessionStorage) ?? "";
    draft.addEventListener("input", () => this.changed());
    draft.addEventListener("keydown", (event) => this.pressed(event));
    composer.addEventListener("submit", (event) => { event.preventDefault(); this.submit(); });
    cheaper.addEventListener("click", () => { this.write(measure(draft.value).simple); draft.focus(); });
    this.changed();
  }

  get memoryName() { return `draft.${this.key}`; }

  write(text) {
    this.parts.draft.value = text;
    this.changed();
  }

  submit() {
    const text = this.parts.draft.value;
    if (!text.trim()) return;
    this.last = text;
    this.write("");
    this.send(text);
  }

  pressed(event) {
    const { draft } = this.parts;
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.submit();
    } else if (event.key === "ArrowUp" && !draft.value && this.last) {
      event.preventDefault();
      this.write(this.last);
    }
  }

  changed() {
    const text = this.parts.draft.value;
    memory.write(this.memoryName, text || null, sessionStorage);
    this.parts.composer.classList.toggle("is-blank", !text.trim());
    this.showMeter(measure(text));
  }

  showMeter({ encoding, parts, room, units, cheaper, letters }) {
    const { meter, bar, cost, cheaper: hint } = this.parts;
    const name = encoding === "gsm7" ? "GSM-7" : "UCS-2";
    meter.dataset.cost = parts > 2 ? "many" : parts === 2 ? "2" : "1";
    meter.dataset.encoding = encoding;
    bar.style.transform = `scaleX(${Math.min(units / room, 1)})`;
    this.parts.units.textContent = `${units} / ${room} · ${name}`;
    cost.textContent = parts ? word("meter.sms", { n: parts }) : "";
    this.parts["meter-said"].textContent = parts ? word("meter.said", { units, room, encoding: name, n: parts }) : "";
    hint.hidden = cheaper === null;
    if (cheaper !== null) {
      hint.textContent = word("meter.cheaper", { n: cheaper, letters: letters.slice(0, 6).join(" ") });
      hint.title = word("meter.rewrite");
    }
  }

  /** Offer texts; one that ends with a space is to be written on. */
  offer(texts) {
    this.parts.chips.replaceChildren(...texts.map((text) => {
      const chip = make("button", "", text.trimEnd() + (text.endsWith(" ") ? " …" : ""));
      chip.type = "button";
      chip.addEventListener("click", () => {
        this.write(text);
        if (/^[1-9?]$/.test(text)) this.submit();
        this.parts.draft.focus();
      });
      return chip;
    }));
  }
}
