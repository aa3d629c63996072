/** How long to wait, in milliseconds. */
export interface HttpTimeouts {
  /** From sending the request to the answer's headers. */
  readonly answer: number;
  /** Between two pieces of the body while somebody waits for the next one. */
  readonly idle: number;
  /** From sending the request to the end of the body. */
  readonly total: number;
}

export const defaultTimeouts: HttpTimeouts = { answer: 30_000, idle: 30_000, total: 120_000 };

/**
 * The promise's result, or what `onTimeout` throws once `milliseconds` have passed. The promise itself goes on; when it fails
 * later, nobody is told.
 */
export async function within<Result>(
  promise: Promise<Result>,
  milliseconds: number,
  onTimeout: () => Error,
): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(onTimeout());
    }, milliseconds);
  });
  // Both are watched by the race; the one that loses must not count as unhandled.
  promise.catch(() => undefined);
  late.catch(() => undefined);
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
