// Suggestions: what could be texted next: first words to try, the digits of a question, the commands of a case.

import { setup } from "./setup.js";

const CHOICE = /(?:^|[\s,;:.?!])([1-9])[ .)–-]{1,3}(?=\p{L})/gu;
const CODE = /\b([A-Z][2-9][A-Z][2-9])\b/;

/** Return texts to offer to a phone; `last` is the newest text that the service wrote to it. */
export function suggestions(role, last) {
  if (!last) return setup.words.examples[role] ?? [];
  if (role === "worker") {
    const code = CODE.exec(last)?.[1];
    return code ? [`TAKE ${code}`, `${code} `, `DONE ${code}`] : ["?"];
  }
  return digits(last);
}

function digits(text) {
  const found = [...text.matchAll(CHOICE)].map((match) => Number(match[1]));
  // Numbers in a sentence are no choice: a choice counts up from one.
  const choice = found.filter((digit, at) => digit === at + 1);
  return choice.length > 1 ? choice.map(String) : [];
}
