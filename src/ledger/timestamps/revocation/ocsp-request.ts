import * as asn1js from 'asn1js';

import { parseHex } from '../../../base/bytes.ts';
import type { Certificate } from '../certificate.ts';
import { digestOf } from '../check-signature.ts';
import { oids } from '../object-identifiers.ts';
import { positiveInteger } from '../timestamp-request.ts';
import { keyBits } from './revocation-data.ts';

/**
 * An OCSPRequest in DER about one certificate (RFC 6960 section 4.1.1), by SHA-1, which responders everywhere know and which here only
 * names what is asked about. Without a nonce: answers are kept for later readers, who could not know it.
 */
export async function encodeOcspRequest(certificate: Certificate, issuer: Certificate): Promise<Uint8Array> {
  const octets = async (bytes: Uint8Array): Promise<asn1js.OctetString> =>
    new asn1js.OctetString({ valueHex: (await digestOf('SHA-1', bytes)).slice() });
  const { serial } = certificate;
  const id = new asn1js.Sequence({
    value: [
      new asn1js.Sequence({ value: [new asn1js.ObjectIdentifier({ value: oids.sha1 }), new asn1js.Null()] }),
      await octets(issuer.subjectDer),
      await octets(keyBits(issuer)),
      positiveInteger(parseHex(serial.padStart(serial.length + (serial.length % 2), '0'))),
    ],
  });
  const wrap = (value: asn1js.Sequence): asn1js.Sequence => new asn1js.Sequence({ value: [value] });
  // OCSPRequest { tbsRequest { requestList { Request { reqCert }}}}
  return new Uint8Array(wrap(wrap(wrap(wrap(id)))).toBER());
}
