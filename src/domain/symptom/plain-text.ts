const ESCAPES = /\\+(?:u([0-9a-fA-F]{4})|([nrt])|["'/\\])/g;
/** Colours, cursor movements and window titles of terminals. */
// oxlint-disable-next-line no-control-regex -- colours begin with one
const TERMINAL = /\u001B(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001B]*|[@-_])\u0007?/g;
const ENTITIES = /&(?:#39|#x27|apos|quot|amp|lt|gt|nbsp);/gi;
/** The column at the right edge in which Python's `rich` names the source of a log line. */
const SOURCE_COLUMN = /(?<! ) {2,}[\w.]+\.py:\d+ *$/gm;
/** What the keyboard has for the characters of typesetters and frames. */
const TYPED: readonly (readonly [RegExp, string])[] = [
  [/[\u2010-\u2015\u2212]/g, '-'],
  [/[\u00B4\u2018-\u201B\u2032]+/g, "'"],
  [/[\u00AB\u00BB\u201C-\u201F\u2033]+/g, '"'],
  [/[\u00AD\u200B-\u200F\uFEFF]+/g, ''],
  [/[\u00A0\u2500-\u259F]+/g, ' '],
];

/**
 * A pasted text as it would have been typed: without colours and frames, escapes of JSON and HTML undone, quotes and
 * dashes straight. Takes time in proportion to the length, whatever the text.
 */
export function plainText(text: string): string {
  let plain = text;
  if (plain.includes('\\')) plain = plain.replaceAll(ESCAPES, unescaped);
  if (plain.includes('\u001B')) plain = plain.replaceAll(TERMINAL, '');
  if (plain.includes('&')) plain = plain.replaceAll(ENTITIES, (entity) => CHARACTERS[entity.toLowerCase()] ?? ' ');
  if (!/[^\t-~]/.test(plain)) return plain;
  for (const [foreign, typed] of TYPED) plain = plain.replaceAll(foreign, typed);
  return plain;
}

/** Without the source column, so that a message that was broken beside it is whole again. */
export function withoutSourceColumn(plain: string): string {
  return plain.includes('.py:') ? plain.replaceAll(SOURCE_COLUMN, '') : plain;
}

const CHARACTERS: { readonly [entity: string]: string } = {
  '&#39;': "'",
  '&#x27;': "'",
  '&apos;': "'",
  '&quot;': '"',
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
};

function unescaped(whole: string, hex: string | undefined, blank: string | undefined): string {
  if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
  if (blank !== undefined) return blank === 't' ? '\t' : '\n';
  return whole.at(-1) ?? '';
}
