import { parseBase64 } from '../../base/bytes.ts';
import { throwIfCancelled } from '../../base/errors.ts';
import type { HashPort } from '../../crypto/hash-port.ts';
import { BlobReader } from '../blob/blob-reader.ts';
import type { DurablePort } from '../durable/port.ts';
import { headerNames, readHeader } from '../header/header-files.ts';
import { examineLog } from '../ledger-files/examine-log.ts';
import { FindingList, type LedgerEnvironment } from '../ledger-files/ledger-environment.ts';
import { listLogs } from '../ledger-files/log-layout.ts';
import { openLog } from '../ledger-files/open-log.ts';
import { findPresence } from './blob-presence.ts';
import type { CheckProgress, CheckResult } from './check-result.ts';
import { DamageList } from './damage-list.ts';
import { findForeignFiles } from './foreign-files.ts';
import { blobInside, ReferencedBlobs } from './referenced-blobs.ts';
import { findProblem } from './verify-content.ts';

/** Nobody can say without keys which items a file belongs to. */
const nobody = { itemsOfFile: () => [], itemsOfEntry: () => [] };

/**
 * Checks a vault, or a copy of one, without any key: header signatures, both copies of the ledger with tree and signatures,
 * whether each blob is there with its length, and with `full` that each is what its name says. Changes nothing.
 *
 * Throws `access.no-vault`, `integrity.header-damaged` and the other codes of `readHeader`, since without a header nobody
 * knows whose files these are; `storage.*`, `internal.cancelled`.
 */
export async function checkSealed(
  { dir, port, hashes }: { readonly dir: string; readonly port: DurablePort; readonly hashes: HashPort },
  options: {
    readonly full: boolean;
    readonly signal?: AbortSignal | undefined;
    readonly onProgress?: ((progress: CheckProgress) => void) | undefined;
  },
): Promise<CheckResult> {
  const { signal, full } = options;
  const damage = new DamageList(nobody);
  const { header, copies } = await readHeader(port, dir);
  for (const name of headerNames)
    if (copies[name] !== 'good') damage.add('integrity.header-copy-damaged', name);
  const findings = new FindingList();
  const environment: LedgerEnvironment = {
    dir,
    port,
    hashes,
    vault: header.vault,
    root: parseBase64(header.root),
    keys: undefined,
    access: 'read',
    findings,
  };
  const referenced = new ReferencedBlobs();
  const tell = (stage: CheckProgress['stage'], done: number, total: number | undefined): void =>
    options.onProgress?.({
      stage,
      done,
      total,
      bytes: 0,
      totalBytes: referenced.bytes,
      bytesPerSecond: 0,
    });
  let entries = 0;
  let segments = 0;
  for (const log of await listLogs(environment)) {
    const { files } = await openLog(environment, log, undefined);
    if (files === undefined) continue;
    entries += files.head.size;
    await examineLog(environment, files, signal, (content) => {
      referenced.addSegment(content);
      segments += 1;
      tell('ledger', segments, undefined);
    });
  }
  const reader = new BlobReader(port, dir, header.vault);
  const presence = await findPresence(reader, referenced, signal, (done) => {
    tell('files', done, referenced.parts.size);
  });
  for (const [file, code] of presence.problems)
    damage.add(code, blobInside({ shelf: referenced.parts.get(file)?.shelf ?? 0, file }));
  let done = 0;
  const named = full ? [...referenced.parts.values()] : [];
  for (const { name: file, shelf } of named) {
    throwIfCancelled(signal);
    const code = presence.problems.has(file) ? undefined : await findProblem(reader, { shelf, file }, signal);
    if (code !== undefined) damage.add(code, blobInside({ shelf, file }));
    done += 1;
    tell('contents', done, named.length);
  }
  for (const orphan of presence.orphans) damage.addNotice('integrity.blob-orphan', blobInside(orphan));
  for (const path of presence.foreign)
    damage.addNotice('integrity.foreign-file', `blobs/${path.replaceAll('\\', '/')}`);
  for (const path of await findForeignFiles(port, dir)) damage.addNotice('integrity.foreign-file', path);
  for (const finding of findings.all()) damage.addLedger(finding);
  const { damaged, notices } = damage;
  return {
    ok: damaged.length === 0,
    entries,
    blobs: referenced.parts.size,
    bytes: referenced.bytes,
    damaged,
    notices,
  };
}
