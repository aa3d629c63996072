import { useState } from 'react';

interface ServerFieldValues {
  readonly url: string;
  readonly user: string;
  readonly password: string;
}

/** The address of a folder on a server, and who may use it, while they are being typed. */
export interface TypedServer {
  readonly values: ServerFieldValues;
  readonly type: (change: Partial<ServerFieldValues>) => void;
  /** Address and name as they are meant. */
  readonly asked: Pick<ServerFieldValues, 'url' | 'user'>;
  /** From now on what is missing is marked; true if nothing is. */
  readonly check: () => boolean;
  /** True for what is missing, once that is to be said. */
  readonly lacks: (field: keyof ServerFieldValues) => boolean;
}

export function useServer(): TypedServer {
  const [values, setValues] = useState<ServerFieldValues>({ url: '', user: '', password: '' });
  const [tried, setTried] = useState(false);
  return {
    values,
    type: (change) => setValues({ ...values, ...change }),
    asked: { url: values.url.trim(), user: values.user.trim() },
    check: () => {
      setTried(true);
      return [values.url, values.user, values.password].every((text) => text.trim() !== '');
    },
    lacks: (field) => tried && values[field].trim() === '',
  };
}
