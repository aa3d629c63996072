import type { Command } from 'commander';
import { z } from 'zod';
import {
  addAuthorityToPolicy,
  addCardSignerToPolicy,
  addDkimKeyToPolicy,
  addIssuerToPolicy,
  addVaultToPolicy,
  addWitnessToPolicy,
  newPolicy,
  readPolicy,
} from '../../vault/policies/policy-file.ts';
import { nodeHashes } from '../../platform/node-hashes.ts';
import type { Policy } from '../../verify/policy.ts';
import { dkimFacts, issuerFacts, showCertificate } from '../../verify/show-policy.ts';
import { word, type Registration, type Runner } from '../command.ts';
import { parseMoment } from '../../verify/parse-moment.ts';
import { sayDay } from '../format/times.ts';

const newSchema = z.object({
  out: z.string().default('policy.json'),
  name: z.string().exactOptional(),
  force: z.boolean().default(false),
});
const termsSchema = z.object({
  name: z.string().exactOptional(),
  from: z.string().exactOptional(),
  until: z.string().exactOptional(),
  compromisedFrom: z.string().exactOptional(),
  rules: z.array(z.string()).exactOptional(),
});

/** `policy new|add|show`: `{file, policy}`. None of them needs a vault. */
export const registerPolicy: Registration = (program, run) => {
  const policy = program.command('policy').description('whom you trust when you verify bundles');
  policy
    .command('new')
    .description('begin a policy; it trusts nobody until you add them')
    .option('--out <file>', 'where it goes (else policy.json)')
    .option('--name <text>', 'what to call it')
    .option('--force', 'overwrite what is there')
    .action(
      run(async (context, _words, options) => {
        const { out, ...wanted } = newSchema.parse(options);
        const file = context.path(out);
        const made = await newPolicy(file, wanted);
        context.output.report({
          document: { file, policy: made },
          lines: [`A policy that trusts nobody yet is in ${file}. Add whom you trust with \`policy add\`.`],
        });
      }),
    );
  const add = policy.command('add').description('add somebody whom you trust');
  registerAdd(add, run);
  registerOrigins(add, run);
  policy
    .command('show')
    .description('say whom a policy trusts')
    .argument('<file>', 'the policy')
    .action(
      run(async (context, words) => {
        const file = context.path(word(words, 0));
        const shown = await readPolicy(file);
        context.output.report({ document: { file, policy: shown }, lines: policyLines(shown) });
      }),
    );
};

function registerAdd(add: Command, run: Runner): void {
  withTerms(add.command('authority'))
    .description('an authority that gives dates (RFC 3161), by a certificate')
    .argument('<certificate>', 'a file: a root that its tokens lead to, or its own certificate (PEM or DER)')
    .argument('<file>', 'the policy')
    .option('--rules <oid...>', 'only tokens made under these policies of the authority')
    .action(
      run(async (context, words, options) => {
        const { rules, ...terms } = readTerms(options);
        const file = context.path(word(words, 1));
        const changed = await addAuthorityToPolicy(file, context.path(word(words, 0)), {
          ...terms,
          policies: rules,
        });
        context.output.report({ document: { file, policy: changed }, lines: policyLines(changed) });
      }),
    );
  const others = [
    ['witness', 'a witness, by its key', 'its key, as whoever runs it publishes it', addWitnessToPolicy],
    ['vault', 'a learner’s vault, by its id or key', 'the vault id or root public key', addVaultToPolicy],
  ] as const;
  for (const [who, description, key, addTo] of others)
    withTerms(add.command(who))
      .description(description)
      .argument('<key>', key)
      .argument('<file>', 'the policy')
      .action(
        run(async (context, words, options) => {
          const { rules: _, ...terms } = readTerms(options);
          const file = context.path(word(words, 1));
          const changed = await addTo(file, word(words, 0), terms);
          context.output.report({ document: { file, policy: changed }, lines: policyLines(changed) });
        }),
      );
  withTerms(add.command('card-signer'))
    .description('a provider or awarding organisation that signs vault cards')
    .argument('<who>', 'their recipient card, or their key')
    .argument('<file>', 'the policy')
    .action(
      run(async (context, words, options) => {
        const { rules: _, ...terms } = readTerms(options);
        const file = context.path(word(words, 1));
        const typed = word(words, 0);
        const who = keyShape.test(typed) ? { key: typed } : { card: context.path(typed) };
        const changed = await addCardSignerToPolicy(file, who, terms);
        context.output.report({ document: { file, policy: changed }, lines: policyLines(changed) });
      }),
    );
}

