import type { ArchivedKey } from '../../../evidence/values/dkim.ts';
import type { DkimCode } from './dkim-codes.ts';
import type { SignatureField } from './signature-field.ts';
import { readTagList, withoutBlanks } from './tag-list.ts';

export type KeyReading =
  /** The key in base64. */
  { readonly publicKey: string; readonly notes: readonly string[] } | { readonly code: DkimCode };

/**
 * The one key record among the TXT records of a name, judged for a signature (RFC 6376 sections 3.6.1 and 3.6.2). Records of other
 * purposes may stand beside it.
 */
export function readKey(key: ArchivedKey, field: SignatureField): KeyReading {
  const texts = key.records.map((strings) => strings.join(''));
  const keys = texts.filter((text) => /(?:^|;)\s*p\s*=/.test(text));
  const [record, another] = keys;
  if (record === undefined) return { code: texts.length === 0 ? 'key-gone' : 'key-unreadable' };
  if (another !== undefined) return { code: 'key-ambiguous' };
  const tags = readTagList(record.replace(/;\s*n=[^;]*/, ''));
  if (tags === undefined || (tags.get('v') ?? 'DKIM1') !== 'DKIM1') return { code: 'key-unreadable' };
  const kind = (tags.get('k') ?? 'rsa').toLowerCase();
  const publicKey = withoutBlanks(tags.get('p') ?? '');
  if (publicKey === '') return { code: 'key-revoked' };
  if (kind !== field.algorithm.split('-')[0]) return { code: 'key-unreadable' };
  const listed = (name: string): readonly string[] | undefined =>
    tags.has(name) ? withoutBlanks(tags.get(name) ?? '').split(':') : undefined;
  const services = listed('s');
  if (services !== undefined && !services.includes('*') && !services.includes('email'))
    return { code: 'key-not-for-mail' };
  if (listed('h')?.includes('sha256') === false) return { code: 'key-not-for-mail' };
  const flags = listed('t') ?? [];
  const host = field.identity?.slice(field.identity.lastIndexOf('@') + 1).toLowerCase();
  if (flags.includes('s') && host !== undefined && host !== field.domain.toLowerCase())
    return { code: 'identity-mismatch' };
  return { publicKey, notes: flags.includes('y') ? ['test-mode'] : [] };
}
