import type { z } from 'zod';

import { VaultError } from '../../src/base/errors.ts';
import type { sourceSchema } from '../../src/contract/methods/vault-methods.ts';
import { listSourceDetails } from '../../src/vault/source-details.ts';
import type { WritableVault } from '../../src/vault/vault-context.ts';
import type { EngineContext } from './engine-context.ts';

type SourceForPage = z.infer<typeof sourceSchema>;

/** The sources as pages show them: with when each is copied next. */
export function sourcesForPage(
  { scheduler }: Pick<EngineContext, 'scheduler'>,
  vault: WritableVault,
): SourceForPage[] {
  return listSourceDetails(vault).map((source) => {
    const nextSync = scheduler.nextSync(source.id);
    return { ...source, ...(nextSync === undefined ? {} : { nextSync }) };
  });
}

/** One of them. Throws `input.not-found`. */
export function sourceForPage(
  engine: Pick<EngineContext, 'scheduler'>,
  vault: WritableVault,
  id: string,
): SourceForPage {
  const found = sourcesForPage(engine, vault).find((source) => source.id === id);
  if (found === undefined) throw new VaultError('input.not-found', { what: 'source' });
  return found;
}
