import { bringHeader, type HeaderBrought } from '../vault/replicas/bring-header.ts';
import type { CommandContext } from './context.ts';

/** After a change of passphrase or recovery key: brings the new header to second copies, and says which could not be reached. */
export async function followHeader(
  context: CommandContext,
  passphrase: string,
): Promise<{ readonly replicas: HeaderBrought; readonly lines: readonly string[] }> {
  const replicas = await bringHeader(context.place(), { passphrase });
  const { done, pending } = replicas;
  return {
    replicas,
    lines: [
      ...(done.length === 0
        ? []
        : [`Second copies that have it already: ${done.map(({ name }) => name).join(', ')}`]),
      ...pending.map(
        ({ name, code }) =>
          `The second copy ${name} does not have it yet${code === undefined ? '' : ` [${code}]`}: it opens with the old one until its next round (replica sync).`,
      ),
    ],
  };
}
