const SIMPLE: { readonly [letter: string]: string } = {
  n: '\n',
  t: '\t',
  r: '\r',
  b: '\b',
  f: '\f',
  v: '\v',
  a: '\u0007',
  '\\': '\\',
  "'": "'",
  '"': '"',
  '\n': '',
  '\r\n': '',
};

/** What a Python string comes to: `content` is what stands between the quotes, `prefix` what stands before them. */
export function unescapePython(content: string, prefix: string): string {
  const raw = prefix.includes('r');
  const text = prefix.includes('f') ? content.replaceAll('{{', '{').replaceAll('}}', '}') : content;
  if (raw || !text.includes('\\')) return text;
  return text.replaceAll(
    /\\(x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8}|[0-7]{1,3}|\r\n|[^])/g,
    (whole, escape: string) => {
      const simple = SIMPLE[escape];
      if (simple !== undefined) return simple;
      const code =
        /^[xuU]/.test(escape) && escape.length > 1
          ? Number.parseInt(escape.slice(1), 16)
          : /^[0-7]/.test(escape)
            ? Number.parseInt(escape, 8)
            : undefined;
      // A code beyond Unicode is a mistake that Python refuses; an unknown escape stands for itself.
      return code === undefined || code > 0x10ffff ? whole : String.fromCodePoint(code);
    },
  );
}
