import type { ClientCode } from '../../model/client.ts';
import type { Place } from '../../model/location.ts';
import { commandsOf, type PlaceOf, splitShell } from '../image/shell-words.ts';
import { exactly, type Word, type Words } from './client-commands.ts';
import { isPlaceholder } from './client-sessions.ts';
import { literalIn, placesIn } from './shell-literal.ts';

/** A shell script, or the shell code of a document. */
export interface Script {
  readonly text: string;
  /** Its commands and those of the `$(…)` in it, each as its words. */
  readonly commands: readonly Words[];
  readonly document: boolean;
  /** What each variable was last set to, and where. */
  readonly variables: ReadonlyMap<string, Word>;
}

/** Splits a script into commands, and keeps what its variables are set to. */
export function scriptOf(text: string, placeOf: PlaceOf, document: boolean): Script {
  const commands = allCommands(splitShell(text, placeOf), text);
  const variables = new Map<string, Word>();
  for (const words of commands) for (const word of words) assign(word, variables);
  return { text, document, commands, variables };
}

/** Puts in what variables are set to where that is plain text; `keep` names those that stay. */
export function expand(
  text: string,
  script: Pick<Script, 'variables'>,
  keep: (name: string) => boolean = () => false,
  depth = 0,
): string {
  if (depth > 4) return text;
  return text.replaceAll(/\$\{?(\w+)\}?/g, (written, name: string) => {
    const value = script.variables.get(name)?.value;
    return value === undefined || value.includes('$(') || value.includes('`') || keep(name)
      ? written
      : expand(value, script, keep, depth + 1);
  });
}

/** What every finding about a script carries. */
export function code(at: Place, { document }: Script): ClientCode {
  return { at, language: 'shell', document };
}

/** The word in which a text stands that a variable brings in: the one that the variable is set in. */
export function holderOf({ value }: Word, part: string, { variables, text }: Script): Word | undefined {
  const names = [...value.matchAll(/\$\{?(\w+)\}?/g)].map(([, name = '']) => variables.get(name));
  return names.find((word) => word !== undefined && literalIn(word, part, text) !== undefined);
}

function allCommands(words: Words, text: string, depth = 0): readonly Words[] {
  return commandsOf(words).flatMap(({ words: command }) => {
    const inner =
      depth > 3
        ? []
        : command.flatMap((word) =>
            [...word.value.matchAll(/\$\(([\s\S]+)\)/g)].flatMap((match) =>
              allCommands(wordsInside(word, match[1] ?? '', text), text, depth + 1),
            ),
          );
    return [command, ...inner];
  });
}

/** The words of a command that stands in a word: they are found at the word, and stand where they stand. */
function wordsInside(word: Word, inner: string, text: string): Words {
  const placeOf = placesIn(exactly(word), inner, text);
  return splitShell(inner, placeOf ?? (() => word.at)).map(({ value, at }) =>
    placeOf === undefined ? { value, at } : { value, at: word.at, exact: at },
  );
}

function assign(word: Word, variables: Map<string, Word>): void {
  const match = /^([A-Za-z_]\w*)=([\s\S]*)$/.exec(word.value);
  const [, name, value = ''] = match ?? [];
  // A placeholder in a later example does not take back what an earlier one has shown.
  if (name !== undefined && !(variables.has(name) && isPlaceholder(value) && !value.includes('$')))
    variables.set(name, { ...word, value });
}
