import { describe, expect, it } from 'vitest';

import { utf8 } from '../../../../src/base/bytes.ts';
import { readCredential } from '../../../../src/verify/origin/credentials/read-credential.ts';
import { verifyCredential } from '../../../../src/verify/origin/credentials/verify-credential.ts';
import { judge } from '../../../support/credentials/judge.ts';
import { sampleBadge } from '../../../support/credentials/sample-credentials.ts';
import { createTestKey, signWithProof } from '../../../support/credentials/sign.ts';

describe('what would take for ever is not checked', () => {
  const key = createTestKey();

  it('in a graph made to keep the algorithm busy', async () => {
    // Blank nodes that all point at all others: every one looks like every other.
    const ids = Array.from({ length: 40 }, (_, index) => `_:b${String(index)}`);
    const poison = {
      ...(await signWithProof(sampleBadge(key.did), key)),
      '@context': [
        ...(sampleBadge(key.did)['@context'] as string[]),
        { to: { '@id': 'https://x.example/to', '@type': '@id' } },
      ],
      evidence: ids.map((id) => ({ id, type: ['Evidence'], to: ids.filter((other) => other !== id) })),
    };
    expect((await judge(poison)).signature).toMatchObject({
      state: 'not-checked',
      codes: ['canonical-limit'],
    });
  });
});

describe('many small traps in one file', () => {
  it('use up one and the same time', async () => {
    const key = createTestKey();
    const bytes = utf8(JSON.stringify(await signWithProof(sampleBadge(key.did), key)));
    const time = { left: 1 };
    const options = { archive: [], at: new Date('2026-11-22T08:00:00Z'), time };
    for (let tries = 0; tries < 50 && time.left > 0; tries += 1)
      await verifyCredential(readCredential(bytes), options);
    expect((await verifyCredential(readCredential(bytes), options)).signature).toMatchObject({
      state: 'not-checked',
      codes: ['canonical-limit'],
    });
  });
});
