import { describe, expect, it } from 'vitest';
import { secretKind } from '../src/domain/manifest/secrets.ts';

// The shortest value of each kind: a quick look that leaves out what is too short must not leave out one of these.

const MIXED = 'k7Qz3Vx9Lm2Rt8Wb4Np6Hc1Jd5Gf0Sy7Ka3Ze9XuPq';
const CAPITALS = 'QZ7XV3LM9RT2WB8N';

describe('a secret', () => {
  it.each([
    ['-----BEGIN PRIVATE KEY-----', 'a private key'],
    [`AKIA${CAPITALS}`, 'an AWS access key id'],
    [`eyJ${MIXED.slice(0, 8)}.eyJ${MIXED.slice(8, 16)}.${MIXED.slice(16, 24)}`, 'a bearer token'],
    [`sk-${MIXED.slice(0, 20)}`, 'an API key'],
    [`xoxb-${MIXED.slice(0, 20)}`, 'an API key'],
    [`glpat-${MIXED.slice(0, 20)}`, 'an API key'],
  ])('is known by its form: %s', (value, kind) => {
    expect(secretKind('note', value)).toBe(kind);
  });

  it.each([
    ['aws_secret_access_key', MIXED.slice(0, 40), 'an AWS secret access key'],
    ['secretAccessKey', MIXED.slice(0, 40), 'an AWS secret access key'],
    ['aws-session-token', MIXED.repeat(3).slice(0, 100), 'an AWS session token'],
    ['client.secret', MIXED.slice(0, 16), 'a client secret'],
    ['DB_PASSWORD', 'k7Qz3V', 'a password'],
    ['db-passwd', 'k7Qz3V', 'a password'],
    ['passphrase', 'k7Qz3V', 'a password'],
    ['refresh_token', MIXED.slice(0, 24), 'a token'],
    ['api-key', MIXED.slice(0, 20), 'an API key'],
    ['AUTH_TOKEN', MIXED.slice(0, 20), 'an API key'],
  ])('is known by its name: %s', (key, value, kind) => {
    expect(secretKind(key, value)).toBe(kind);
  });
});
