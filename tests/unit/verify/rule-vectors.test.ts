import { describe, expect, it } from 'vitest';

import { memoryAccess } from '../../../src/bundle/zip/random-access.ts';
import { portableHashes as hashes } from '../../../src/crypto/portable-hashes.ts';
import { verifyBundle } from '../../../src/verify/verify-bundle.ts';
import type { CheckId } from '../../../src/verify/verification-report.ts';
import { expectAsVector, readVector, readVectors } from '../../support/rule-vectors/read-vectors.ts';

const vectors = readVectors();

/** Checks that cannot but fail too, since they look at the same bytes. */
const failsToo: Readonly<Record<string, readonly CheckId[]>> = {
  'EV-060': ['tag-integrity'],
  'EV-062': ['integrity'],
  'EV-087': ['zip'],
  'EV-097': ['time'],
  'EV-109': ['history'],
  'EV-115': ['signature'],
};

describe('each vector is judged as its rule says', () => {
  for (const row of vectors)
    it(`${row.rule} ${row.expected.code ?? row.expected.result}: ${row.what}`, async () => {
      const { bundle, options } = readVector(row);
      const report = await verifyBundle(memoryAccess(bundle), { hashes, ...options });
      expectAsVector(report, row);
      // It breaks this rule and no other.
      const others = report.checks.filter(({ id, result }) => result === 'fail' && id !== row.expected.check);
      expect(failsToo[row.rule] ?? []).toEqual(expect.arrayContaining(others.map(({ id }) => id)));
    });
});
