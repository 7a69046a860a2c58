import type { Refusal } from '../../model/door.ts';
import type { Json } from '../../model/json.ts';
import { BEHAVIOURS, type BehaviourName } from './behaviours.ts';

/** A JSON-RPC error, as AgentCore writes it: without an id. */
export function rpcRefusal(
  name: BehaviourName,
  status: number,
  code: number,
  message: string,
  headers: Refusal['headers'] = {},
): Refusal {
  return refusal(name, status, { jsonrpc: '2.0', error: { code, message } }, headers);
}

/** An exception of the AWS API. */
export function awsRefusal(name: BehaviourName, status: number, type: string, message: string): Refusal {
  return refusal(name, status, { message }, { 'x-amzn-errortype': type });
}

function refusal(name: BehaviourName, status: number, body: Json, headers: Refusal['headers']): Refusal {
  return { name, status, body, headers: { ...headers, ...markOf(name) } };
}

/** The header that says how well a behaviour is known; AgentCore itself sends none. */
export function markOf(name: BehaviourName): { readonly [header: string]: string } {
  return { 'x-agentcore-doctor-behaviour': `${name}; ${BEHAVIOURS[name].mark}` };
}
