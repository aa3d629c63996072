import { describe, expect, it } from 'vitest';

import { utf8 } from '../../../../src/base/bytes.ts';
import { reportOn, type Capture } from '../../../support/bundle/origin-vault.ts';
import { checkOf } from '../../../support/bundle/verify-memory.ts';

const signedPdf = '%PDF-1.7\n1 0 obj\n<< /Type /Sig /ByteRange [0 10 20 30] /Contents <00> >>\nendobj\n';

function file(name: string, text: string): Capture {
  return {
    item: 'i-0000000001',
    kind: 'document',
    name,
    record: { name, role: 'file' },
    bytes: utf8(text),
  };
}

const originOf = async (capture: Capture) => {
  const report = await reportOn([capture]);
  expect(checkOf(report, 'origin')).toMatchObject({ result: 'not-checked', code: 'origin-not-proven' });
  const item = report.items.find(({ id }) => id === capture.item);
  return [item?.standing, item?.origin];
};

describe('what is no proof and may still help', () => {
  it('is noted: that a PDF has a signature of its own', async () => {
    expect(await originOf(file('sheet.pdf', signedPdf))).toEqual([
      'kept',
      [{ proof: 'signed-pdf', result: 'not-checked', code: 'signed-pdf-noted', covers: 'file' }],
    ]);
  });

  it.each([
    ['a PDF without one', 'sheet.pdf', '%PDF-1.7\n1 0 obj\n<< >>\nendobj\n'],
    ['what only calls itself a PDF', 'sheet.pdf', signedPdf.slice(1)],
    ['another kind of file', 'sheet.txt', signedPdf],
  ])('is not said of %s', async (_what, name, text) => {
    expect(await originOf(file(name, text))).toEqual(['kept', undefined]);
  });
});
