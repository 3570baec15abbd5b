// Suggestions: what could be texted next: first words to try, the digits of a question, the commands of a case.

import { setup } from "./setup.js";

const CHOICE = /(?:^|[\s,;:.?!])([1-9])[ .)–-]{1,3}(?=\p{L})/gu;
const CODE = /\b([A-Z][2-9][A-Z][2-9])\b/;

/** Return texts to offer to a phone: an answer to what the service wrote since its owner's last text. */
export function suggestions(role, messages) {
  if (!messages.length) return role === "worker" ? ["?"] : setup.words.examples[role] ?? [];
  if (role === "worker") return commands(messages);
  const asked = messages.slice(messages.findLastIndex((one) => one.direction === "in") + 1);
  return asked.map((one) => digits(one.text)).findLast((found) => found.length) ?? [];
}

function commands(messages) {
  const code = messages.map((one) => CODE.exec(one.text)?.[1]).findLast(Boolean);
  if (!code) return ["?"];
  const isTaken = messages.some((one) => one.direction === "in" && one.text.toUpperCase() === `TAKE ${code}`);
  return isTaken ? [`${code} `, `DONE ${code}`, `PASS ${code}`] : [`TAKE ${code}`, `PASS ${code}`];
}

function digits(text) {
  const found = [...text.matchAll(CHOICE)].map((match) => Number(match[1]));
  // Numbers in a sentence are no choice: a choice counts up from one.
  const choice = found.filter((digit, at) => digit === at + 1);
  return choice.length > 1 ? choice.map(String) : [];
}
