// Clock: the service's time, shown as it is in Ashgabat.

import { setup, word } from "./setup.js";

const ZONE = "Asia/Ashgabat";
const PARTS = new Intl.DateTimeFormat("en-GB", {
  timeZone: ZONE, year: "numeric", month: "numeric", day: "numeric", weekday: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23",
});
const WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

const LATE_NEWS_MS = 15000;

let ahead = Date.parse(setup.now) - Date.now(); // milliseconds from this browser's time to the service's
let jumpedAt = -Infinity;

/** Take over the service's time after a journey. */
export function jumpTo(iso) {
  jumpedAt = performance.now();
  ahead = Date.parse(iso) - Date.now();
}

/** Take over the service's time as news told it; news that left before the last journey ended is not of now. */
export function follow(iso) {
  const told = Date.parse(iso) - Date.now();
  if (told > ahead - 1500 || performance.now() - jumpedAt > LATE_NEWS_MS) ahead = told;
}

/** Return the service's time in milliseconds. */
export const now = () => Date.now() + ahead;

/** Return "18:05". */
export function time(moment) {
  const { hour, minute } = parts(moment);
  return `${hour}:${minute}`;
}

/** Return "Sunday" and "22 November". */
export function date(moment) {
  const { day: number, month } = parts(moment);
  const name = weekdayOf(moment);
  return [`${name[0].toLocaleUpperCase()}${name.slice(1)}`, `${number} ${setup.words.months[month - 1]}`];
}

/** Return "Today" or the date, to stand between two days. */
export function day(moment) {
  return key(moment) === key(now()) ? word("today") : date(moment).join(", ");
}

/** Return "18:05", with the day before it when it is another day. */
export function moment(at) {
  return key(at) === key(now()) ? time(at) : `${weekdayOf(at)}, ${time(at)}`;
}

/** Return what is equal for two moments of one day. */
export function key(moment) {
  const { year, month, day: number } = parts(moment);
  return `${year}-${month}-${number}`;
}

/** Show the time now and from now on; returns a function that shows a jump. */
export function start({ face, weekday, date: dateFace }, everyTick) {
  let shown = "";
  const tick = () => {
    const text = time(now());
    if (`${key(now())} ${text}` !== shown) {
      shown = `${key(now())} ${text}`; // the same hour of another day is another time
      face.textContent = text;
      face.dateTime = new Date(now()).toISOString();
      [weekday.textContent, dateFace.textContent] = date(now());
    }
    everyTick(text);
  };
  tick();
  setInterval(tick, 500);
  return () => {
    tick();
    face.classList.remove("is-moving");
    void face.offsetWidth; // restarts the movement
    face.classList.add("is-moving");
  };
}

/** Return the weekday as it stands within a sentence. */
const weekdayOf = (moment) => setup.words.weekdays[WEEKDAYS.indexOf(parts(moment).weekday)];

function parts(moment) {
  return Object.fromEntries(PARTS.formatToParts(new Date(moment)).map(({ type, value }) => [type, value]));
}
