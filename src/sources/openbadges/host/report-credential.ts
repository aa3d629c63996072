import { collectArchive } from '../collect-archive.ts';
import { takeCredential } from '../take-credential.ts';
import type { HeldCredential, HostPull } from './host-pull.ts';
import { provenanceOf } from './answer-provenance.ts';
import { reportEvidence } from './report-evidence.ts';

/**
 * Keeps a credential byte for byte, with what it names, what its issuer answered about keys and status just now, and what could be checked. One
 * that is forged, taken back or of a strange key is kept too, and says so.
 */
export async function reportCredential(pull: HostPull, held: HeldCredential): Promise<void> {
  const { key, name, read, listed, page } = held;
  const { sink, previous, receiver, signal } = pull.parts;
  const collected = await collectArchive(read, pull.network, signal);
  const evidence = await reportEvidence(pull, held);
  const results = await takeCredential(
    {
      key,
      name: `${name}.${listed.format === 'json' ? 'json' : 'jwt'}`,
      bytes: listed.bytes,
      read,
      provenance: provenanceOf(
        page.answer,
        { method: 'web-service', url: page.url.href, function: 'getCredentials' },
        receiver,
      ),
      collected,
      evidence,
    },
    { sink, previous, at: receiver.clock.now(), signal },
  );
  for (const result of results) pull.counted(result);
}