function registerOrigins(add: Command, run: Runner): void {
  withTerms(add.command('issuer'))
    .description('a provider that signs credentials, by a key (once more for each key)')
    .argument('<key>', 'the key: multibase text (z6Mk…), did:key:…, or a JWK in JSON')
    .argument('<file>', 'the policy')
    .option('--id <id>', 'only credentials that name this as their issuer (https://… or did:…)')
    .action(
      run(async (context, words, options) => {
        const { rules: _, ...terms } = readTerms(options);
        const { id } = z.object({ id: z.string().exactOptional() }).parse(options);
        const file = context.path(word(words, 1));
        const changed = await addIssuerToPolicy(file, { key: word(words, 0), id }, terms);
        context.output.report({ document: { file, policy: changed }, lines: policyLines(changed) });
      }),
    );
  withTerms(add.command('dkim-key'))
    .description('a key that signs the e-mails of a domain (DKIM)')
    .argument('<record>', 'name of its record: selector._domainkey.domain')
    .argument('<key>', 'the key: the p= of the record, or the whole record')
    .argument('<file>', 'the policy')
    .action(
      run(async (context, words, options) => {
        const { rules: _, ...terms } = readTerms(options);
        const file = context.path(word(words, 2));
        const changed = await addDkimKeyToPolicy(
          file,
          { record: word(words, 0), key: word(words, 1) },
          terms,
        );
        context.output.report({ document: { file, policy: changed }, lines: policyLines(changed) });
      }),
    );
}

/** 32 bytes of base64: no file is likely to be called so. */
const keyShape = /^[A-Za-z0-9+/]{43}=$/u;

function withTerms(command: Command): Command {
  return command
    .option('--name <text>', 'what to call them in reports')
    .option('--from <time>', 'trusted from this day or time on')
    .option('--until <time>', 'trusted up to this day or time')
    .option('--compromised-from <time>', 'their key may have been in other hands from then on');
}

function readTerms(options: unknown): z.infer<typeof termsSchema> {
  const { from, until, compromisedFrom, ...rest } = termsSchema.parse(options);
  return {
    ...rest,
    ...(from === undefined ? {} : { from: parseMoment(from, 'start') }),
    ...(until === undefined ? {} : { until: parseMoment(until, 'end') }),
    ...(compromisedFrom === undefined ? {} : { compromisedFrom: parseMoment(compromisedFrom, 'start') }),
  };
}

function policyLines({
  name,
  authorities,
  witnesses,
  vaults,
  cardSigners,
  issuers,
  dkimKeys,
}: Policy): string[] {
  const lists = [authorities, witnesses, vaults, cardSigners, issuers, dkimKeys];
  const none = lists.every((list) => list.length === 0);
  return [
    ...(name === undefined ? [] : [name]),
    ...(none ? ['It trusts nobody.'] : []),
    ...authorities.flatMap((authority) => {
      const { subject, fingerprint } = showCertificate(authority.certificate, nodeHashes);
      return [
        `Gives dates: ${authority.name}${sayTerms(authority)}`,
        `  Certificate of ${subject}`,
        `  SHA-256 ${fingerprint}`,
      ];
    }),
    ...witnesses.flatMap((witness) => [`Witness: ${witness.name}${sayTerms(witness)}`, `  ${witness.key}`]),
    ...vaults.flatMap((vault) => [`Vault: ${vault.name ?? 'no name'}${sayTerms(vault)}`, `  ${vault.key}`]),
    ...cardSigners.flatMap((one) => [`Signs vault cards: ${one.name}${sayTerms(one)}`, `  ${one.key}`]),
    ...issuers.flatMap((one) => [
      `Signs credentials: ${one.name}${sayTerms(one)}`,
      ...issuerFacts(one).map((fact) => `  ${fact}`),
    ]),
    ...dkimKeys.flatMap((one) => [
      `Signs e-mails: ${one.name ?? one.domain}${sayTerms(one)}`,
      ...dkimFacts(one).map((fact) => `  ${fact}`),
    ]),
  ];
}

function sayTerms({ from, until, compromisedFrom }: z.infer<typeof termsSchema>): string {
  return [
    ...(from === undefined ? [] : [`, from ${sayDay(from)}`]),
    ...(until === undefined ? [] : [`, until ${sayDay(until)}`]),
    ...(compromisedFrom === undefined ? [] : [`, not from ${sayDay(compromisedFrom)} on`]),
  ].join('');
}
