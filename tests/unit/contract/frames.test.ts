import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { errorMeanings, isErrorCode } from '../../../src/base/error-codes.ts';
import { VaultError } from '../../../src/base/errors.ts';
import { toEngineSchema } from '../../../src/contract/control-frames.ts';
import {
  answeredWhenLocked,
  engineEventSchema,
  engineMethods,
} from '../../../src/contract/engine-contract.ts';
import { answerFrameSchema, pageFrameSchema } from '../../../src/contract/frames.ts';
import { failure, replySchema } from '../../../src/contract/reply.ts';
import { shellMethods } from '../../../src/contract/shell-contract.ts';

describe('frames', () => {
  it('are calls and cancellations, and nothing beside', () => {
    const call = { type: 'call', id: 1, method: 'app.state', input: {} };
    expect(pageFrameSchema.safeParse(call).success).toBe(true);
    for (const wrong of [
      { ...call, extra: 1 },
      { ...call, id: -1 },
      { ...call, id: 1.5 },
      { ...call, method: 'x'.repeat(65) },
      { ...call, type: 'reply' },
      null,
      [],
    ])
      expect(pageFrameSchema.safeParse(wrong).success, JSON.stringify(wrong)).toBe(false);
  });

  it('never throw, whatever is parsed', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        for (const schema of [
          pageFrameSchema,
          answerFrameSchema,
          toEngineSchema,
          replySchema,
          engineEventSchema,
        ])
          schema.safeParse(value);
      }),
    );
  });

  it('carry errors as a code of the closed list with safe scalars', () => {
    for (const thrown of [
      new VaultError('input.exists', { what: 'x' }),
      new Error('/home/sam/secret'),
      'text',
      undefined,
    ]) {
      const reply = failure(thrown);
      expect(replySchema.safeParse(reply).success).toBe(true);
      expect(JSON.stringify(reply)).not.toContain('secret');
    }
    const unknownCode = { ok: false, error: { code: 'made.up', details: {} } };
    expect(replySchema.safeParse(unknownCode).success).toBe(false);
    const nested = { ok: false, error: { code: 'internal.bug', details: { deep: { er: 1 } } } };
    expect(replySchema.safeParse(nested).success).toBe(false);
  });

  it('take every error code, each with a sentence and an exit code', () => {
    for (const code of Object.keys(errorMeanings)) {
      if (!isErrorCode(code)) throw new Error(code);
      expect(replySchema.safeParse({ ok: false, error: { code, details: {} } }).success).toBe(true);
      expect(errorMeanings[code].sentence).toMatch(/^[A-Z].*[.?]$/u);
      expect(errorMeanings[code].exitCode).toBeGreaterThan(0);
    }
  });
});

describe('methods', () => {
  it('have names of their own on each side, short enough for a frame', () => {
    const names = [...Object.keys(engineMethods), ...Object.keys(shellMethods)];
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[a-zA-Z]+\.[a-zA-Z]+$/u);
  });

  it('that are answered without a vault are methods', () => {
    for (const name of answeredWhenLocked) expect(Object.hasOwn(engineMethods, name)).toBe(true);
  });

  it('refuse what they do not know in an input', () => {
    for (const [name, { input }] of Object.entries({ ...engineMethods, ...shellMethods }))
      expect(input.safeParse({ unknownMember: 1 }).success, name).toBe(false);
  });

  it('take grants alone for what is brought, and choices in their form', () => {
    const file = `g-${'0'.repeat(32)}`;
    const { input } = engineMethods['import.take'];
    const columns = { Grade: 'grade', Room: null };
    for (const fine of [
      { files: [{ file }] },
      { files: [{ file, choices: { preset: 'mark-sheet', columns } }] },
    ])
      expect(input.safeParse(fine).success).toBe(true);
    for (const wrong of [
      { files: [] },
      { files: [{ file: '/home/sam/export.zip' }] },
      { files: [{ file, path: '/etc/passwd' }] },
      { files: [{ file, choices: { columns: { Grade: 7 } } }] },
      { files: [{ file, choices: { columns, run: true } }] },
    ])
      expect(input.safeParse(wrong).success, JSON.stringify(wrong)).toBe(false);
  });

  it('take no secret that is not sealed', () => {
    const account = { host: 'imap.example', username: 'sam', folders: [], senders: ['@college.example'] };
    for (const [method, wrong] of [
      ['sources.connectCanvas', { url: 'https://canvas.example', token: 'in the clear' }],
      ['sources.mailFolders', { host: 'imap.example', username: 'sam', password: 'in the clear' }],
      ['sources.previewMailbox', { ...account, password: 'in the clear' }],
      ['sources.connectMailbox', { ...account, password: 'in the clear' }],
    ] as const)
      expect(engineMethods[method].input.safeParse(wrong).success, method).toBe(false);
  });

  it('connect in the portal window only what can be connected there', () => {
    const { input } = shellMethods['portal.open'];
    for (const connect of ['moodle', 'openbadges'])
      expect(input.safeParse({ url: 'https://p.example', connect }).success).toBe(true);
    expect(input.safeParse({ url: 'https://p.example', connect: 'canvas' }).success).toBe(false);
  });
});
