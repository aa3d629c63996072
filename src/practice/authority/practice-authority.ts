import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

import { concatBytes } from '../../base/bytes.ts';
import { type Clock, systemClock } from '../../base/clock.ts';
import { type Asn, parseAsn, tags } from '../../ledger/timestamps/asn.ts';
import { listen, stopListening } from '../listener.ts';
import { practiceHeader } from '../practice-mark.ts';
import { makeAuthorityKeys, type AuthorityKeys } from './authority-keys.ts';
import { bitString, integer, octetString, sequence, text } from './der.ts';
import type { KeyKind } from './make-certificate.ts';
import {
  accessExtension,
  distributionExtension,
  makeOcspAnswer,
  makeRevocationList,
  type RevokedPlan,
} from './make-revocation.ts';
import { encodeTstInfo, signToken } from './sign-token.ts';

/**
 * What the authority gets wrong: it answers another nonce, stamps another imprint, signs with a certificate for something else, refuses
 * (PKIStatus rejection), sends a web page in place of an answer, breaks down (503), never answers, or leaves its certificates out.
 */
export type AuthorityFlaw =
  | 'wrong-nonce'
  | 'wrong-imprint'
  | 'wrong-purpose'
  | 'refuses'
  | 'garbage'
  | 'unavailable'
  | 'silent'
  | 'no-certificates';

export interface PracticeAuthorityOptions {
  /** What it takes for the time; the computer's own clock if left out. */
  readonly clock?: Clock;
  readonly name?: string;
  readonly keys?: KeyKind;
  /** Dotted identifier of the policy that it stamps under. */
  readonly policy?: string;
  readonly flaw?: AuthorityFlaw;
  /** Until when its signing certificate is good; the end of 2049 if left out. Whole seconds. */
  readonly notAfter?: Date;
  /** Leaves the root out of its tokens; the signing certificate says where it lies. */
  readonly withoutRoot?: boolean;
  /** What its certificates name for asking whether they were revoked; both if left out. */
  readonly revocation?: 'ocsp' | 'crl' | 'nothing';
}

export interface PracticeAuthority {
  /** Where requests are posted to. */
  readonly url: string;
  readonly name: string;
  readonly policy: string;
  /** DER of the root: what a policy trusts. */
  readonly rootCertificate: Uint8Array;
  /** DER of the certificate that signs. */
  readonly signerCertificate: Uint8Array;
  /** Takes the signing certificate back, or gives it again. */
  revoke(revoked: Omit<RevokedPlan, 'serial'> | undefined): void;
  /** DER of the revocation list as it stands. */
  revocationList(): Uint8Array;
  /** How many requests for timestamps came. */
  requests(): number;
  /** Gets one thing wrong from now on; undefined: nothing. */
  flaw(flaw: AuthorityFlaw | undefined): void;
  /** Breaks every connection; returns when the port is free. Fine to call twice. */
  close(): Promise<void>;
}

const defaultName = 'Practice Time Authority';
const defaultPolicy = '1.3.6.1.4.1.99999.1';
const largestRequest = 8_192;

interface Request {
  readonly imprint: Asn;
  readonly policy: string | undefined;
  readonly nonce: Uint8Array | undefined;
  readonly certReq: boolean;
}

/** TimeStampReq (RFC 3161 section 2.4.1). Throws for anything else. */
function readRequest(bytes: Uint8Array): Request {
  const fields = parseAsn(bytes).fields(tags.sequence);
  fields.take(tags.integer);
  const imprint = fields.take(tags.sequence);
  const policy = fields.find(tags.oid)?.oid;
  const nonce = fields.find(tags.integer)?.integer;
  const certReq = fields.find(tags.boolean)?.content[0] === 0xff;
  fields.end();
  return { imprint, policy, nonce, certReq };
}

/** A TimeStampResp that refuses; `bit` is the number of the PKIFailureInfo (RFC 3161 section 2.4.2). */
function refusal(bit: number): Uint8Array {
  const bytes = new Uint8Array((bit >> 3) + 1);
  bytes[bit >> 3] = 0x80 >> (bit & 7);
  return sequence(sequence(integer(2), sequence(text('practice')), bitString(bytes, 7 - (bit & 7))));
}

const badRequest = 2;
const unacceptedPolicy = 15;
const timeNotAvailable = 14;

/** The same imprint with another digest. */
function otherImprint(imprint: Asn): Uint8Array {
  const fields = imprint.fields(tags.sequence);
  const algorithm = fields.take(tags.sequence).raw;
  const digest = fields.take(tags.octetString).content.map((byte) => byte ^ 0xff);
  return sequence(algorithm, octetString(digest));
}

async function readBody(message: IncomingMessage): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of message as AsyncIterable<Uint8Array>) {
    size += piece.length;
    if (size > largestRequest) break;
    pieces.push(piece);
  }
  return concatBytes(...pieces);
}

/** Answers requests as an authority does, with one flaw at most. */
class Authority {
  readonly #keys: AuthorityKeys;
  readonly #clock: Clock;
  readonly #policy: string;
  readonly #withoutRoot: boolean;
  #serial = 0;
  revoked: RevokedPlan | undefined;

  constructor(keys: AuthorityKeys, clock: Clock, policy: string, withoutRoot: boolean) {
    this.#keys = keys;
    this.#clock = clock;
    this.#policy = policy;
    this.#withoutRoot = withoutRoot;
  }

