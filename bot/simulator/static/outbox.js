// Outbox: what a phone has texted and the service may not have yet. The phone's network delays, loses and doubles it.

import * as clock from "./clock.js";
import { memory, word } from "./setup.js";
import * as service from "./service.js";

export class Outbox {
  /** `changed()` is called whenever a text's state is another, `doubled(id)` when one was handed over twice. */
  constructor(number, { changed, doubled }) {
    Object.assign(this, { number, changed, doubled });
    this.texts = memory.read(this.memoryName, sessionStorage) ?? [];
    this.carrying = new Set();
  }

  get memoryName() { return `outbox.${this.number}`; }

  /** Text something over a network that works so. */
  add(text, network) {
    const entry = {
      key: newId(), direction: "in", text, at: new Date(clock.now()).toISOString(), copies: network.doubles ? 2 : 1, status: "sending",
    };
    if (network.is_off) entry.status = "refused";
    else if (network.loses) entry.status = "lost";
    else if (network.delay_s) Object.assign(entry, { status: "delayed", due: clock.now() + network.delay_s * 1000 });
    this.texts.push(entry);
    this.keep();
    this.carry();
  }

  /** Try a text once more; its id is the same, so that the service takes it once. */
  again(entry) {
    Object.assign(entry, { status: "sending", reason: null, at: new Date(clock.now()).toISOString() });
    this.keep();
    this.carry();
  }

  /** Forget what the service has shown to have. */
  forget(ids) {
    const before = this.texts.length;
    this.texts = this.texts.filter((entry) => !ids.has(entry.id));
    if (this.texts.length !== before) this.keep();
  }

  /** Hand over what is to be handed over by now. */
  async carry() {
    for (const entry of this.texts) {
      const isDue = entry.status === "sending" || (entry.status === "delayed" && clock.now() >= entry.due);
      if (isDue && !this.carrying.has(entry.key)) await this.handOver(entry);
    }
  }

  async handOver(entry) {
    this.carrying.add(entry.key);
    try {
      for (let copy = 0; copy < entry.copies; copy += 1) entry.id = await service.send(this.number, entry.text, entry.key);
      entry.status = "received";
      if (entry.copies > 1) this.doubled(entry.id);
    } catch (error) {
      entry.status = "refused";
      entry.reason = error instanceof service.Refused ? error.message : word("trouble.away");
    }
    this.carrying.delete(entry.key);
    this.keep();
  }

  keep() {
    memory.write(this.memoryName, this.texts, sessionStorage);
    this.changed();
  }
}

function newId() {
  return `sim-${Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}
