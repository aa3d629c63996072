import { describe, expect, it } from 'vitest';

import { concatBytes, encodeBase64, utf8 } from '../../../src/base/bytes.ts';
import type { JsonObject } from '../../../src/base/json.ts';
import { readEvidence } from '../../../src/verify/read-evidence.ts';
import { makeToken } from '../../support/timestamps/made-token.ts';

const zeros = '0'.repeat(64);

describe('what a bundle brings along about certificates', () => {
  const der = makeToken().root;
  const certificates = Array.from({ length: 70 }, (_, at) =>
    // The last bytes are of the signature, of which nobody asks here.
    encodeBase64(concatBytes(der.subarray(0, -1), Uint8Array.of(at))),
  );
  const [first = '', second = ''] = certificates;
  const list = (number: number) => encodeBase64(utf8(`list ${String(number)}`));
  const entry = (fields: JsonObject & { readonly kind: string }, index = 0) => ({
    list: 'others' as const,
    row: { entry: { log: 'log', index }, record: 'x' },
    view: {
      entry: { log: 'log', index },
      kind: fields.kind,
      fields,
      record: {},
      notShown: [],
    },
  });
  const evidence = (fields: JsonObject, index = 0) =>
    entry(
      {
        kind: 'stamp-evidence',
        at: '2026-11-20T10:00:00.000Z',
        authority: 'https://tsa.example',
        signer: zeros,
        chain: [],
        revocation: [],
        ...fields,
      },
      index,
    );
  const stamped = (fields: JsonObject) =>
    entry({
      kind: 'checkpoint-stamped',
      at: '2026-11-20T10:00:00.000Z',
      log: '0'.repeat(32),
      size: 1,
      root: zeros,
      note: 'note',
      authority: 'https://tsa.example',
      token: 'AAAA',
      ...fields,
    });
  const read = (rows: readonly unknown[], problems: readonly string[] = []) => {
    const history = { rows, problems: new Map(problems.map((key) => [key, 'proof-missing'])) };
    const found = readEvidence(history as unknown as Parameters<typeof readEvidence>[0]);
    return {
      chain: found.chain.map(encodeBase64),
      revocation: found.revocation.map((one) => Buffer.from(one).toString()),
      unreadable: found.unreadable.map((view) => view.entry.index),
    };
  };

  it('is gathered once each from entries of both kinds, certificates of one of them alone', () => {
    expect(
      read([
        evidence({ chain: [first, second], revocation: [list(1)] }),
        evidence({ chain: [second], revocation: [list(1), list(2)] }, 1),
        stamped({ chain: [certificates[2] ?? ''], revocation: [list(2), list(3)] }),
        stamped({}),
        entry({ kind: 'log-opened', chain: [first] }),
        { ...entry({ kind: 'x' }), view: undefined },
      ]),
    ).toEqual({ chain: [first, second], revocation: ['list 1', 'list 2', 'list 3'], unreadable: [] });
  });

  it('is passed over where the entry is not in the history, or what it holds is no certificate', () => {
    const [bad] = [evidence({ chain: [first], revocation: [list(1)] }, 5)];
    expect(read([bad], ['log/5'])).toEqual({
      chain: [],
      revocation: [],
      unreadable: [],
    });
    expect(read([evidence({ chain: ['AAAA', second] })]).chain).toEqual([second]);
  });

  it('is said to be unreadable where an entry of the kind lacks a field', () => {
    const { revocation: _, ...without } = evidence({}).view.fields;
    expect(
      read([entry({ ...without, kind: 'stamp-evidence' }, 7), stamped({ token: '!' })]).unreadable,
    ).toEqual([7]);
  });

  it('is no more than 64 certificates', () => {
    const rows = [0, 16, 32, 48, 64].map((from, at) =>
      evidence({ chain: certificates.slice(from, from + 16) }, at),
    );
    expect(read(rows).chain).toEqual(certificates.slice(0, 64));
  });
});
