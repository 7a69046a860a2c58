import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Cell } from './cell.ts';
import type { Installed } from './installed.ts';

/** The file that a cell's program stands in. */
export const MAIN = { python: 'main.py', javascript: 'server.js' } as const;

/** Writes the project of a cell as it is deployed: the program, exact pins of all that is installed, a Dockerfile. */
export function writeProject(folder: string, { release, form }: Cell, { pins, modules }: Installed): void {
  const { language } = release;
  const dependencies = language === 'python' ? pythonFiles(pins) : javascriptFiles(pins, modules?.lock);
  const files = { ...dependencies, [MAIN[language]]: form.source, Dockerfile: dockerfileOf({ release, form }) };
  for (const [path, text] of Object.entries(files)) writeFileSync(join(folder, path), text);
}

/** The words that start a cell. */
export function commandOf({ release, form }: Cell): readonly string[] {
  return form.command ?? [release.language === 'python' ? 'python' : 'node', MAIN[release.language]];
}

function pythonFiles(pins: readonly string[]): Readonly<Record<string, string>> {
  return { 'requirements.txt': pins.map((line) => `${line}\n`).join('') };
}

/** `name@version`, where the name may begin with the same sign. */
export function javascriptFiles(pins: readonly string[], lock?: string): Readonly<Record<string, string>> {
  const dependencies = Object.fromEntries(
    pins.map((pin) => {
      const at = pin.lastIndexOf('@');
      return [pin.slice(0, at), pin.slice(at + 1)];
    }),
  );
  const manifest = `${JSON.stringify({ name: 'tides', private: true, type: 'module', dependencies }, undefined, 2)}\n`;
  return { 'package.json': manifest, ...(lock === undefined ? {} : { 'package-lock.json': lock }) };
}

function dockerfileOf(cell: Cell): string {
  const variables = Object.entries(cell.form.environment ?? {}).map(([name, value]) => `ENV ${name}=${value}`);
  const build =
    cell.release.language === 'python'
      ? [
          'FROM --platform=linux/arm64 python:3.11-slim',
          'WORKDIR /app',
          'COPY requirements.txt .',
          'RUN pip install -r requirements.txt',
        ]
      : [
          'FROM --platform=linux/arm64 node:22-slim',
          'WORKDIR /app',
          'COPY package.json package-lock.json ./',
          'RUN npm ci',
        ];
  return [...build, 'COPY . .', ...variables, `CMD ${JSON.stringify(commandOf(cell))}`, ''].join('\n');
}
