// Service: the page's line to the server. One poll serves all phones.

import * as clock from "./clock.js";

const POLL_S = 10;
const AGAIN_MS = [1000, 2000, 4000, 8000];

export class Refused extends Error {}

/** Send an SMS and return its id. */
export async function send(phone, text, providerId) {
  const { id } = await ask("POST", "messages", { phone, text, provider_message_id: providerId });
  return id;
}

/** Move the service's time forward; resolves when the work that fell due is done. */
export async function advance(seconds) {
  const { now } = await ask("POST", "advance", { seconds });
  clock.jumpTo(now);
  return now;
}

/** Have a phone's network work well or badly. */
export const setNetwork = (phone, network) => ask("PUT", "network", { phone, ...network });

/** Return the shown conversation as a file for the tests. */
export const record = (what) => ask("POST", "recording", what);

/** Ask for news of all phones for ever. `cursors()` says what is wanted, `take(number, thread)` gets what changed. */
export class Feed {
  constructor({ cursors, take, showCases, trouble }) {
    Object.assign(this, { cursors, take, showCases, trouble, stop: null, failures: 0 });
  }

  /** Begin, or begin anew because the phones have changed. */
  restart() {
    this.stop?.abort();
    this.stop = new AbortController();
    this.run(this.stop.signal);
  }

  async run(signal) {
    while (!signal.aborted) {
      const began = Date.now();
      try {
        const phones = this.cursors();
        const news = await ask("POST", "feed", { phones, wait: POLL_S }, signal);
        if (signal.aborted) return;
        this.recovered();
        clock.follow(news.now);
        this.showCases(news.cases);
        for (const [number, thread] of Object.entries(news.phones)) this.take(number, thread);
        // Answered at once and without news: the server has no room for those who wait.
        if (!Object.keys(news.phones).length && Date.now() - began < 500) await sleep(1000);
      } catch (error) {
        if (signal.aborted) return;
        this.failures += 1;
        if (this.failures > 1) this.trouble(true);
        await sleep(AGAIN_MS[Math.min(this.failures, AGAIN_MS.length) - 1]);
      }
    }
  }

  recovered() {
    if (this.failures > 1) this.trouble(false);
    this.failures = 0;
  }
}

async function ask(method, door, body, signal) {
  const response = await fetch(`api/${door}`, {
    method, signal, headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
  });
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refused(answer.error ?? `${response.status}`);
  return answer;
}

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
