import { gzipSync } from 'node:zlib';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { systemClock } from '../../../../src/base/clock.ts';
import { asVaultError } from '../../../../src/base/errors.ts';
import type { JsonObject } from '../../../../src/base/json.ts';
import type { Credential } from '../../../../src/evidence/records/credential.ts';
import { parseKnownRecord } from '../../../../src/evidence/parse-record.ts';
import { HttpClient } from '../../../../src/sources/http/http-client.ts';
import { isPublicAddress } from '../../../../src/sources/http/private-addresses.ts';
import {
  collectArchive,
  type CredentialNetwork,
} from '../../../../src/sources/openbadges/collect-archive.ts';
import { archivedIn } from '../../../../src/verify/origin/credentials/archived-answers.ts';
import { httpNetwork } from '../../../../src/sources/openbadges/http-network.ts';
import { readCredential } from '../../../../src/verify/origin/credentials/read-credential.ts';
import { takeCredential } from '../../../../src/sources/openbadges/take-credential.ts';
import { verifyCredential } from '../../../../src/verify/origin/credentials/verify-credential.ts';
import { CollectingSink } from '../../../support/collecting-sink.ts';
import { sampleBadge } from '../../../support/credentials/sample-credentials.ts';
import { createTestKey, signWithProof, type TestKey } from '../../../support/credentials/sign.ts';
import { startScriptedServer, type ScriptedServer } from '../../../support/scripted-server.ts';

const signal = new AbortController().signal;
const at = new Date('2026-11-22T08:00:00Z');

/** An issuer on this computer: its DID document and its status list, which tests change. */
class Issuer {
  readonly key = createTestKey();
  shown: TestKey = this.key;
  revoked = false;
  down = false;
  server!: ScriptedServer;

  get did(): string {
    return `did:web:${this.server.url.replace('http://', '').replace(':', '%3A')}`;
  }

  async start(): Promise<this> {
    this.server = await startScriptedServer(async ({ url }, response) => {
      if (this.down) return void response.writeHead(404).end();
      const document = url === '/.well-known/did.json' ? this.#document() : await this.#list();
      response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(document));
    });
    return this;
  }

  async badge(): Promise<Uint8Array> {
    const credentialStatus = {
      type: 'BitstringStatusListEntry',
      statusPurpose: 'revocation',
      statusListIndex: '7',
      statusListCredential: `${this.server.url}/status/1`,
    };
    const signed = await signWithProof(sampleBadge(this.did, { credentialStatus }), this.key, {
      verificationMethod: `${this.did}#key-1`,
    });
    return Buffer.from(JSON.stringify(signed));
  }

  #document(): JsonObject {
    return {
      id: this.did,
      verificationMethod: [
        {
          id: `${this.did}#key-1`,
          type: 'Multikey',
          controller: this.did,
          publicKeyMultibase: this.shown.multibase,
        },
        // What signs the list stays the same.
        {
          id: `${this.did}#key-s`,
          type: 'Multikey',
          controller: this.did,
          publicKeyMultibase: this.key.multibase,
        },
      ],
      assertionMethod: ['#key-1', '#key-s'],
    };
  }

  #list(): Promise<JsonObject> {
    const bits = new Uint8Array(16_384);
    bits[0] = this.revoked ? 1 : 0;
    return signWithProof(
      {
        '@context': ['https://www.w3.org/ns/credentials/v2'],
        id: `${this.server.url}/status/1`,
        type: ['VerifiableCredential', 'BitstringStatusListCredential'],
        issuer: this.did,
        validFrom: '2026-01-01T00:00:00Z',
        credentialSubject: {
          id: `${this.server.url}/status/1#list`,
          type: 'BitstringStatusList',
          statusPurpose: 'revocation',
          encodedList: `u${gzipSync(bits).toString('base64url')}`,
        },
      },
      this.key,
      { verificationMethod: `${this.did}#key-s` },
    );
  }
}

let issuer: Issuer;
let client: HttpClient;
let network: CredentialNetwork;
beforeEach(async () => {
  issuer = await new Issuer().start();
  client = new HttpClient({ app: 'evidence-vault/test', backOff: { sleep: async () => undefined } });
  network = httpNetwork(client, { clock: systemClock, allowLoopback: true });
});
afterEach(async () => {
  client.close();
  await issuer.server.close();
});

async function take(sink: CollectingSink, bytes: Uint8Array): Promise<Credential> {
  sink.begin();
  const read = readCredential(bytes);
  const collected = await collectArchive(read, network, signal);
  const provenance = {
    method: 'import',
    received: at.toISOString(),
    app: 'evidence-vault/test',
    timeZone: 'Europe/London',
  };
  await takeCredential(
    { key: 'c', name: 'badge.json', bytes, read, provenance, collected },
    { sink, previous: sink, at, signal },
  );
  return parseKnownRecord('credential', sink.record('c'));
}

