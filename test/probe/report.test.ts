import { describe, expect, it } from 'vitest';
import { PLAIN } from '../../src/commands/paint.ts';
import { judgeEndpoint, probeChecks, probeIn } from '../../src/commands/probing.ts';
import type { Report } from '../../src/model/report.ts';
import { human } from '../../src/report/human.ts';
import { recordedOf } from '../support/case.ts';

// What a person reads, of runs that were recorded.

function shown(check: string, name: string): string {
  const facts = recordedOf(check, name) ?? {};
  const report: Report = {
    tool: { name: 'agentcore-doctor', version: '0' },
    root: '.',
    outcomes: judgeEndpoint(probeChecks(), facts),
    notAsked: [],
    unread: [],
    looked: { files: 0, agents: [] },
    probe: probeIn(facts),
    excerpts: {},
  };
  return human(report, { ...PLAIN, width: undefined });
}

describe('a report of a probe', () => {
  it('begins with the cause, shows the exchange, and ends with what to do next', () => {
    const lines = shown('runtime-fails-to-start', 'fails-logged').split('\n');
    expect(lines[0]).toMatch(
      /^error\[runtime-fails-to-start\] AgentCore reaches no running server in the runtime: 424/,
    );
    expect(lines.find((line) => /^  \| < 424 after \d+ ms$/.test(line))).toBeDefined();
    expect(lines).toContain(
      'Next: `agentcore-doctor logs tail tides-Ab12Cd34Ef --region eu-west-1 --around 1f0c2a9e-0000-4000-8000-00000000000a`',
    );
  });

  it('has one cause, and what is no consequence of it', () => {
    const heads = (text: string): readonly string[] => text.match(/^(?:error|warning|note)\[[\w-]+\]/gm) ?? [];
    expect(heads(shown('auth-refused', 'fails-id-token'))).toEqual(['error[auth-refused]']);
    expect(heads(shown('client-registration-unsupported', 'fails'))).toEqual(['note[client-registration-unsupported]']);
    expect(heads(shown('session-rotation-breaks', 'fails-deployed'))).toEqual(['error[session-rotation-breaks]']);
  });

  it('says what was found where all is well, and how fast it was', () => {
    const text = shown('endpoint-open', 'passes');
    expect(text).toMatch(/It asks for a bearer token of https:\/\/issuer\.example\/issuer\./);
    expect(text).toMatch(
      /The first request \(cold, as a rule\) was answered after \d+ ms, the next one in its session after \d+ ms\./,
    );
    expect(text).toMatch(/The official client met `tides` 1\.0\.0, protocol 2025-11-25, 1 tool: next_tide\./);
    expect(text).toMatch(/Nothing found; 1\d checks passed/);
  });

  it('says what a token would show, where none was given', () => {
    expect(shown('client-registration-unsupported', 'fails')).toMatch(
      /What is behind the door was not asked: give a token/,
    );
  });
});
