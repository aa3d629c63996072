import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, it } from 'vitest';
import { z } from 'zod';

import { encodeBase64, utf8 } from '../../src/base/bytes.ts';
import { purposeExtension } from '../../src/practice/authority/make-certificate.ts';
import { emptyPolicy, type Policy, type PolicyAuthority } from '../../src/verify/policy.ts';
import { stampedBundle, type StampedChoices } from '../support/bundle/stamped-vault.ts';
import { checkOf, verifyBytes } from '../support/bundle/verify-memory.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';
import { opensslMissing } from '../support/timestamps/openssl.ts';
import {
  curve,
  honestChoices,
  rsa,
  stampWithOpenssl,
  usual,
} from '../support/timestamps/openssl-authority.ts';
import { describeBrowser } from './support/describe-browser.ts';
import { OpenedPage } from './support/open-page.ts';
import { setChromiumStage } from './support/stage.ts';

const reportsSchema = z.array(
  z.looseObject({
    file: z.string(),
    checks: z.array(z.looseObject({ id: z.string(), result: z.string(), code: z.string().exactOptional() })),
  }),
);

interface Case {
  readonly file: string;
  readonly bundle: Uint8Array;
  readonly trusted: readonly PolicyAuthority[];
  /** Result of the check `time`, or its code. */
  readonly expected: string;
}

const missing = opensslMissing();
const skipped = missing === undefined ? '' : ` (SKIPPED: ${missing})`;

describeBrowser('chromium', `tokens made by openssl in the verifier page${skipped}`, (program) => {
  const stage = setChromiumStage(program);
  const folders = temporaryFolders();

  /** A bundle that openssl stamped, for a reader who trusts its root. */
  const stampedByOpenssl = async (
    file: string,
    choices: Parameters<typeof stampWithOpenssl>[2],
    { expected, limits = {}, ...rest }: Departure,
  ): Promise<Case> => {
    let root = new Uint8Array(0);
    const { bundle } = await stampedBundle({
      stamp: async (note) => {
        const made = await stampWithOpenssl(await folders(), rest.message ?? note, choices);
        root = new Uint8Array(made.root);
        return { token: rest.alter?.(made.token) ?? made.token, root: made.root };
      },
      // openssl stamps now, so the record is of now too.
      entry: (entry) => ({ ...entry, at: new Date().toISOString() }),
    });
    const authority = { name: file, certificate: encodeBase64(root), ...limits };
    return { file, bundle, trusted: rest.untrusted === true ? [] : [authority], expected };
  };

  const stampedByUs = async (
    file: string,
    token: StampedChoices['token'],
    expected: string,
  ): Promise<Case> => {
    const { bundle, policy } = await stampedBundle({ ...(token === undefined ? {} : { token }) });
    const trusted = policy.authorities.map((one) => ({ ...one, name: file }));
    return { file, bundle, trusted, expected };
  };

  it.skipIf(missing !== undefined)(
    'are judged there as in Node: every honest kind holds, and each flaw has its own code',
    async () => {
      const ec = { ...usual, key: curve('P-256') };
      const cases: Case[] = [];
      for (const [place, [, choices]] of honestChoices.entries())
        cases.push(await stampedByOpenssl(`honest-${String(place)}.zip`, choices, { expected: 'pass' }));
      const rsaChoices = { ...usual, key: rsa };
      cases.push(
        await stampedByOpenssl('other-hash.zip', ec, { message: utf8('else'), expected: 'time-token-other' }),
        await stampedByOpenssl('untrusted.zip', ec, {
          untrusted: true,
          expected: 'time-authority-not-trusted',
        }),
        await stampedByOpenssl('policy.zip', ec, {
          limits: { policies: ['1.2.3.4.9'] },
          expected: 'time-token-policy',
        }),
        await stampedByOpenssl('altered.zip', rsaChoices, {
          alter: flipLast,
          expected: 'time-token-altered',
        }),
        await stampedByUs(
          'purpose.zip',
          { leaf: { extensions: [purposeExtension(['1.3.6.1.5.5.7.3.2'])] } },
          'time-token-purpose',
        ),
        await stampedByUs(
          'expired.zip',
          { leaf: { notAfter: new Date('2026-11-01T00:00:00Z') } },
          'time-token-expired',
        ),
      );
      const policy: Policy = {
        ...emptyPolicy,
        authorities: distinct(cases.flatMap(({ trusted }) => trusted)),
      };
      const folder = await folders();
      const policyFile = join(folder, 'policy.json');
      await writeFile(policyFile, JSON.stringify(policy));
      for (const { file, bundle, expected } of cases) {
        await writeFile(join(folder, file), bundle);
        const { result, code } = checkOf(await verifyBytes(bundle, { policy }), 'time');
        expect([file, code ?? result]).toEqual([file, expected]);
      }
      const opened = await OpenedPage.open(stage().browser);
      try {
        await opened.page.setInputFiles('input[name=policy]', policyFile);
        await opened.page.getByRole('button', { name: 'Put it away' }).waitFor();
        await opened.bring(...cases.map(({ file }) => join(folder, file)));
        await opened.page
          .getByText(`${String(cases.length)} files done.`)
          .first()
          .waitFor({ timeout: 60_000 });
        const [saved] = await Promise.all([
          opened.page.waitForEvent('download'),
          opened.page.getByRole('button', { name: 'Save all as JSON' }).click(),
        ]);
        const reports = reportsSchema.parse(JSON.parse(await readFile(await saved.path(), 'utf8')));
        const told = reports.map(({ file, checks }) => {
          const time = checks.find(({ id }) => id === 'time');
          return [file, time?.code ?? time?.result];
        });
        expect(Object.fromEntries(told)).toEqual(
          Object.fromEntries(cases.map(({ file, expected }) => [file, expected])),
        );
        expect(opened.troubles).toEqual([]);
      } finally {
        await opened.close();
      }
    },
    180_000,
  );
});

interface Departure {
  readonly expected: string;
  readonly message?: Uint8Array;
  readonly alter?: (token: Uint8Array) => Uint8Array;
  readonly untrusted?: boolean;
  readonly limits?: Partial<PolicyAuthority>;
}

function flipLast(token: Uint8Array): Uint8Array {
  return token.map((byte, at) => (at === token.length - 1 ? byte ^ 1 : byte));
}

/** Tokens that we make ourselves share keys, but not certificates; one of a kind is enough. */
function distinct(authorities: readonly PolicyAuthority[]): PolicyAuthority[] {
  return [...new Map(authorities.map((one) => [one.certificate, one])).values()];
}
