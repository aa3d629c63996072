/** A file that is written before it is added: its bytes follow from `size` and `seed`. */
export interface GivenFile {
  readonly name: string;
  readonly size: number;
  readonly seed: number;
}
