import { systemClock } from '../../../../src/base/clock.ts';
import { startPracticeProvider } from '../../../../src/practice/provider.ts';
import { createOpenBadgesSource } from '../../../../src/sources/openbadges/host/openbadges-source.ts';
import { encodeSignIn, parseSignIn } from '../../../../src/sources/openbadges/host/sign-in-secret.ts';
import { appName, timeZoneHere } from '../../../../src/vault/app.ts';
import { beginOpenBadgesSignIn, endOpenBadgesSignIn } from '../../../../src/vault/connectors/openbadges.ts';
import { pullSource } from '../../../../src/vault/sync.ts';
import { signInAtPractice } from '../../../support/practice-browser.ts';
import { noStop } from '../../../support/vault/vault-world.ts';
import { askedSite } from './asked-server.ts';
import { connectedSource } from './connected-source.ts';
import type { SourceFixture } from './source-fixture.ts';

/** Assignment 4, which has one attempt with files and a mark. */
const credential = 'credential/http://host/practice/credentials/4/1/1';
const evidence = `${credential}/evidence/http://host/practice/evidence/4/1/1/1/inspection.pdf`;

export const openBadgesFixture: SourceFixture = {
  stops: 4,
  start: async () => {
    const provider = await startPracticeProvider();
    const { switches, credentials } = provider;
    const secrets: string[] = [provider.learner.password];
    const plainKey = (key: string): string => key.replaceAll(new URL(provider.url).host, 'host');
    const server = askedSite(provider);
    return {
      secrets,
      plainKey,
      // The provider's address and its keys stand in what it signs.
      sameBytes: (key) => !key.endsWith('/document'),
      methods: ['web-service', 'download'],
      snapshot: () => {
        const writing = provider.requests.entries.filter(
          ({ method, path }) => method !== 'GET' && !path.startsWith('/practice/oauth/'),
        );
        return Promise.resolve(JSON.stringify(writing));
      },
      connect: async (vault) => {
        const launch = await beginOpenBadgesSignIn(vault, { url: provider.url }, { signal: noStop() });
        const ended = await signInAtPractice(launch.address);
        const { id } = await endOpenBadgesSignIn(vault, launch, ended, { signal: noStop() });
        const { access, refresh = '', client } = parseSignIn(vault.secrets.find(id) ?? '');
        const code = new URL(ended).searchParams.get('code') ?? '';
        const { state, verifier } = launch.pending;
        secrets.push(access, refresh, client.secret ?? '', code, state, verifier);
        provider.requests.clear();
      },
      pull: (vault, options) => {
        const { row, secret } = connectedSource(vault, 'openbadges');
        const source = createOpenBadgesSource({
          url: provider.url,
          api: 'ob',
          secret: parseSignIn(secret),
          save: (fresh) => vault.secrets.set(row.id, encodeSignIn(fresh)),
          app: appName,
          clock: systemClock,
          timeZone: timeZoneHere(),
          http: { backOff: server.backOff },
        });
        return pullSource(vault, row, source, options);
      },
      changeOne: () => {
        credentials.revoke(`${provider.url}/practice/credentials/4/1/1`);
        return Promise.resolve({ changed: [credential] });
      },
      breakOne: () => {
        switches.corruptDownload('/practice/evidence/4/1/1/1/', 'html-login-page');
        return Promise.resolve({
          key: evidence,
          code: 'source.not-as-signed',
          alongside: [credential],
          mend: () => {
            switches.clearFaults();
            return Promise.resolve();
          },
        });
      },
      fallSilent: () => {
        credentials.hideAll(true);
        return Promise.resolve();
      },
      server,
      end: () => provider.close(),
    };
  },
};
