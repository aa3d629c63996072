import fc from 'fast-check';
import { expect, it } from 'vitest';

import { VaultError } from '../../../src/base/errors.ts';
import type { Observation, Sink, Source } from '../../../src/sources/source.ts';
import { handAddedSource } from '../../../src/vault/hand-added-source.ts';
import { DrySink, type ForeseenItem } from '../../../src/vault/ingest/dry-sink.ts';
import type { ReportedItem } from '../../../src/vault/ingest/ingest-sink.ts';
import { Tally } from '../../../src/vault/ingest/pull-tally.ts';
import { previousState, pullSource } from '../../../src/vault/sync.ts';
import type { WritableVault } from '../../../src/vault/vault-context.ts';
import { noStop } from '../../support/vault/vault-world.ts';
import { worlds } from '../../support/vault/worlds.ts';

const world = worlds();

/** One call to a sink. */
interface Step {
  readonly call:
    'bytes' | 'stream' | 'broken' | 'invalid' | 'attempt' | 'unchanged' | 'failed' | 'gone' | 'together';
  readonly key: string;
  readonly content: string;
}

const provenance = { method: 'import', received: '2026-11-22T08:00:00.000Z', app: 'a', timeZone: 'UTC' };

function documentOf(key: string, content: Observation['content'], name = key): Observation {
  return {
    key,
    recordKind: 'document',
    name,
    record: { name, role: 'file' },
    provenance,
    ...(content === undefined ? {} : { content }),
  };
}

async function* pieces(text: string, broken: boolean): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
  if (broken) throw new VaultError('format.malformed');
}

async function play(sink: Sink, { call, key, content }: Step): Promise<unknown> {
  const bytes = { bytes: Buffer.from(content) };
  switch (call) {
    case 'bytes':
      return sink.take(documentOf(key, bytes));
    case 'stream':
      return sink.take(
        documentOf(
          key,
          { stream: () => pieces(content, false), expectedSize: content.length },
          `${key}${content}`,
        ),
      );
    case 'broken':
      return sink.take(documentOf(key, { stream: () => pieces(content, true) }));
    case 'invalid':
      return sink.take({ ...documentOf(key, bytes), record: { role: 'nothing' } });
    case 'attempt':
      return sink.take({
        key: `attempt ${key}`,
        recordKind: 'attempt',
        name: key,
        record: {
          assignment: sink.idOf('assignment'),
          number: 1,
          numberAtSource: key,
          status: { said: content },
        },
        provenance,
        chain: { account: 'me', assignment: 'it' },
      });
    case 'unchanged':
      return sink.unchanged(key);
    case 'failed':
      return sink.failed({ key, recordKind: 'document', name: key, code: 'source.item-missing' });
    case 'gone':
      return sink.gone(key, 'it said so');
    case 'together':
      return sink.takeTogether([
        documentOf(`${key} part`, bytes),
        documentOf(key, content === 'x' ? { stream: () => pieces(content, true) } : bytes),
      ]);
  }
}

const step: fc.Arbitrary<Step> = fc.record({
  call: fc.constantFrom<Step['call']>(
    'bytes',
    'stream',
    'broken',
    'invalid',
    'attempt',
    'unchanged',
    'failed',
    'gone',
    'together',
  ),
  key: fc.constantFrom('a', 'b', 'c'),
  content: fc.constantFrom('', 'x', 'yy'),
});

it('foresees just what the vault then does, whatever a source tells it', async () => {
  const at = await world();
  const vault: WritableVault = await at.write();
  let number = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(step, { maxLength: 8 }), { maxLength: 3 }), async (pulls) => {
      number += 1;
      const row = await handAddedSource(vault, { type: 'import', name: 'some', settings: { number } });
      for (const steps of pulls) {
        const source: Source = {
          describe: () => ({ type: 'import', name: 'some' }),
          probe: async () => ({ name: 'some', practice: false, notices: [] }),
          pull: async (_previous, sink) => {
            for (const each of steps) await play(sink, each);
            return { state: 'ok' };
          },
        };
        const tally = new Tally<ForeseenItem>();
        const entries = vault.ledgerHead(vault.recorder.log).size;
        const dry = new DrySink({ vault, source: row.id, reporter: tally, signal: noStop() });
        await source.pull(previousState(vault, row.id), dry, noStop());
        expect(vault.ledgerHead(vault.recorder.log).size).toBe(entries);
        const { items } = await pullSource(vault, row, source, { signal: noStop() });
        const told = (all: readonly ReportedItem[]): unknown[] =>
          all.map(({ id, name, outcome, sha256, size, code }) => [id, name, outcome, sha256, size, code]);
        expect(told(tally.items)).toEqual(told(items));
      }
    }),
    { numRuns: 25 },
  );
});
