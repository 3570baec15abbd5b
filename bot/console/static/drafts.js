// Drafts: what was begun survives a lost connection. Kept on this device under an opaque id, gone when sent or logged out.
const PREFIX = "goldaw.draft.";

/** Keep (or with empty words forget) a draft. */
export function keepDraft(id, words) {
  try {
    if (words) localStorage.setItem(PREFIX + id, words);
    else localStorage.removeItem(PREFIX + id);
  } catch { /* no storage: the draft lives as long as the page */ }
}

/** Return a draft, or "". */
export function draftOf(id) {
  try { return localStorage.getItem(PREFIX + id) ?? ""; } catch { return ""; }
}

/** Forget all drafts. */
export function forgetDrafts() {
  try {
    for (const name of Object.keys(localStorage)) if (name.startsWith(PREFIX)) localStorage.removeItem(name);
  } catch { /* nothing was kept */ }
}
