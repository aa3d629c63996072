import { basename, dirname, extname, join } from 'node:path';
import { z } from 'zod';
import { encodeBase64 } from '../../base/bytes.ts';
import { systemClock } from '../../base/clock.ts';
import { addVaultCard } from '../../vault/cards/kept-cards.ts';
import { makeVaultCard } from '../../vault/cards/make-card.ts';
import { readCardFile, type ShownVaultCard } from '../../vault/cards/read-card.ts';
import { signVaultCard } from '../../vault/cards/sign-card.ts';
import { word, type Registration } from '../command.ts';
import { sayTime } from '../format/times.ts';

const newSchema = z.object({
  out: z.string(),
  enrolment: z.string().exactOptional(),
  /** `--no-registration` makes it false. */
  registration: z.boolean().default(true),
  force: z.boolean().default(false),
});
const signSchema = z.object({
  key: z.string(),
  as: z.string(),
  out: z.string().exactOptional(),
  force: z.boolean().default(false),
});

/** `card new|sign|add|show`: `{card, …}`; `show` has exit code 1 if a signature does not hold. `sign` and `show` need no vault. */
export const registerCard: Registration = (program, run) => {
  const card = program.command('card').description('whose vault this is: a card that your provider signs');
  card
    .command('new')
    .description('make a card with your name and registration number, for your provider to sign')
    .requiredOption('--out <file>', 'where it goes')
    .option('--enrolment <id>', 'whose registration number it says, if you have several')
    .option('--no-registration', 'say your name only')
    .option('--force', 'overwrite what is there')
    .action(
      run(async (context, _words, options) => {
        const { out, ...choice } = newSchema.parse(options);
        await context.reading(async (vault) => {
          const path = context.path(out);
          const made = await makeVaultCard(vault, { ...choice, out: path });
          context.output.report({
            document: documentOf(path, made),
            lines: [
              `Made a card in ${path}. It says this and no more:`,
              ...cardLines(made),
              '',
              'Give it to your provider or awarding organisation to sign, and bring it back with `card add`.',
            ],
          });
        });
      }),
    );
  card
    .command('sign')
    .description('for providers and awarding organisations: say that this vault is that learner’s')
    .argument('<card>', 'the card that the learner gave you')
    .requiredOption('--key <file>', 'your signing-key.pem, as `recipient new` made it')
    .requiredOption('--as <name>', 'who you are, as learners know you')
    .option('--out <file>', 'where the signed card goes (else beside the card)')
    .option('--force', 'overwrite what is there')
    .action(
      run(async (context, words, options) => {
        const { key, as, out, force } = signSchema.parse(options);
        const path = context.path(word(words, 0));
        const signedPath = out === undefined ? besideOf(path) : context.path(out);
        const signed = await signVaultCard({
          card: path,
          key: context.path(key),
          out: signedPath,
          force,
          as,
          clock: systemClock,
        });
        context.output.report({
          document: documentOf(signedPath, signed),
          lines: [
            `Signed: ${signedPath}. Give it back to the learner.`,
            ...cardLines(signed),
            '',
            'With it you say: this vault is this learner’s. If you have not yet made sure who they are, and had them',
            'read out the key phrase from their own app, do not give it back.',
          ],
        });
      }),
    );
  card
    .command('add')
    .description('keep a signed card, so that it goes along when you show your name')
    .argument('<card>', 'the card that came back')
    .action(
      run(async (context, words) => {
        const path = context.path(word(words, 0));
        await context.writing(async (vault) => {
          const added = await addVaultCard(vault, path);
          context.output.report({
            document: documentOf(path, added),
            lines: ['The card is kept.', ...cardLines(added)],
          });
        });
      }),
    );
  card
    .command('show')
    .description('say what a card says, and whether its signatures hold')
    .argument('<card>', 'a vault card')
    .action(
      run(async (context, words) => {
        const path = context.path(word(words, 0));
        const shown = await readCardFile(path);
        context.output.report({
          document: documentOf(path, shown),
          lines: [...cardLines(shown), ...judgementLines(shown)],
          exitCode: shown.whole ? 0 : 1,
        });
      }),
    );
};

function besideOf(path: string): string {
  const extension = extname(path);
  return join(dirname(path), `${basename(path, extension)}-signed${extension}`);
}

function documentOf(path: string, shown: ShownVaultCard): object {
  const { name, registration, organisation, madeAt, vault, keyPhrase, signatureHolds, whole } = shown;
  return {
    card: path,
    name,
    ...(registration === undefined ? {} : { registration }),
    ...(organisation === undefined ? {} : { organisation }),
    madeAt,
    vault,
    keyPhrase,
    signatureHolds,
    signers: shown.countersignatures.map(({ key, ...signer }) => ({ ...signer, key: encodeBase64(key) })),
    whole,
  };
}

function cardLines(shown: ShownVaultCard): string[] {
  const { name, registration, organisation, madeAt, keyPhrase, countersignatures } = shown;
  return [
    `Learner       ${name}`,
    ...(registration === undefined ? [] : [`Registration  ${registration}`]),
    ...(organisation === undefined ? [] : [`Given by      ${organisation}`]),
    `Made          ${sayTime(madeAt)}`,
    `Key phrase    ${keyPhrase}`,
    ...(countersignatures.length === 0 ? ['Signed by     nobody yet'] : []),
    ...countersignatures.flatMap(({ name: who, key, signedAt, holds }) => [
      `Signed by     ${who}, ${sayTime(signedAt)}${holds ? '' : ' (this signature does not hold)'}`,
      `              key ${encodeBase64(key)}`,
    ]),
  ];
}

function judgementLines({ whole, countersignatures }: ShownVaultCard): string[] {
  if (!whole) return ['The card was changed after it was signed. Do not rely on it.'];
  return countersignatures.length === 0
    ? ['The card is whole. Only the vault says so far whose it is.']
    : [
        'The card is whole. Anybody can sign in any name: compare the signer’s key with the one that they publish.',
      ];
}
