import { join } from 'node:path';

/** Files on one shelf, so that FAT32 copies stay within their limits and a batch syncs one folder. */
export const shelfCapacity = 1024;

export const blobsName = 'blobs';
export const incomingName = 'incoming';

/** Which blob file: its shelf and the SHA-256 of its sealed bytes. */
export interface BlobPlace {
  readonly shelf: number;
  readonly file: string;
}

/** `0000`, `0001`, … with more digits beyond 9999. */
export function shelfName(shelf: number): string {
  return String(shelf).padStart(4, '0');
}

/** The number of a shelf's folder; undefined for a folder of any other name. */
export function parseShelfName(name: string): number | undefined {
  if (!/^\d{4,9}$/.test(name)) return undefined;
  const shelf = Number(name);
  return shelfName(shelf) === name ? shelf : undefined;
}

export function blobName(file: string): string {
  return `${file}.blob`;
}

/** The digest in a blob's file name; undefined for any other name. */
export function parseBlobName(name: string): string | undefined {
  return /^([0-9a-f]{64})\.blob$/.exec(name)?.[1];
}

/** Path of a blob in the vault at `folder`. */
export function blobPath(folder: string, { shelf, file }: BlobPlace): string {
  return join(folder, blobsName, shelfName(shelf), blobName(file));
}
