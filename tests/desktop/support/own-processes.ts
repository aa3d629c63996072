import { readFile } from 'node:fs/promises';

/** The processes below one, as Linux lists them. */
export async function processesBelow(pid: number): Promise<number[]> {
  const listed = await readFile(`/proc/${String(pid)}/task/${String(pid)}/children`, 'utf8').catch(() => '');
  const children = listed.split(' ').filter(Boolean).map(Number);
  return [...children, ...(await Promise.all(children.map(processesBelow))).flat()];
}
