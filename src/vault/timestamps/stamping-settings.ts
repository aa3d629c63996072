import { VaultError } from '../../base/errors.ts';
import { parseAuthorityAddress } from '../../anchors/timestamp-client.ts';
import { readSettingsLeniently } from '../outside/lenient-settings.ts';
import type { OpenVault, WritableVault } from '../vault-context.ts';
import { knownAuthorities } from './known-authorities.ts';
import { neverAsked, stampingSchema, type StampingConsent, type StoredStamping } from './stamping-choice.ts';

/** Whom to ask for dates, and whether. It lies in the sealed settings, which a copy of the vault carries along. */
export interface StampingSettings {
  readonly consent: StampingConsent;
  /** Addresses, in the order in which they are asked. */
  readonly authorities: readonly string[];
}

function asChosen({ consent, authorities }: StoredStamping): StampingSettings {
  return {
    consent,
    authorities: authorities ?? knownAuthorities.filter(({ usual }) => usual).map(({ url }) => url),
  };
}

/** Addresses of the authorities that a stored choice means. */
export function authoritiesOf(stored: StoredStamping): readonly string[] {
  return asChosen(stored).authorities;
}

/** Reads the settings of a vault that is open to be read; damaged ones are as if nobody had answered. Throws `format.too-new`, `storage.*`. */
export async function readStampingSettings(vault: OpenVault): Promise<StampingSettings> {
  const read = await readSettingsLeniently(vault);
  const value = read === 'damaged' ? undefined : read?.value;
  return asChosen(stampingSchema.safeParse(value?.stamping).data ?? neverAsked);
}

/** The same of a vault that this process writes. */
export function stampingSettings(vault: WritableVault): StampingSettings {
  return asChosen(vault.secrets.stamping);
}

/** Takes the learner's answer. Durable once it resolves. Throws `storage.*`. */
export async function setStampingConsent(vault: WritableVault, consent: 'on' | 'off'): Promise<void> {
  await vault.secrets.setStamping({ ...vault.secrets.stamping, consent });
}

/** Adds an authority to the learner's list; one that is there stays. Throws `source.unsafe-address`, `storage.*`. */
export async function addAuthority(vault: WritableVault, text: string): Promise<StampingSettings> {
  const url = parseAuthorityAddress(text);
  const { authorities } = stampingSettings(vault);
  if (!authorities.includes(url))
    await vault.secrets.setStamping({ ...vault.secrets.stamping, authorities: [...authorities, url] });
  return stampingSettings(vault);
}

/** Takes an authority off the list; its tokens stay in the history. Throws `input.not-found`, `source.unsafe-address`, `storage.*`. */
export async function removeAuthority(vault: WritableVault, text: string): Promise<StampingSettings> {
  const url = parseAuthorityAddress(text);
  const { authorities } = stampingSettings(vault);
  if (!authorities.includes(url)) throw new VaultError('input.not-found');
  await vault.secrets.setStamping({
    ...vault.secrets.stamping,
    authorities: authorities.filter((one) => one !== url),
  });
  return stampingSettings(vault);
}
