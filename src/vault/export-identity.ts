import { VaultError } from '../base/errors.ts';
import { identityFields, type IdentityField } from '../bundle/default-disclosure.ts';
import type { ItemRow } from '../store/index/item-queries.ts';
import type { OpenVault } from './vault-context.ts';

/** How much of who they are the learner shows. */
export interface IdentityChoice {
  /** Exactly these parts of the profile; by default those that an awarding organisation needs. */
  readonly identity?: readonly IdentityField[];
  /** Show the candidate number only; it must be the one in the profile. */
  readonly pseudonym?: string;
}

/** Something that goes along and may tell who the learner is, though their name is closed. */
export interface NamingItem {
  /** The item's id; none for the name of a source. */
  readonly item?: string;
  readonly what: string;
  /** Where the name stands; `not-read` where nobody could look into a file. */
  readonly where: 'name' | 'record' | 'text' | 'not-read';
}

/** Every part of a profile that can be shown, as `--identity` takes them. */
export const identityParts = identityFields.join(',');

/** Reads `name,uln` or `none`. Throws `input.usage`. */
export function parseIdentity(text: string): IdentityField[] {
  if (text === 'none') return [];
  return text.split(',').map((word) => {
    const field = identityFields.find((each) => each.toLowerCase() === word.trim().toLowerCase());
    if (field === undefined)
      throw new VaultError('input.usage', {
        problem: `--identity takes none, or some of ${identityParts}`,
      });
    return field;
  });
}

/**
 * The parts of the profile that are shown, or undefined for the default.
 * Throws `input.usage` if both are chosen, or if the profile has another candidate number or none.
 */
export function shownIdentity(
  vault: OpenVault,
  choice: IdentityChoice,
): readonly IdentityField[] | undefined {
  if (choice.pseudonym === undefined) return choice.identity;
  if (choice.identity !== undefined)
    throw new VaultError('input.usage', { problem: 'choose parts of the profile or a pseudonym, not both' });
  const [profile] = vault.index.statements.list('profile');
  if (profile?.record.candidateNumber !== choice.pseudonym)
    throw new VaultError('input.usage', { problem: 'the profile has another candidate number, or none' });
  return ['candidateNumber'];
}

/**
 * What may still name the learner where their name is closed: by its own name, by what its portal said of it, by the words that search
 * read in it; and files that nobody could read. One word of the name is enough, so this lists too much rather than too little.
 */
export function namingItems(vault: OpenVault, shown: readonly ItemRow[]): NamingItem[] {
  const words = namingWords(vault);
  if (words.parts.length === 0 && words.numbers.length === 0) return [];
  const names = (text: string) => namesOneOf(text, words);
  const sources = [...new Set(shown.map(({ source }) => source))].flatMap((id): NamingItem[] => {
    const name = vault.index.sources.find(id)?.name ?? '';
    return names(name) ? [{ what: name, where: 'name' }] : [];
  });
  return [
    ...sources,
    ...shown.flatMap((item): NamingItem[] => {
      const about = { item: item.id, what: item.name };
      const versions = vault.index.items.versions(item.id);
      // What has no version, such as a file that could not be downloaded, is still listed by its name.
      if ([item, ...versions].some(({ name }) => names(name))) return [{ ...about, where: 'name' }];
      if (versions.some(({ record }) => names(JSON.stringify(record))))
        return [{ ...about, where: 'record' }];
      const contents = versions.flatMap(({ content }) => content ?? []);
      const read = contents.map(({ sha256 }) => vault.index.examinations.find(sha256));
      if (read.some((found) => names(found?.text ?? ''))) return [{ ...about, where: 'text' }];
      const unread = read.some((found) => found === undefined || found.problem !== undefined || found.cut);
      return unread ? [{ ...about, where: 'not-read' }] : [];
    }),
  ];
}

interface NamingWords {
  /** Words of the learner's name that are longer than one letter. */
  readonly parts: readonly string[];
  /** What else would tell who they are. */
  readonly numbers: readonly string[];
}

/** All in lower case, without accents. */
function namingWords(vault: OpenVault): NamingWords {
  const profiles = vault.index.statements.list('profile').map(({ record }) => record);
  const parts = profiles.flatMap(({ name }) =>
    typeof name === 'string' ? plain(name).split(/[^\p{L}\p{N}]+/u) : [],
  );
  const numbers = profiles.flatMap(({ uln, learnerNumber, email }) =>
    [uln, learnerNumber, email].flatMap((value) => (typeof value === 'string' ? [plain(value)] : [])),
  );
  return { parts: parts.filter((part) => part.length > 1), numbers: numbers.filter((each) => each !== '') };
}

/**
 * Also in `samreed.pdf`, whichever two parts of the name are joined, but not `Sam` in `sample`: short words must stand alone, long ones
 * may stand anywhere.
 */
function namesOneOf(text: string, { parts, numbers }: NamingWords): boolean {
  const said = plain(text);
  const alone = new Set(said.split(/[^\p{L}\p{N}]+/u));
  return (
    [...parts, ...numbers].some((word) => (word.length > 4 ? said.includes(word) : alone.has(word))) ||
    parts.some((first, place) =>
      parts.some((second, other) => place !== other && said.includes(first + second)),
    )
  );
}

function plain(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
}
