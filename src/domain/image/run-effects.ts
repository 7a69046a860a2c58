import { programName, type Words } from './command-wrappers.ts';

/** Commands after which the files of the program are those that were copied. */
const HARMLESS = new Set(
  (
    'pip pip3 apt apt-get apk yum dnf microdnf useradd groupadd adduser addgroup usermod chown chmod mkdir rm cd set ' +
    'export true echo printf test [ corepack poetry pipenv ls cat env hash groups id ldconfig update-ca-certificates'
  ).split(' '),
);

/** Whether a command of a `RUN` may make files of the program: a download, a build, a copy. */
export function mayMakeFiles(words: Words): boolean {
  const name = programName(words[0]?.value ?? '');
  const rest = words.map(({ value }) => value);
  if (/^python[\d.]*$/.test(name))
    return !(rest[1] === '-m' && /^(?:pip|venv|ensurepip|compileall)$/.test(rest[2] ?? ''));
  if (name === 'uv') return !/^(?:pip|sync|venv|add|lock|cache)$/.test(rest[1] ?? '');
  if (/^(?:npm|pnpm|yarn)$/.test(name)) return !/^(?:ci|install|i|add|cache|config|prune)?$/.test(rest[1] ?? '');
  return name !== '' && !HARMLESS.has(name);
}