describe('what the issuer answers', () => {
  it('is asked once at capture and archived, so that the credential verifies with the network off', async () => {
    const bytes = await issuer.badge();
    const record = await take(new CollectingSink(), bytes);
    expect(issuer.server.requests.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'GET /.well-known/did.json',
      'GET /status/1',
    ]);
    expect(record).toMatchObject({
      checked: {
        signature: { state: 'good', codes: ['signature-fits'] },
        key: { state: 'good', codes: ['key-from-issuer', 'key-confirmed-by-nobody'], from: 'did-web' },
        status: { state: 'good', codes: ['not-revoked'] },
      },
      archived: [
        { purpose: 'keys', status: 200 },
        { purpose: 'status', status: 200 },
      ],
      notFetched: [],
    });
    const asked = issuer.server.requests.length;
    const later = await verifyCredential(readCredential(bytes), {
      archive: archivedIn(record),
      at: new Date('2033-01-01T00:00:00Z'),
    });
    expect(later).toMatchObject({
      signature: { state: 'good' },
      key: { state: 'good' },
      status: { state: 'good' },
    });
    expect(issuer.server.requests).toHaveLength(asked);
  });

  it('changes: a re-keyed issuer and a revoked credential have their own codes, and the first answer stays', async () => {
    const sink = new CollectingSink();
    const bytes = await issuer.badge();
    const first = await take(sink, bytes);
    await take(sink, bytes);
    expect(sink.log).toMatchObject({ changed: [], captured: [] });
    [issuer.shown, issuer.revoked] = [createTestKey(), true];
    const second = await take(sink, bytes);
    expect(sink.log.changed).toEqual(['c']);
    expect(second.checked).toMatchObject({
      signature: { state: 'good', codes: ['signature-fits'] },
      key: { state: 'not-checked', codes: ['key-replaced', 'key-confirmed-by-nobody'] },
      status: { state: 'bad', codes: ['revoked'] },
    });
    expect(second.archived.map(({ purpose }) => purpose).sort()).toEqual(['keys', 'keys', 'status']);
    expect(second.archived).toContainEqual(first.archived.find(({ purpose }) => purpose === 'keys'));
    issuer.down = true;
    expect(await take(sink, bytes)).toEqual(second);
    expect(sink.log.changed).toEqual([]);
  });

  it('that does not come is named, and asked for again the next time', async () => {
    const sink = new CollectingSink();
    const bytes = await issuer.badge();
    issuer.down = true;
    const first = await take(sink, bytes);
    expect(first).toMatchObject({
      checked: {
        signature: { codes: ['signature-not-reached'] },
        key: { codes: ['keys-not-fetched'] },
        status: { codes: ['status-not-fetched'] },
      },
      archived: [],
      notFetched: [
        { purpose: 'keys', code: 'source.item-refused' },
        { purpose: 'status', code: 'source.item-refused' },
      ],
    });
    issuer.down = false;
    const second = await take(sink, bytes);
    expect(second).toMatchObject({
      checked: { signature: { state: 'good' }, key: { state: 'good' }, status: { state: 'good' } },
      notFetched: [],
    });
    expect(sink.log.changed).toContain('c');
  });
});

describe('the way to issuers', () => {
  const codeOf = async (asking: CredentialNetwork, url: string): Promise<string> => {
    try {
      await asking.get(new URL(url), 'keys', signal);
    } catch (thrown) {
      return asVaultError(thrown).code;
    }
    return 'answered';
  };

  it('leads to this computer only in practice, and never without encryption elsewhere', async () => {
    expect(await codeOf(network, `${issuer.server.url}/.well-known/did.json`)).toBe('answered');
    const strict = httpNetwork(client, { clock: systemClock, allowLoopback: false });
    expect(await codeOf(strict, `${issuer.server.url}/.well-known/did.json`)).toBe('source.unsafe-address');
    expect(await codeOf(strict, 'http://192.0.2.7/did.json')).toBe('source.unsafe-address');
    const careful = new HttpClient({ app: 'evidence-vault/test', mayConnect: isPublicAddress });
    const guarded = httpNetwork(careful, { clock: systemClock, allowLoopback: false });
    expect(await codeOf(guarded, 'https://10.0.0.1/did.json')).toBe('source.unsafe-address');
    careful.close();
    expect(await codeOf(guarded, 'https://college.example/.well-known/did.json')).toBe('source.unreachable');
  });

  it('takes no endless answer', async () => {
    const endless = await startScriptedServer((_request, response) => {
      response.writeHead(200).end(Buffer.alloc(200_000, 0x20));
    });
    expect(await codeOf(network, `${endless.url}/did.json`)).toBe('source.too-large');
    await endless.close();
  });
});
