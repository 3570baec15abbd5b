// Cases: where the shown people's cases stand, so that one sees the ladder move.

import { make } from "./bubbles.js";
import * as clock from "./clock.js";
import { word } from "./setup.js";

const box = document.getElementById("cases");
let shown = "";

/** Show the open cases, the newest first. */
export function show(cases) {
  const looks = JSON.stringify(cases);
  if (looks === shown) return;
  shown = looks;
  box.hidden = !cases.length;
  box.firstElementChild.replaceChildren(...cases.map(line));
}

function line(one) {
  const item = make("li", `case case--${one.severity}`);
  item.append(make("strong", "", one.code), make("span", "case__how", word(`case.${one.severity}`)));
  item.append(make("span", "", word(`case.${one.worker ? one.status : "new"}`, { worker: one.worker ?? "" })));
  const next = one.next_step_at && Date.parse(one.next_step_at);
  if (next && next > clock.now()) item.append(make("span", "case__next", word("case.step", { time: clock.moment(next) })));
  return item;
}
