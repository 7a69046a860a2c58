import { DockerfileParser } from 'dockerfile-ast';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDockerfile } from '../src/domain/image/dockerfile-source.ts';
import { readImage } from '../src/domain/image/dockerfile-image.ts';
import { isInside, linesOf } from '../src/domain/text.ts';
import type { Dockerfile } from '../src/model/image.ts';
import type { Place } from '../src/model/location.ts';

function image(...lines: readonly string[]): Dockerfile {
  return readImage('Dockerfile', lines.join('\n'));
}

function textAt(place: Place | undefined, lines: readonly string[]): string {
  const text = lines.join('\n');
  const { offset } = linesOf('Dockerfile', text);
  return place === undefined ? '' : text.slice(offset(place.range.start), offset(place.range.end));
}

describe('a Dockerfile', () => {
  it('joins continued lines around comments and empty lines, and knows the place of each word', () => {
    const lines = ['FROM a', 'ENTRYPOINT \\', '  # why', '', '  ["python", \\', '   "server.py"]', 'USER 10\\', '00'];
    const { entrypoint, user, problems } = image(...lines);
    expect(problems).toEqual([]);
    expect(entrypoint?.argv.map(({ value }) => value)).toEqual(['python', 'server.py']);
    expect(entrypoint?.argv.map(({ at }) => textAt(at, lines))).toEqual(['python', 'server.py']);
    expect(user?.value).toBe('1000');
  });

  it('obeys the escape directive', () => {
    const { cmd } = image('# escape=`', 'FROM a', 'CMD python `', '  C:\\server.py');
    expect(cmd?.argv.map(({ value }) => value)).toEqual(['python', 'C:server.py']);
  });

  it('substitutes build arguments and variables, and leaves what it cannot know', () => {
    const { environment, workdir, stages, exposes } = image(
      'ARG TAG=3.12',
      'FROM python:${TAG}-slim',
      'ARG TAG',
      'ARG SECRET',
      'ENV HOME=/srv PORT=${PORT:-8000} TAG2=$TAG PATH="/x:$PATH" KEY=$SECRET RAW=\\$X Q=\'$TAG\'',
      'ENV OLD some text',
      'WORKDIR $HOME/app',
      'EXPOSE ${PORT}',
    );
    expect(stages[0]?.base.value).toBe('python:3.12-slim');
    expect(workdir?.value).toBe('/srv/app');
    expect(exposes[0]?.value).toBe('8000');
    expect(Object.fromEntries(environment.map(({ name, value }) => [name, value]))).toEqual({
      HOME: '/srv',
      PORT: '8000',
      TAG2: '3.12',
      PATH: undefined,
      KEY: undefined,
      RAW: '$X',
      Q: '$TAG',
      OLD: 'some text',
    });
  });

  it('hands a stage on to those built on it', () => {
    const { platform, workdir, cmd, environment, user } = image(
      'FROM --platform=linux/arm64 python AS base',
      'WORKDIR /app',
      'ENV A=1',
      'CMD ["python", "old.py"]',
      'FROM node AS web',
      'USER nobody',
      'FROM base',
      'WORKDIR src',
      'ENTRYPOINT ["python"]',
    );
    expect([platform?.value, workdir?.value, cmd, user]).toEqual(['linux/arm64', '/app/src', undefined, undefined]);
    expect(environment.map(({ name }) => name)).toEqual(['A']);
  });

  it('joins entry point and command as Docker does', () => {
    const words = (...lines: readonly string[]): readonly string[] | undefined =>
      image('FROM a', ...lines).starts?.argv.map(({ value }) => value);
    expect(words('ENTRYPOINT ["a"]', 'CMD ["b"]')).toEqual(['a', 'b']);
    expect(words('ENTRYPOINT a', 'CMD ["b"]')).toEqual(['a']);
    expect(words('CMD ["b"]')).toEqual(['b']);
    expect(words('ENTRYPOINT []', 'CMD b c')).toEqual(['b', 'c']);
  });

  it('reads heredocs as text, not as instructions', () => {
    const lines = [
      'FROM a',
      'WORKDIR /app',
      'COPY <<EOF requirements.txt',
      'mcp==1.10',
      'EOF',
      'RUN <<EOT',
      'pip install -r requirements.txt',
      'EOT',
      'RUN cat > s.py <<-"X"',
      '\tFROM nothing',
      '\tX',
      'CMD x',
    ];
    const { creates, installs, unknownInstructions, cmd } = image(...lines);
    expect(unknownInstructions).toEqual([]);
    expect(creates.map(({ to, text }) => [to, text])).toEqual([
      ['/app/requirements.txt', 'mcp==1.10\n'],
      ['/app/s.py', '\tFROM nothing\n'],
    ]);
    expect(installs.flatMap(({ requirements }) => requirements.map(({ at }) => textAt(at, lines)))).toEqual([
      'mcp==1.10',
    ]);
    expect(cmd?.argv[0]?.value).toBe('x');
  });

  it.each([
    ['FROM a', 'npm ci', 'NPM'],
    ['FROM a', 'RUN echo \\', '  && true', 'python server.py', 'PYTHON'],
  ])('names what Docker does not know: %s %s', (...lines) => {
    expect(image(...lines.slice(0, -1)).unknownInstructions.map(({ value }) => value)).toEqual([lines.at(-1)]);
  });

  it.each([
    ['', 'It has no `FROM`.'],
    ['RUN a', '`RUN` stands before the first `FROM`.'],
    ['FROM a b', '`FROM a b` is neither `FROM image` nor `FROM image AS name`.'],
    ['FROM a\nCOPY x', '`COPY x` names no destination.'],
    ['FROM a\nEXPOSE 8000 # http', '`EXPOSE` takes `# http` for arguments: a comment needs a line of its own.'],
    ['FROM a\nCOPY <<EOF /x\ntext', 'The heredoc `EOF` has no end.'],
    ['FROM a\nWORKDIR', '`WORKDIR` has no arguments.'],
  ])('refuses %j', (text, message) => {
    expect(readImage('Dockerfile', text).problems.map((problem) => problem.message)).toEqual([message]);
  });

  it.each(['FROM a\nENV A="x # y" B=#1', 'FROM a\nENV A x # y', 'FROM a\nRUN a # b\nCMD a # b', 'ARG X\nFROM $X'])(
    'accepts %j',
    (text) => {
      expect(readImage('Dockerfile', text).problems).toEqual([]);
    },
  );

  it.each([
    ["CMD ['python', 'x.py']", 1],
    ['CMD ["python", "x.py",]', 1],
    ['CMD ["python"] # comment', 1],
    ['CMD [ -f x ] && python x.py', 0],
    ['CMD [ "$MODE" = "dev" ] && python x.py', 0],
    ['CMD [ "$MODE" ] || python x.py', 0],
    ['CMD ["python" "x.py"]', 1],
    ['CMD [“python”, “x.py”]', 1],
    ['CMD ["python"]', 0],
  ])('sees that %s is or is not JSON', (line, broken) => {
    expect(image('FROM a', line).brokenExecForms).toHaveLength(broken);
  });
});

