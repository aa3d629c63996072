import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/** True if two folders lie on one disk, so that losing it loses both. A folder that is not there yet lies where its parent does. */
export async function liesOnSameDisk(one: string, other: string): Promise<boolean> {
  const [a, b] = await Promise.all([deviceOf(one), deviceOf(other)]);
  return a !== undefined && a === b;
}

async function deviceOf(folder: string): Promise<number | undefined> {
  try {
    return (await stat(folder)).dev;
  } catch {
    const parent = dirname(folder);
    return parent === folder ? undefined : deviceOf(parent);
  }
}
