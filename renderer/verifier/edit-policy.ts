import { portableHashes as hashes } from '../../src/crypto/portable-hashes.ts';
import {
  addAuthority,
  addCardSigner,
  addCardSignerByCard,
  addDkimKey,
  addIssuer,
  addVault,
  addWitness,
  changeTerms,
  encodePolicy,
  namePolicy,
  removeTrusted,
  type AuthorityTerms,
} from '../../src/verify/change-policy.ts';
import { parseMoment } from '../../src/verify/parse-moment.ts';
import type { Policy } from '../../src/verify/policy.ts';
import { showPolicy } from '../../src/verify/show-policy.ts';
import type { PolicyEdit, ShownPolicy, TypedTerms } from './messages.ts';

/** A policy as the page shows it. The text is of the file that it came from, or as its file would be written. */
export function shownPolicy(policy: Policy, text = encodePolicy(policy)): ShownPolicy {
  return { text, name: policy.name, trusted: showPolicy(policy, hashes) };
}

/** Throws what `change-policy.ts` and `parseMoment` throw. */
export function editPolicy(policy: Policy, edit: PolicyEdit): Policy {
  switch (edit.do) {
    case 'name':
      return namePolicy(policy, someText(edit.name));
    case 'add':
      return addTrusted(policy, edit);
    case 'terms':
      return changeTerms(
        policy,
        edit.list,
        edit.at,
        edit.list === 'authorities' ? termsOf(edit.terms) : limitsOf(edit.terms),
      );
    case 'remove':
      return removeTrusted(policy, edit.list, edit.at);
  }
}

function addTrusted(
  policy: Policy,
  { list, file, fields, terms }: Extract<PolicyEdit, { readonly do: 'add' }>,
): Policy {
  const key = fields.key.trim();
  const limits = limitsOf(terms);
  switch (list) {
    case 'authorities':
      return addAuthority(policy, file ?? new Uint8Array(0), termsOf(terms));
    case 'witnesses':
      return addWitness(policy, key, limits);
    case 'vaults':
      return addVault(policy, key, limits);
    case 'cardSigners':
      return file === undefined
        ? addCardSigner(policy, key, limits)
        : addCardSignerByCard(policy, file, limits);
    case 'issuers': {
      // A JWK has blanks of its own; behind another key may stand whose issuer id it is for.
      const [text = '', id] = key.startsWith('{') ? [key] : key.split(/\s+/u);
      return addIssuer(policy, text, id, limits);
    }
    case 'dkimKeys': {
      const [record = '', ...rest] = key.split(/\s+/u);
      return addDkimKey(policy, record, rest.join(' '), limits);
    }
  }
}

function termsOf(typed: TypedTerms): AuthorityTerms {
  return { ...limitsOf(typed), policies: typed.rules.split(/[\s,;]+/u).filter((rule) => rule !== '') };
}

function limitsOf({ name, from, until, compromisedFrom }: TypedTerms): AuthorityTerms {
  return {
    name: someText(name),
    from: someMoment(from, 'start'),
    until: someMoment(until, 'end'),
    compromisedFrom: someMoment(compromisedFrom, 'start'),
  };
}

function someText(typed: string): string | undefined {
  return typed.trim() === '' ? undefined : typed.trim();
}

function someMoment(typed: string, ofDay: 'start' | 'end'): string | undefined {
  return typed === '' ? undefined : parseMoment(typed, ofDay);
}