describe('an install line', () => {
  const WHOLE = ['COPY . .'];
  it.each([
    [WHOLE, 'RUN pip install --no-cache-dir -r requirements.txt', 'pip requirements.txt'],
    [['COPY mcp/requirements.txt /tmp/'], 'RUN pip3 install -r /tmp/requirements.txt', 'pip mcp/requirements.txt'],
    [
      ['COPY mcp/requirements.txt /tmp/reqs.txt'],
      'RUN python -m pip install -r /tmp/reqs.txt',
      'pip mcp/requirements.txt',
    ],
    [['COPY server/ ./'], 'RUN pip install -r requirements.txt', 'pip server/requirements.txt'],
    [WHOLE, 'RUN pip install "mcp[cli]>=1.10,<2" boto3==1.40.0', 'pip mcp>=1.10,<2 boto3==1.40.0'],
    [['ARG V=1.12'], 'RUN pip install mcp==${V} other==${W}', 'pip mcp==1.12'],
    [WHOLE, 'RUN apt-get update && pip install -c constraints.txt mcp && rm -rf x', 'pip constraints.txt mcp'],
    [WHOLE, 'RUN pip install .', 'pip pyproject.toml project'],
    [WHOLE, 'RUN cd server && uv pip install --system -e .[http]', 'uv server/pyproject.toml project'],
    [WHOLE, 'RUN uv sync --frozen --no-dev', 'uv uv.lock pyproject.toml locked project'],
    [['COPY pyproject.toml ./'], 'RUN uv sync', 'uv pyproject.toml project'],
    [
      [],
      'RUN --mount=type=bind,source=uv.lock,target=uv.lock --mount=type=bind,source=pyproject.toml,target=pyproject.toml uv sync --locked',
      'uv uv.lock pyproject.toml locked project',
    ],
    [WHOLE, 'RUN uv sync --upgrade', 'uv uv.lock pyproject.toml project'],
    [
      ['COPY poetry.lock pyproject.toml ./'],
      'RUN poetry install --only main',
      'poetry poetry.lock pyproject.toml locked project',
    ],
    [['COPY Pipfile ./'], 'RUN pipenv install --system', 'pipenv Pipfile project'],
    [['COPY package*.json ./'], 'RUN npm ci --omit=dev', 'npm package-lock.json package.json locked project'],
    [['COPY package.json ./'], 'RUN npm install', 'npm package.json project'],
    [[], 'RUN npm i -g tsx@4.19.0 @scope/x@^1', 'npm tsx4.19.0 @scope/x^1'],
    [WHOLE, 'RUN corepack enable && pnpm install --frozen-lockfile', 'pnpm pnpm-lock.yaml package.json locked project'],
    [WHOLE, 'RUN yarn', 'yarn yarn.lock package.json locked project'],
    [WHOLE, 'RUN ["pip", "install", "-r", "requirements.txt"]', 'pip requirements.txt'],
    [WHOLE, 'RUN npm run build', ''],
  ])('%j %s -> %s', (before, line, expected) => {
    const { installs } = image('FROM a', 'WORKDIR /app', ...before, line);
    const told = installs.map(({ tool, files, requirements, locked, project }) =>
      [
        tool,
        ...files,
        ...requirements.map(({ name, specifier }) => name + specifier),
        locked ? 'locked' : '',
        project ? 'project' : '',
      ]
        .filter((word) => word !== '')
        .join(' '),
    );
    expect(told.join('; ')).toBe(expected);
  });

  it('counts when its stage is copied from', () => {
    const { installs, copies } = image(
      'FROM a AS build',
      'WORKDIR /app',
      'COPY . .',
      'RUN uv sync',
      'FROM b',
      'COPY --from=build /app/.venv /app/.venv',
      'COPY --from=build /app/src /srv',
    );
    expect(installs.map(({ tool, locked }) => [tool, locked])).toEqual([['uv', true]]);
    expect(copies.map(({ from, to }) => [from, to])).toEqual([
      [['.venv'], '/app/.venv'],
      [['src'], '/srv'],
    ]);
  });
});