  /** Certificates that go along with a token. */
  #along(any: boolean, signer: Uint8Array): Uint8Array[] {
    if (!any) return [];
    return this.#withoutRoot ? [signer] : [signer, this.#keys.root];
  }

  revocationList(): Uint8Array {
    const { rootName: issuer, rootKeys } = this.#keys;
    const revoked = this.revoked === undefined ? [] : [this.revoked];
    return makeRevocationList({
      issuer,
      issuerKey: rootKeys.privateKey,
      thisUpdate: this.#clock.now(),
      revoked,
    });
  }

  /** Whatever it is asked, the answer is about the certificate that signs; the asker has to look. */
  ocspAnswer(): Uint8Array {
    const { rootName, rootKeys, signer } = this.#keys;
    return makeOcspAnswer({
      issuer: rootName,
      issuerKeys: rootKeys,
      serial: signer.serial,
      revoked: this.revoked,
      thisUpdate: this.#clock.now(),
      signer: { name: rootName, privateKey: rootKeys.privateKey },
    });
  }

  answer(body: Uint8Array, flaw: AuthorityFlaw | undefined): Uint8Array {
    if (flaw === 'refuses') return refusal(timeNotAvailable);
    let request: Request;
    try {
      request = readRequest(body);
    } catch {
      // RFC 3161 says so in the answer; why is of no use to the one who asks.
      return refusal(badRequest);
    }
    if (request.policy !== undefined && request.policy !== this.#policy) return refusal(unacceptedPolicy);
    return sequence(sequence(integer(0)), this.#stamp(request, flaw));
  }

  #stamp({ imprint, nonce, certReq }: Request, flaw: AuthorityFlaw | undefined): Uint8Array {
    const keys = this.#keys;
    const signer = flaw === 'wrong-purpose' ? keys.wrongSigner : keys.signer;
    this.#serial += 1;
    const tstInfo = encodeTstInfo({
      policy: this.#policy,
      imprint: flaw === 'wrong-imprint' ? otherImprint(imprint) : imprint.raw,
      serial: this.#serial,
      time: this.#clock.now(),
      nonce: flaw === 'wrong-nonce' ? nonce?.map((byte) => byte ^ 0x55) : nonce,
      name: keys.signerName,
    });
    return signToken({
      tstInfo,
      key: keys.signerKeys.privateKey,
      certificate: signer.certificate,
      issuer: keys.rootName,
      serial: signer.serial,
      certificates: this.#along(certReq && flaw !== 'no-certificates', signer.certificate),
    });
  }
}

/** What is made once the address is known. */
interface Served {
  readonly keys: AuthorityKeys;
  readonly authority: Authority;
}

/**
 * Starts a time-stamping authority on this computer's loopback address that makes its own keys and speaks RFC 3161 over HTTP
 * (section 3.4). It is for practice: its time is whatever its clock says.
 */
export async function startPracticeAuthority(
  options: PracticeAuthorityOptions = {},
): Promise<PracticeAuthority> {
  const { clock = systemClock, name = defaultName, policy = defaultPolicy, keys: kind = 'p-256' } = options;
  let { flaw } = options;
  const { notAfter, withoutRoot = false, revocation } = options;
  let requests = 0;

  const serve = async (
    message: IncomingMessage,
    response: ServerResponse,
    { keys, authority }: Served,
  ): Promise<void> => {
    const body = await readBody(message);
    response.setHeader(practiceHeader, '1');
    const files: Readonly<Record<string, () => Uint8Array>> = {
      '/crl': () => authority.revocationList(),
      '/ocsp': () => authority.ocspAnswer(),
      '/root': () => keys.root,
    };
    const file = files[message.url ?? ''];
    if (file !== undefined && flaw !== 'unavailable') {
      response.end(file());
      return;
    }
    requests += 1;
    if (flaw === 'silent') return;
    if (flaw === 'unavailable') response.writeHead(503).end();
    else if (flaw === 'garbage')
      response.setHeader('content-type', 'text/html').end('<p>Sign in to the network</p>');
    else if (message.method !== 'POST') response.writeHead(405, { allow: 'POST' }).end();
    else if (message.headers['content-type'] !== 'application/timestamp-query') response.writeHead(415).end();
    else response.setHeader('content-type', 'application/timestamp-reply').end(authority.answer(body, flaw));
  };
  const made: { served?: Served } = {};
  const server = createServer((message, response) => {
    // A connection that breaks while it is read ends this answer and nothing else.
    const { served } = made;
    if (served === undefined) response.destroy();
    else serve(message, response, served).catch(() => response.destroy());
  });
  const url = `http://127.0.0.1:${await listen(server, '127.0.0.1', 0)}/`;
  // Its certificates say where to ask about them, which is only known now.
  const keys = makeAuthorityKeys(name, kind, {
    extensions: [
      ...(revocation === 'nothing' || revocation === 'ocsp' ? [] : [distributionExtension(`${url}crl`)]),
      accessExtension({
        ...(revocation === 'nothing' || revocation === 'crl' ? {} : { ocsp: `${url}ocsp` }),
        issuer: `${url}root`,
      }),
    ],
    ...(notAfter === undefined ? {} : { notAfter }),
  });
  const authority = new Authority(keys, clock, policy, withoutRoot);
  made.served = { keys, authority };
  return {
    url,
    name,
    policy,
    rootCertificate: keys.root,
    signerCertificate: keys.signer.certificate,
    requests: () => requests,
    flaw(next) {
      flaw = next;
    },
    revoke(revoked) {
      authority.revoked = revoked && { ...revoked, serial: keys.signer.serial };
    },
    revocationList: () => authority.revocationList(),
    close: () => stopListening(server),
  };
}
