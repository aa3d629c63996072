import { Decrypter } from 'age-encryption';

/** Why a header does not open: it is not of the form of age, no identity fits, or it was changed. */
export type AgeHeaderProblem = 'malformed' | 'no-identity-fits' | 'altered';

export type OpenedAgeHeader =
  | { readonly ok: true; readonly fileKey: Uint8Array }
  | { readonly ok: false; readonly problem: AgeHeaderProblem };

/**
 * Opens the header of an age file: parses it, unwraps the file key with the first identity that fits, and checks the header's own
 * code of authenticity.
 *
 * @param header from the first byte of the file to the end of the line that begins with `---`
 * @param identities X25519 identities, `AGE-SECRET-KEY-1…`; without one the header is only parsed
 */
export async function openAgeHeader(
  header: Uint8Array,
  identities: readonly string[],
): Promise<OpenedAgeHeader> {
  const came = { toStanzas: false, toTheLast: false };
  const decrypter = new Decrypter();
  // The library says what went wrong in words only. These two fit nothing, and notice how far it came.
  decrypter.addIdentity({
    unwrapFileKey: () => {
      came.toStanzas = true;
      return null;
    },
  });
  for (const identity of identities) decrypter.addIdentity(identity);
  decrypter.addIdentity({
    unwrapFileKey: () => {
      came.toTheLast = true;
      return null;
    },
  });
  try {
    return { ok: true, fileKey: await decrypter.decryptHeader(header) };
  } catch {
    if (!came.toStanzas) return { ok: false, problem: 'malformed' };
    return { ok: false, problem: came.toTheLast ? 'no-identity-fits' : 'altered' };
  }
}
