/** The parts of a small server in Python. */
interface Parts {
  /** The import of the class, and others. */
  readonly imports: readonly string[];
  readonly className: string;
  /** Arguments after the name. */
  readonly constructor?: string;
  /** Lines between the server and its start. */
  readonly between?: readonly string[];
  /** Lines under the guard; none: nothing starts it. */
  readonly start: readonly string[];
}

/** The program of a server with one tool. */
export function pythonProgram({ imports, className, constructor: given = '', between = [], start }: Parts): string {
  const guarded = start.length === 0 ? [] : ['', 'if __name__ == "__main__":', ...start.map((line) => `    ${line}`)];
  return [
    ...imports,
    '',
    `mcp = ${className}("tides"${given === '' ? '' : `, ${given}`})`,
    '',
    '',
    '@mcp.tool()',
    'def tide(harbour: str) -> str:',
    '    """When the next high tide comes."""',
    '    return f"{harbour}: 14:20"',
    '',
    ...between,
    ...guarded,
    '',
  ].join('\n');
}
