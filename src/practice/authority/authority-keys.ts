import { oids } from '../../ledger/timestamps/object-identifiers.ts';
import { distinguishedName } from './der.ts';
import {
  caExtension,
  certSignExtension,
  makeCertificate,
  makeKeys,
  purposeExtension,
  type ExtensionPlan,
  type KeyKind,
  type KeyPair,
} from './make-certificate.ts';

const clientAuthentication = '1.3.6.1.5.5.7.3.2';

/** A root and the certificates under it that sign timestamps; all made anew for each practice authority. */
export interface AuthorityKeys {
  readonly root: Uint8Array;
  readonly rootKeys: KeyPair;
  readonly rootName: Uint8Array;
  readonly signerKeys: KeyPair;
  readonly signerName: Uint8Array;
  /** DER, and the serial number in it. */
  readonly signer: { readonly certificate: Uint8Array; readonly serial: number };
  /** The same key under a certificate that is for signing in at web sites. */
  readonly wrongSigner: { readonly certificate: Uint8Array; readonly serial: number };
}

/** Certificates are good from 2000 to the end of 2049, so that practice clocks may stand anywhere. */
const authorityPeriod = {
  notBefore: new Date('2000-01-01T00:00:00Z'),
  notAfter: new Date('2049-12-31T23:59:59Z'),
} as const;

/** What stands in the certificates of signers beside what they are for, and until when they are good. */
export interface SignerChoices {
  readonly extensions?: readonly ExtensionPlan[];
  readonly notAfter?: Date;
}

/** @param name goes into the certificates' names */
export function makeAuthorityKeys(name: string, kind: KeyKind, choices: SignerChoices = {}): AuthorityKeys {
  const { extensions = [], notAfter = authorityPeriod.notAfter } = choices;
  const rootKeys = makeKeys(kind);
  const signerKeys = makeKeys(kind);
  const rootName = distinguishedName(name, `${name} root`);
  const signerName = distinguishedName(name, `${name} time-stamping`);
  const under = (serial: number, purpose: string) => ({
    serial,
    certificate: makeCertificate({
      ...authorityPeriod,
      notAfter,
      subject: signerName,
      issuer: rootName,
      publicKey: signerKeys.publicKey,
      issuerKey: rootKeys.privateKey,
      serial,
      extensions: [purposeExtension([purpose]), ...extensions],
    }),
  });
  const root = makeCertificate({
    ...authorityPeriod,
    subject: rootName,
    issuer: rootName,
    publicKey: rootKeys.publicKey,
    issuerKey: rootKeys.privateKey,
    serial: 1,
    extensions: [caExtension(), certSignExtension],
  });
  return {
    root,
    rootKeys,
    rootName,
    signerKeys,
    signerName,
    signer: under(2, oids.timeStamping),
    wrongSigner: under(3, clientAuthentication),
  };
}
