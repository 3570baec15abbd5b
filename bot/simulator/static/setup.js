// Setup: what the server laid into the page, and its words in the page's language.

export const setup = JSON.parse(document.getElementById("setup").textContent);

/** Return a word by its path ("out.queued") with its {fields} filled. */
export function word(path, fields = {}) {
  let found = setup.words;
  for (const step of path.split(".")) found = found?.[step];
  return String(found ?? path).replace(/\{(\w+)\}/g, (whole, name) => fields[name] ?? whole);
}

/** Say something to those who listen instead of looking. */
export function say(words) {
  document.getElementById("said").textContent = words;
}

/** Read and write the browser's memory, or do without where there is none. */
export const memory = {
  read(name, area = localStorage) {
    try { return JSON.parse(area.getItem(`goldaw.${name}`)); } catch { return null; }
  },
  write(name, value, area = localStorage) {
    try { area.setItem(`goldaw.${name}`, JSON.stringify(value)); } catch { /* forgotten at the next visit */ }
  },
};
