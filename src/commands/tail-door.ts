import type { Glance } from '../domain/symptom/glance.ts';
import { awsDoor } from '../logs/aws-door.ts';
import type { LiveDoor, LogDoor } from '../logs/port.ts';
import { distantDoor } from '../logs/thread/distant.ts';
import type { ThreadLine } from '../model/thread.ts';
import type { Given, Io } from './command.ts';
import type { TailPlan } from './tail-plan.ts';

/** What `logs tail` asks CloudWatch Logs through. */
export interface TailDoor {
  readonly door: LogDoor;
  /** Present where Live Tail is wanted. */
  readonly live?: LiveDoor;
  /** Present where another thread asks: it has a glance taken there at each message. */
  readonly prepare?: (glance: Glance) => void;
  readonly close?: () => void;
}

/** Opens it in the other thread, where there is one (`asking`), or else in this one. Nothing is asked yet. */
export async function openTailDoor(
  given: Given,
  io: Io,
  { region, json }: TailPlan,
  asking: ThreadLine | undefined,
): Promise<TailDoor> {
  const options = { profile: given.text('profile'), region, environment: { ...io.environment } };
  if (asking !== undefined)
    return distantDoor(asking, { ...options, withIds: json || given.list('fields').length > 0 });
  const { openLogCalls } = await import('../world/aws/index.ts');
  const calls = openLogCalls(options);
  const door = awsDoor(calls);
  return { door, ...(given.flag('live') ? { live: door } : {}), close: calls.close };
}
