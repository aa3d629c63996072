export interface RecoverySheet {
  /** The twelve words, with blanks between them. */
  readonly words: string;
  /** Vault id, hexadecimal. */
  readonly vault?: string;
  readonly madeAt: Date;
}

export function recoverySheet({ words }: RecoverySheet): Uint8Array {
  return new TextEncoder().encode(words);
}
