import { stat } from 'node:fs/promises';
import { basename, dirname, relative, isAbsolute, sep } from 'node:path';

import { encodeHex } from '../../base/bytes.ts';
import { isoTime } from '../../base/clock.ts';
import { throwIfCancelled, VaultError } from '../../base/errors.ts';
import { randomBytes } from '../../crypto/random.ts';
import { systemProbe } from '../../store/place/system-probe.ts';
import { wayWithinVolume } from '../../store/place/other-volumes.ts';
import { encodeReplicaFile, readReplicaFile, replicaReadme } from '../../store/replica/replica-file.ts';
import { replicaFileName, replicaFolderName, replicaReadmeName } from '../../store/replica/replica-names.ts';
import { contentOf } from '../../store/replica/replica-plan.ts';
import type { ReplicaTarget } from '../../store/replica/replica-target.ts';
import { realFolder } from '../place.ts';
import { liesOnSameDisk } from '../same-disk.ts';
import type { WritableVault } from '../vault-context.ts';
import type { ReplicaChoice, ReplicaSchedule } from './replica-choice.ts';
import { folderTarget, rememberChoice, webdavTarget } from './replica-place.ts';

type NewReplica =
  | { readonly type: 'folder'; readonly path: string }
  | { readonly type: 'webdav'; readonly url: string; readonly user: string; readonly password: string };

interface AddReplicaOptions {
  /** The learner's word for it; the place's own name unless told. */
  readonly name?: string;
  readonly schedule?: ReplicaSchedule;
  readonly signal?: AbortSignal;
}

export interface AddedReplica {
  readonly id: string;
  readonly name: string;
  readonly type: 'folder' | 'webdav';
  /** True if there was a second copy of this vault already, which is gone on with. */
  readonly found: boolean;
  /** `same-disk`: it lies on the vault's own disk, so one broken disk takes both. */
  readonly findings: readonly 'same-disk'[];
}

/**
 * Chooses a place for a second copy and makes its folder there; nothing of the vault is copied yet. A second copy of this vault that is there already
 * is gone on with, under its own id.
 * Throws `input.path-missing`, `input.not-a-file`, `input.replica-in-vault`, `input.replica-other-vault`, `format.too-new`, what the place throws.
 */
export async function addReplica(
  vault: WritableVault,
  place: NewReplica,
  options: AddReplicaOptions = {},
): Promise<AddedReplica> {
  throwIfCancelled(options.signal);
  if (place.type === 'webdav') {
    const target = await webdavTarget(vault, place);
    const { url, user, password } = place;
    return begin(vault, target, { type: 'webdav', url, user, password }, new URL(url).host, options, []);
  }
  const path = await placeOfCopies(vault, place.path);
  const sameDisk = await liesOnSameDisk(vault.dir, path);
  const within = wayWithinVolume(path, systemProbe);
  const rest = { type: 'folder' as const, path, ...(within === undefined ? {} : { within }) };
  const name = basename(path) === '' ? path : basename(path);
  return begin(vault, folderTarget(vault, path), rest, name, options, sameDisk ? ['same-disk'] : []);
}

type ChoiceBase = 'id' | 'schedule' | 'lookedAt';
type Where = ReplicaChoice extends infer Choice
  ? Choice extends ReplicaChoice
    ? Omit<Choice, ChoiceBase>
    : never
  : never;

async function begin(
  vault: WritableVault,
  target: ReplicaTarget,
  where: Where,
  placeName: string,
  { name, schedule, signal }: AddReplicaOptions,
  findings: AddedReplica['findings'],
): Promise<AddedReplica> {
  try {
    const file = await readReplicaFile(target);
    if (typeof file === 'object' && file.vault !== vault.id)
      throw new VaultError('input.replica-other-vault');
    const found = typeof file === 'object';
    const id = found ? file.replica : encodeHex(randomBytes(16));
    throwIfCancelled(signal);
    if (!found) await writeReplicaFiles(vault, target, id, file === 'damaged');
    const known = vault.index.replicas.list().find((row) => row.id === id);
    const before = vault.secrets.replicas.find((choice) => choice.id === id);
    await rememberChoice(vault, {
      ...where,
      id,
      schedule: schedule ?? before?.schedule ?? { whenPluggedIn: false },
      ...(before?.lookedAt === undefined ? {} : { lookedAt: before.lookedAt }),
    });
    const called = name ?? known?.name ?? placeName.slice(0, 200);
    if (known?.name !== called)
      await vault.recorder.record([
        { kind: 'replica-added', at: isoTime(vault.clock), replica: id, name: called, type: where.type },
      ]);
    return { id, name: called, type: where.type, found, findings };
  } finally {
    await target.close();
  }
}

/** Writes `replica.json`, which makes the folder, and the words for whoever finds it. Throws as the place does. */
export async function writeReplicaFiles(
  vault: WritableVault,
  target: ReplicaTarget,
  replica: string,
  damaged: boolean,
): Promise<void> {
  const file = contentOf(encodeReplicaFile({ vault: vault.id, replica, created: isoTime(vault.clock) }));
  // One that is damaged may have the length that the new one has, and a copy without one is not known again.
  await (damaged ? target.putOver(replicaFileName, file) : target.put(replicaFileName, file));
  await target.put(replicaReadmeName, contentOf(replicaReadme));
  await target.settle();
}

/** The folder that is to hold the copy's folder. Whoever shows that folder itself means the one around it. */
async function placeOfCopies(vault: WritableVault, typed: string): Promise<string> {
  let folder: string;
  try {
    if (!(await stat(typed)).isDirectory()) throw new VaultError('input.not-a-file');
    folder = realFolder(typed);
  } catch (error) {
    if (error instanceof VaultError) throw error;
    throw new VaultError('input.path-missing', {}, error);
  }
  const own = realFolder(vault.dir);
  for (let above = folder; ; above = dirname(above)) {
    if (isWithin(folder, own) || (await isVault(vault, above)))
      throw new VaultError('input.replica-in-vault');
    if (dirname(above) === above) break;
  }
  if ((await vault.port.findStatus(`${folder}${sep}${replicaFileName}`)) === undefined) return folder;
  if (basename(folder) !== replicaFolderName(vault.id)) throw new VaultError('input.replica-other-vault');
  return dirname(folder);
}

async function isVault({ port }: WritableVault, folder: string): Promise<boolean> {
  return (
    (await port.findStatus(`${folder}${sep}vault.json`)) !== undefined &&
    (await port.findStatus(`${folder}${sep}ledger`)) !== undefined
  );
}

function isWithin(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}
