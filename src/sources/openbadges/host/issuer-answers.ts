import { VaultError } from '../../../base/errors.ts';
import type { ArchivedAnswer } from '../../../verify/origin/credentials/archived-answers.ts';
import type { CredentialNetwork } from '../collect-archive.ts';

/**
 * A way to issuers that asks each address once a pull: a host's credentials mostly share one key document and one status list. What could not be
 * had is not asked for again either.
 */
export function askingOnce(network: CredentialNetwork): CredentialNetwork {
  const asked = new Map<string, Promise<ArchivedAnswer | VaultError>>();
  return {
    async get(url, purpose, signal) {
      const name = `${purpose} ${url.href}`;
      const asking =
        asked.get(name) ??
        network.get(url, purpose, signal).catch((thrown: unknown) => {
          if (thrown instanceof VaultError && thrown.code.startsWith('source.')) return thrown;
          throw thrown;
        });
      asked.set(name, asking);
      const answer = await asking;
      if (answer instanceof VaultError) throw answer;
      return answer;
    },
  };
}
