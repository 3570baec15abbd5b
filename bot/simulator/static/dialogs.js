// Dialogs: change or add a phone, save a test, help.

import { make } from "./bubbles.js";
import { freshNumber, readNumber, showNumber } from "./phones.js";
import { word } from "./setup.js";

/** Ask whose phone it is. Resolves to the owner, "remove", or null when nothing is to change. */
export function askOwner(owner, taken) {
  const dialog = document.getElementById("phone-dialog");
  const form = dialog.querySelector("form");
  const { role, name, number } = form.elements;
  const wrong = dialog.querySelector(".wrong");
  const start = owner ?? { role: "child", name: "", number: freshNumber(taken) };
  dialog.querySelector("h2").textContent = word(owner ? "phone.edit" : "phone.add");
  dialog.querySelector('[data-do="remove"]').hidden = !owner;
  role.value = start.role;
  name.value = start.name;
  number.value = showNumber(start.number);
  complain("");

  function complain(words) {
    wrong.hidden = !words;
    wrong.textContent = words;
    number.setAttribute("aria-invalid", String(Boolean(words)));
  }

  function answer() {
    const read = readNumber(number.value);
    const problem = !read ? "phone.bad_number" : taken.includes(read) && read !== owner?.number ? "phone.taken" : null;
    if (!problem) return { role: role.value, name: name.value.trim(), number: read };
    complain(word(problem));
    number.focus();
    return undefined;
  }

  return run(dialog, {
    submit: answer,
    remove: () => "remove",
    renew: () => { number.value = showNumber(freshNumber(taken)); complain(""); },
  });
}

/** Ask what the test is called and whose phones it plays. Resolves to {title, phones} or null. */
export function askRecording(phones) {
  const dialog = document.getElementById("save-dialog");
  const form = dialog.querySelector("form");
  const whose = dialog.querySelector(".whose");
  whose.querySelectorAll("label").forEach((label) => label.remove());
  for (const phone of phones) {
    const label = make("label", "switch");
    const box = make("input");
    Object.assign(box, { type: "checkbox", name: "phone", value: phone.owner.number, checked: phone.rows.size > 0 });
    box.setAttribute("role", "switch");
    label.append(box, make("span", "", `${phone.name} · ${showNumber(phone.owner.number)}`));
    whose.append(label);
  }
  const wrong = dialog.querySelector(".wrong");
  wrong.hidden = true;
  return run(dialog, {
    submit: () => {
      const wanted = new Set(new FormData(form).getAll("phone"));
      const chosen = phones.filter((phone) => wanted.has(phone.owner.number) && phone.rows.size);
      if (chosen.length) return { title: form.elements.title.value.trim(), phones: chosen };
      wrong.textContent = word("trouble.nothing");
      wrong.hidden = false;
      return undefined;
    },
  });
}

/** Show the help. */
export function showHelp() {
  return run(document.getElementById("help-dialog"), { submit: () => null });
}

/**
 * Open a dialog and resolve when it is over. `on` says what a button does: undefined keeps the dialog open, anything
 * else is the answer. Escape answers null, and the focus returns to where it was (the browser sees to that).
 */
function run(dialog, on) {
  if (dialog.open) return Promise.resolve(null);
  const form = dialog.querySelector("form");
  return new Promise((resolve) => {
    const over = new AbortController();
    const { signal } = over;
    let result = null;
    const close = (value) => {
      if (value === undefined) return;
      result = value;
      dialog.close();
    };
    form.addEventListener("submit", (event) => { event.preventDefault(); close(on.submit()); }, { signal });
    form.addEventListener("click", (event) => {
      const what = event.target.closest("[data-do]")?.dataset.do;
      if (what) close(what === "cancel" ? null : on[what]());
    }, { signal });
    dialog.addEventListener("close", () => { over.abort(); resolve(result); }, { signal });
    dialog.showModal();
  });
}
