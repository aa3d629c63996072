import { Encrypter } from 'age-encryption';

/** Takes the plain bytes of one age file in, from its first to its last. */
export interface AgeWriter {
  /** The memory of `bytes` may be used again afterwards. Throws what the sink threw. */
  write(bytes: Uint8Array): Promise<void>;
  /** Returns once the last sealed byte has been given to the sink. A file that was not finished does not open. */
  finish(): Promise<void>;
}

/**
 * Encrypts to X25519 recipients in the age format, version 1, as a stream: a piece is sealed as soon as 64 KiB are there, and never
 * more than a few pieces are kept.
 *
 * @param recipients at least one `age1…`; anybody with the identity of one of them can open the file
 * @param sink takes the sealed bytes; the writer waits for each of its promises
 */
export async function openAgeWriter(
  recipients: readonly string[],
  sink: (sealed: Uint8Array) => Promise<void>,
): Promise<AgeWriter> {
  const encrypter = new Encrypter();
  for (const recipient of recipients) encrypter.addRecipient(recipient);
  const passage = new TransformStream<Uint8Array, Uint8Array>();
  const sealed = await encrypter.encrypt(passage.readable);
  const pumped = pump(sealed.getReader(), sink);
  // Met by each write and by the end.
  pumped.catch(() => undefined);
  const input = passage.writable.getWriter();

  /** What went wrong in the sink is told in its own words, not as a stream that broke. */
  const unlessBroken = async (step: Promise<void>): Promise<void> => {
    try {
      await Promise.race([step, pumped]);
    } catch (thrown) {
      await pumped;
      throw thrown;
    }
  };
  return {
    // A copy: the stream takes a piece some time after it was written.
    write: (bytes) => unlessBroken(input.write(bytes.slice())),
    async finish() {
      await unlessBroken(input.close());
      await pumped;
    },
  };
}

interface PieceReader {
  read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array | undefined }>;
  cancel(reason?: unknown): Promise<void>;
}

async function pump(reader: PieceReader, sink: (sealed: Uint8Array) => Promise<void>): Promise<void> {
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done || value === undefined) return;
      await sink(value);
    }
  } catch (thrown) {
    await reader.cancel(thrown);
    throw thrown;
  }
}
