import list from './licences.json';

/** Whose work is in the app, under which licence; several share a text. */
export interface Licences {
  readonly parts: readonly {
    readonly name: string;
    readonly version: string;
    readonly licence: string;
    /** Places in `texts`. */
    readonly texts: readonly number[];
  }[];
  readonly texts: readonly string[];
}

/** Made by `node electron/tooling/write-licences.ts` from the packages themselves. */
export const licences: Licences = list;
