import { createHash } from 'node:crypto';

import { expect } from 'vitest';

import { startPracticeProvider, type PracticeProvider } from '../../../../src/practice/provider.ts';
import type { BrowserChoice } from '../../../support/practice-browser.ts';
import { signInAtPractice } from '../../../support/practice-browser.ts';
import { collect, makeWorld, noStop, type VaultWorld } from '../../../support/vault/vault-world.ts';
import { beginOpenBadgesSignIn, endOpenBadgesSignIn } from '../../../../src/vault/connectors/openbadges.ts';
import { getVersionWithContent } from '../../../../src/vault/find-version.ts';
import { openContent } from '../../../../src/vault/get-content.ts';
import { credentialSchema, type Credential } from '../../../../src/evidence/records/credential.ts';
import { archivedIn } from '../../../../src/verify/origin/credentials/archived-answers.ts';
import type { CredentialReport } from '../../../../src/verify/origin/credentials/credential-report.ts';
import { readCredential } from '../../../../src/verify/origin/credentials/read-credential.ts';
import { verifyCredential } from '../../../../src/verify/origin/credentials/verify-credential.ts';
import { syncSources } from '../../../../src/vault/sync-sources.ts';
import type { SyncReport } from '../../../../src/vault/sync.ts';
import type { TestAccess } from '../../../../src/vault/validate-provider.ts';
import type { WritableVault } from '../../../../src/vault/vault-context.ts';

/** Signs in at the practice provider as a learner would, for `validateProvider`. */
export const bySigningIn: TestAccess = {
  redirect: 'org.evidence-vault.app:/signed-in',
  signIn: (address) => signInAtPractice(address),
};

/** What `statesOf` gives for a credential that holds in every way. */
export const allGood = ['good', 'good', 'good', 'good'];

/** Of the signature, the key, the time and the status. */
export function statesOf({ signature, key, time, status }: CredentialReport): string[] {
  return [signature.state, key.state, time.state, status.state];
}

/** The practice provider with its signed credentials, and a vault beside it. */
export class HostedWorld {
  readonly provider: PracticeProvider;
  readonly world: VaultWorld;
  readonly vault: WritableVault;

  private constructor(provider: PracticeProvider, world: VaultWorld, vault: WritableVault) {
    this.provider = provider;
    this.world = world;
    this.vault = vault;
  }

  static async start(): Promise<HostedWorld> {
    const provider = await startPracticeProvider();
    const world = await makeWorld();
    return new HostedWorld(provider, world, await world.write());
  }

  async end(): Promise<void> {
    await this.world.remove();
    await this.provider.close();
  }

  /** Signs in as the portal window does. @returns the source's id */
  async connect(choice: BrowserChoice = {}, path = ''): Promise<string> {
    const url = `${this.provider.url}${path}`;
    const launch = await beginOpenBadgesSignIn(this.vault, { url }, { signal: noStop() });
    const ended = await signInAtPractice(launch.address, choice);
    const { id } = await endOpenBadgesSignIn(this.vault, launch, ended, { signal: noStop() });
    return id;
  }

  async sync(): Promise<SyncReport> {
    const [report] = await syncSources(this.vault, { signal: noStop() });
    if (report === undefined) throw new Error('no source');
    return report;
  }

  /** The key that a credential has in the vault, by its id. */
  known(id: string): { readonly item: string; readonly version: number; readonly record: Credential } {
    const sources = this.vault.index.sources.list().filter(({ type }) => type === 'openbadges');
    const known = sources
      .map((source) => this.vault.index.sources.findKnown(source.id, `credential/${id}`))
      .find((found) => found !== undefined);
    if (known === undefined) throw new Error('that credential is not known');
    return { item: known.item, version: known.version, record: credentialSchema.parse(known.record) };
  }

  /** Judges again what lies in the vault, with nothing but the vault. */
  async judgedOffline(id: string): Promise<CredentialReport> {
    const { record } = this.known(id);
    const read = readCredential(await this.bytes(record.document));
    return verifyCredential(read, { archive: archivedIn(record), at: new Date() });
  }

  /** The latest bytes of an item. */
  async bytes(item: string): Promise<Buffer> {
    const { content } = getVersionWithContent(this.vault, item);
    return collect(openContent(this.vault, content));
  }
}

/** The files that a credential names are in the vault, and are the ones that were signed. */
export async function expectSignedFiles(
  hosted: HostedWorld,
  evidence: Credential['evidence'],
): Promise<void> {
  for (const { item = '', check, digests } of evidence) {
    expect(check).toBe('matches');
    const sha256 = createHash('sha256')
      .update(await hosted.bytes(item))
      .digest('hex');
    expect(digests.map(({ hex }) => hex)).toEqual([sha256]);
  }
}
