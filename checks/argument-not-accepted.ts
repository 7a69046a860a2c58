import { deployedServers } from '../src/domain/server/deployed.ts';
import { remedyFor } from '../src/domain/python/python-argument-remedy.ts';
import { type Said, saidTo } from '../src/domain/python/python-arguments.ts';
import { argumentFix } from '../src/domain/python/python-argument-fix.ts';
import { describeInstalled, PACKAGE_OF } from '../src/domain/python/python-line.ts';
import { defineCheck, type Finding, type Unclear } from '../src/model/check.ts';
import type { Server } from '../src/model/server.ts';

export default defineCheck({
  id: 'argument-not-accepted',
  title: 'The server calls its library with an argument that this version does not take',
  severity: 'error',
  why: 'The libraries take host, port and statelessness in different calls from version to version; one that does not know an argument ends the process with a TypeError before it listens.',
  remedy: 'Give the argument where the installed version takes it, or install a version that takes it here.',
  references: [
    'https://gofastmcp.com/getting-started/upgrading/from-fastmcp-2',
    'https://py.sdk.modelcontextprotocol.io/v2/migration/',
    'https://github.com/modelcontextprotocol/python-sdk/blob/v1.x/README.md',
  ],
  fix: 'review',
  needs: ['servers'],

  *subjects({ servers }) {
    for (const server of deployedServers(servers)) {
      for (const said of saidTo(server)) yield { server, said };
    }
  },

  judge({ server, said }) {
    switch (said.verdict?.status) {
      case undefined:
      case 'ignored':
        return undefined;
      case 'deprecated':
        return judgeDeprecated(server, said);
      case 'rejected':
        return judgeRejected(server, said, said.verdict.error);
    }
  },
});

function judgeRejected(server: Server, said: Said, error: string): Finding | Unclear {
  const { version, library } = server;
  const name = PACKAGE_OF[library] ?? library;
  if (version.kind === 'unknown')
    return {
      unclear: `Whether \`${said.callee}\` takes \`${said.name}\` depends on the version of \`${name}\`: ${version.because}.`,
      at: said.at,
    };
  return {
    message:
      said.where === 'command'
        ? `\`${said.callee}\` has no option \`${said.name}\` in ${describeInstalled(name, version)}.`
        : `${written(said)} ends in ${quoted(error)} in ${describeInstalled(name, version)}.`,
    at: said.at,
    remedy: remedyFor(said, server),
    ...fixOf(said, server),
    ...(version.at === undefined ? {} : { related: [{ ...version.at, label: 'what decides the version' }] }),
  };
}

function written({ callee, name, where }: Said): string {
  return where === 'settings' || callee.endsWith(`.${name}`) ? `\`${callee}\`` : `\`${callee}\` with \`${name}\``;
}

/** An error text may hold backticks of its own. */
function quoted(error: string): string {
  return error.includes('`') ? `"${error}"` : `\`${error}\``;
}

function judgeDeprecated(server: Server, said: Said): Finding | undefined {
  const { version, library } = server;
  if (version.kind === 'unknown') return undefined;
  return {
    message: `${written(said)} works with a DeprecationWarning in ${describeInstalled(PACKAGE_OF[library] ?? library, version)} and fails from 3.0 on.`,
    at: said.at,
    severity: 'note',
    remedy: remedyFor(said, server),
    ...fixOf(said, server),
  };
}

function fixOf(said: Said, server: Server): Pick<Finding, 'fix'> {
  const fix = argumentFix(said, server);
  return fix === undefined ? {} : { fix };
}
