import { readFileSync } from 'node:fs';
import { ContentInfo, Certificate, SignedData, TSTInfo } from 'pkijs';
import { describe, expect, it } from 'vitest';

import { encodeHex, parseBase64 } from '../../../../src/base/bytes.ts';
import { readTimestamp } from '../../../../src/ledger/timestamps/read-timestamp.ts';
import { vectorFile, vectorSet } from './make-vectors.ts';

const { vectors } = vectorSet.parse(JSON.parse(readFileSync(vectorFile, 'utf8')));
const good = vectors.filter(({ expected }) => expected.ok);
const buffer = (base64: string): ArrayBuffer => new Uint8Array(parseBase64(base64)).buffer;

function parse(token: string): { signed: SignedData; tstInfo: TSTInfo } {
  const signed = new SignedData({ schema: ContentInfo.fromBER(buffer(token)).content });
  const content = signed.encapContentInfo.eContent?.getValue();
  if (content === undefined) throw new Error('no content');
  return { signed, tstInfo: TSTInfo.fromBER(content) };
}

describe('pkijs, which shares no rule with ours,', () => {
  it.each(good.map((one) => [one.name, one] as const))('reads the same from %s', (_name, one) => {
    const { tstInfo } = parse(one.token);
    const content = readTimestamp(parseBase64(one.token));
    expect(tstInfo.genTime.toISOString()).toBe(content.time);
    expect(tstInfo.policy).toBe(content.policy);
    expect(encodeHex(tstInfo.serialNumber.valueBlock.valueHexView).replace(/^(?:00)+(?=.)/, '')).toBe(
      content.serial,
    );
    expect(new Uint8Array(tstInfo.messageImprint.hashedMessage.valueBlock.valueHexView)).toEqual(
      content.imprint.digest,
    );
  });

  // Ed25519 and single certificates are not for pkijs; nor does the last second of a period belong to it there.
  const signers = good.filter(({ name }) => !/Ed25519|trusted|elsewhere|last second/.test(name));
  it.each(signers.map((one) => [one.name, one] as const))(
    'finds the signature good too: %s',
    async (_name, one) => {
      const { signed, tstInfo } = parse(one.token);
      const trustedCerts = one.trusted.map(({ certificate }) => Certificate.fromBER(buffer(certificate)));
      const data = buffer(one.message);
      const verdict = await signed.verify({
        signer: 0,
        trustedCerts,
        checkChain: true,
        checkDate: tstInfo.genTime,
        data,
        extendedMode: true,
      });
      expect(verdict).toMatchObject({ signatureVerified: true, signerCertificateVerified: true });
      const other = signed.verify({ signer: 0, trustedCerts, data: new ArrayBuffer(3) });
      await expect(other).rejects.toThrow('TSTInfo verification is failed');
    },
  );
});
