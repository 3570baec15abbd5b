// Segments: what an SMS costs, as bot/text/segments.py counts it (3GPP TS 23.038). A test holds both to the same answers.

const ALPHABET = new Set(
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?" +
  "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà",
);
const EXTENSION = new Set("\f^{}\\[~]|€");
const ALONE = { gsm7: 160, ucs2: 70 };
const JOINED = { gsm7: 153, ucs2: 67 };
const SIMPLE = new Map(Object.entries({
  ç: "c", ş: "s", ý: "y", ž: "z", ň: "ñ", Ş: "S", Ý: "Y", Ž: "Z", Ň: "Ñ",
  "«": '"', "»": '"', "“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "…": "...", "\u00a0": " ",
}));

/** Return "gsm7" or "ucs2": the cheapest encoding that keeps every character. */
export function encodingOf(text) {
  for (const char of text) if (!ALPHABET.has(char) && !EXTENSION.has(char)) return "ucs2";
  return "gsm7";
}

/** Return the length in the units of the encoding. */
export function units(text) {
  const encoding = encodingOf(text);
  let sum = 0;
  for (const char of text) sum += width(char, encoding);
  return sum;
}

/** Cut a text as the network does; no escape and no surrogate pair is torn. */
export function split(text) {
  if (!text) return [];
  const encoding = encodingOf(text);
  if (units(text) <= ALONE[encoding]) return [text];
  const parts = [];
  let part = "", used = 0;
  for (const char of text) {
    const needed = width(char, encoding);
    if (used + needed > JOINED[encoding]) {
      parts.push(part);
      part = "";
      used = 0;
    }
    part += char;
    used += needed;
  }
  return [...parts, part];
}

/** Count the SMS that the network bills. */
export const countSegments = (text) => split(text).length;

/** Rewrite Turkmen letters that the cheap alphabet lacks. */
export function simpleLetters(text) {
  return Array.from(text.normalize("NFC"), (char) => SIMPLE.get(char) ?? char).join("");
}

/** Return all that the meter shows; `letters` are what makes the text dear, when simple letters would make it cheaper. */
export function measure(text) {
  const encoding = encodingOf(text);
  const parts = countSegments(text);
  const simple = simpleLetters(text);
  const cheaper = countSegments(simple);
  const saves = encoding === "ucs2" && cheaper < parts && encodingOf(simple) === "gsm7";
  const room = parts > 1 ? parts * JOINED[encoding] : ALONE[encoding];
  return {
    encoding, parts, room, simple,
    units: units(text),
    cheaper: saves ? cheaper : null,
    letters: saves ? [...new Set(text.normalize("NFC"))].filter((char) => !ALPHABET.has(char) && !EXTENSION.has(char)) : [],
  };
}

function width(char, encoding) {
  return encoding === "gsm7" ? (EXTENSION.has(char) ? 2 : 1) : char.length;
}
