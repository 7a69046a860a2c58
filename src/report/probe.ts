import { familyOf, LOOK, opened, requestIdOf, trustedIssuers, answerOf } from '../domain/probe/seen.ts';
import { verdictOf } from '../domain/probe/verdict.ts';
import { count, listing } from '../domain/words.ts';
import type { Probe } from '../model/probe.ts';
import { clientLines } from './evidence.ts';
import { printable } from './excerpt.ts';

/** Who was asked, what it wants, how fast it is, and what to do next: a few lines for the end of a report. */
export function probeLines(probe: Probe): readonly string[] {
  const { endpoint, exchanges } = probe;
  return [
    `Asked ${endpoint.url}.`,
    ...doorLines(probe),
    ...latencyLines(probe),
    ...clientLines(probe.client),
    `${count(exchanges.length, 'request')}${probe.cut === undefined ? '' : probe.cut === 'interrupted' ? '; the run was interrupted, and this is what was known by then' : `; the ${Math.round(probe.limitMs / 1000)} s of the run were over before all was asked`}.`,
    ...(probe.withheld ?? []).map(({ because }) => because),
    ...nextLines(probe),
  ].map(printable);
}

function doorLines(probe: Probe): readonly string[] {
  if (probe.endpoint.kind === 'server') return [];
  const issuers = trustedIssuers(answerOf(probe, 'metadata'));
  const trust = issuers.length === 0 ? '' : ` of ${listing(issuers)}`;
  switch (familyOf(probe)) {
    case 'jwt':
      return [`It asks for a bearer token${trust}.`];
    case 'iam':
      return ['It asks for AWS credentials (SigV4).'];
    case 'open':
      return ['It answers without credentials.'];
    case 'unknown':
      return [];
  }
}

function latencyLines(probe: Probe): readonly string[] {
  const look = answerOf(probe, LOOK);
  const cold = opened(probe)?.answer;
  const warm = answerOf(probe, 'tools-list');
  if (cold?.kind !== 'response') return look?.kind === 'response' ? [`It answers after ${look.totalMs} ms.`] : [];
  const second = warm?.kind === 'response' ? `, the next one in its session after ${warm.totalMs} ms` : '';
  return [`The first request (cold, as a rule) was answered after ${cold.totalMs} ms${second}.`];
}

function nextLines(probe: Probe): readonly string[] {
  const verdict = verdictOf(probe);
  if (verdict.kind === 'locked')
    return [
      'What is behind the door was not asked: give a token (`BEARER_TOKEN`, `--token-file`; `agentcore-doctor token get` gets one), or AWS credentials with `--sigv4`.',
    ];
  if (verdict.kind !== 'cause' && verdict.kind !== 'open') return [];
  const { id, region } = probe.endpoint;
  const request = requestIdOf(answerOf(probe, verdict.name));
  if (request === undefined) return [];
  if (id === undefined) return [`The request id is ${request}.`];
  return [
    `Next: \`agentcore-doctor logs tail ${id}${region === undefined ? '' : ` --region ${region}`} --around ${request}\``,
  ];
}
