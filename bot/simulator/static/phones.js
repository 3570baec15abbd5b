// Phones: which phones stand on the stage, kept in the browser's memory.

import { memory, setup } from "./setup.js";

const MADE_UP = "+9936100";
const HIGHEST = 999;

/** Return the phones of the last visit, else a child, a parent and two of the staff. */
export function remembered() {
  const kept = memory.read("phones");
  return Array.isArray(kept) && kept.every((one) => one.number && one.role) ? kept : first();
}

export function remember(phones) {
  memory.write("phones", phones.map(({ role, name, number }) => ({ role, name, number })));
}

/** Return the member of staff who has this number. */
export const colleague = (number) => setup.staff.find((one) => one.number === number);

/** Return a made-up number that nobody has: of a new person, as far as the service knows. */
export function freshNumber(taken) {
  const used = new Set([...taken, ...setup.staff.map((one) => one.number)]);
  let at = memory.read("last number") ?? 0;
  let number;
  do {
    at = at % HIGHEST + 1;
    number = MADE_UP + String(at).padStart(4, "0");
  } while (used.has(number) && at < 10 * HIGHEST);
  memory.write("last number", at);
  return number;
}

/** Read a number as people write it; null when it is none. */
export function readNumber(raw) {
  const digits = raw.replace(/[\s().-]/g, "");
  if (/^\+\d{8,15}$/.test(digits)) return digits;
  if (/^00\d{8,15}$/.test(digits)) return `+${digits.slice(2)}`;
  const local = /^8?(6\d{7})$/.exec(digits);
  return local ? `+993${local[1]}` : null;
}

/** Write a number so that it can be read. */
export function showNumber(number) {
  const home = /^\+993(\d{2})(\d{2})(\d{2})(\d{2})$/.exec(number);
  return home ? `+993 ${home.slice(1).join(" ")}` : number;
}

function first() {
  const phones = ["child", "parent"].map((role) => ({ role, name: "" }));
  const staff = setup.staff.slice(0, 2).map(({ name, number }) => ({ role: "worker", name, number }));
  while (staff.length < 2) staff.push({ role: "worker", name: "" });
  const all = [...phones, ...staff];
  for (const phone of all) phone.number ??= freshNumber(all.map((one) => one.number));
  remember(all);
  return all;
}