const PIECES = [
  'FROM a',
  'RUN ',
  'COPY ',
  'CMD ',
  'ENV ',
  '["x", ',
  '"]',
  '\\\n',
  '\\',
  '\n',
  ' ',
  '<<EOF',
  'EOF',
  '\r\n',
  '# ',
  '$',
  '${',
  ':-',
  '}',
  '"',
  "'",
  '--from=',
  'a=b',
  'pip install -r ',
  'uv sync',
  'WORKDIR ../',
  '\t',
  '# escape=`\n',
  '`',
  '\u{1F600}',
];
const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.array(fc.constantFrom(...PIECES), { maxLength: 40 }).map((parts) => parts.join('')),
);

it('reads any text, and every place lies inside it', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      for (const range of rangesIn(readImage('Dockerfile', text))) expect(isInside(range, text)).toBe(true);
    }),
    { numRuns: 500 },
  );
});

it('sees the instructions that dockerfile-ast sees', () => {
  const line = fc.constantFrom(
    'RUN a \\',
    'RUN b',
    '  && c',
    '# comment',
    '',
    'COPY . /app',
    'CMD ["x"]',
    'ENV A=b \\',
    '  B=c',
    'FROM a',
  );
  fc.assert(
    fc.property(fc.array(line), (lines) => {
      const text = ['FROM a', ...lines, 'USER 1'].join('\n');
      const theirs = DockerfileParser.parse(text)
        .getInstructions()
        .map((one) => [one.getKeyword(), one.getRange().start.line + 1]);
      const ours = readDockerfile('Dockerfile', text).instructions.map(({ keyword, at }) => [
        keyword,
        at.range.start.line,
      ]);
      expect(ours).toEqual(theirs);
    }),
  );
});

/** Every range anywhere in a value. */
function rangesIn(value: unknown): readonly Place['range'][] {
  if (typeof value !== 'object' || value === null) return [];
  // A member of that name is a range everywhere in the model.
  if ('range' in value) return [value.range as Place['range']];
  return Object.values(value).flatMap(rangesIn);
}
