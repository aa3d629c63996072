import { z } from 'zod';
import { encodeBase64 } from '../../base/bytes.ts';
import { systemClock } from '../../base/clock.ts';
import { qrLines } from '../../vault/recipients/card-lines.ts';
import { makeRecipient, recipientFiles } from '../../vault/recipients/make-recipient.ts';
import { readRecipientCard, type ShownCard } from '../../vault/recipients/read-recipient.ts';
import { word, type Registration } from '../command.ts';
import { sayTime } from '../format/times.ts';

const newSchema = z.object({
  out: z.string(),
  name: z.string().default(''),
  contact: z.string().default(''),
  force: z.boolean().default(false),
  qr: z.boolean().default(false),
});
const showSchema = z.object({ qr: z.boolean().default(false) });
const qrHelp = 'show the card as a QR code, to be photographed off the screen';

/**
 * `recipient new --out DIR`: `{dir, files, …card}`; `recipient show CARD`:
 * `{card, name, contact, recipient, madeAt, key, keyPhrase, cardText, signatureHolds}`, and exit code 1 if the signature does not hold.
 * Neither needs a vault.
 */
export const registerRecipient: Registration = (program, run) => {
  const recipient = program
    .command('recipient')
    .description('keys of those who receive bundles that nobody else can open');
  recipient
    .command('new')
    .description('make your own key pair, and a card to give to learners')
    .requiredOption('--out <folder>', 'where the key and the card go')
    .option('--name <name>', 'who you are, as learners know you')
    .option('--contact <words>', 'how to reach you, to compare the key phrase')
    .option('--force', 'replace a key that is there: nothing sent to it can be opened any more')
    .option('--qr', qrHelp)
    .action(
      run(async (context, _words, options) => {
        const { out, qr, ...stated } = newSchema.parse(options);
        const dir = context.path(out);
        const card = await makeRecipient({ ...stated, dir, clock: systemClock });
        context.output.report({
          document: { dir, files: recipientFiles, ...documentOf(card) },
          lines: [
            `Made a key pair in ${dir}.`,
            `  ${recipientFiles.card.padEnd(20)} give this to learners`,
            `  ${recipientFiles.picture.padEnd(20)} or this: the same card as a picture (QR code)`,
            `  ${recipientFiles.identity.padEnd(20)} keep this secret and safe: it opens what is sent to you`,
            `  ${recipientFiles.signingKey.padEnd(20)} keep this secret: it signs cards in your name`,
            '',
            ...cardLines(card),
            ...(qr ? qrLines(card.cardText) : []),
          ],
        });
      }),
    );
  recipient
    .command('show')
    .description('say whose card this is, and whether it is whole')
    .argument('<card>', 'a recipient card')
    .option('--qr', qrHelp)
    .action(
      run(async (context, words, options) => {
        const { qr } = showSchema.parse(options);
        const path = context.path(word(words, 0));
        const card = await readRecipientCard(path);
        context.output.report({
          document: { card: path, ...documentOf(card) },
          // A card that was changed is not handed on.
          lines: [...cardLines(card), ...(qr && card.signatureHolds ? qrLines(card.cardText) : [])],
          exitCode: card.signatureHolds ? 0 : 1,
        });
      }),
    );
};

function documentOf({ key, ...card }: ShownCard): object {
  return { ...card, key: encodeBase64(key) };
}

function cardLines(card: ShownCard): string[] {
  return [
    `Name        ${card.name === '' ? 'none given' : card.name}`,
    ...(card.contact === '' ? [] : [`Contact     ${card.contact}`]),
    `Made        ${sayTime(card.madeAt)}`,
    `Recipient   ${card.recipient}`,
    `Key phrase  ${card.keyPhrase}`,
    card.signatureHolds
      ? 'The card is whole. Anybody can make a card in any name: compare the key phrase by voice before you rely on it.'
      : 'The card was changed after it was signed. Do not use it.',
  ];
}
