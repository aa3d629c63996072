/** A time stamping authority that the public may ask. */
export interface KnownAuthority {
  readonly name: string;
  readonly url: string;
  /** Asked unless the learner chooses otherwise; the others are there to be added. */
  readonly usual: boolean;
}

/**
 * Authorities that answer anybody without an account, as their own pages say. Standing in this list makes nobody trusted: a token
 * counts only for a reader whose policy names its authority.
 */
export const knownAuthorities: readonly KnownAuthority[] = [
  { name: 'DigiCert', url: 'http://timestamp.digicert.com/', usual: true },
  { name: 'Sectigo', url: 'http://timestamp.sectigo.com/', usual: true },
  { name: 'GlobalSign', url: 'http://timestamp.globalsign.com/tsa/r6advanced1', usual: false },
  { name: 'freeTSA', url: 'https://freetsa.org/tsr', usual: false },
];

/** What to call an authority: its name where it is known, else its host. */
export function authorityName(url: string): string {
  return knownAuthorities.find((known) => known.url === url)?.name ?? URL.parse(url)?.host ?? url;
}
