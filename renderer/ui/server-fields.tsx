import { PassphraseField } from './passphrase-field.tsx';
import { TextField } from './text-field.tsx';
import type { TypedServer } from './use-server.ts';

interface ServerFieldsProps {
  readonly server: TypedServer;
  readonly say: {
    readonly address: string;
    readonly addressHelp: string;
    readonly user: string;
    readonly password: string;
    readonly passwordHelp?: string;
    readonly missing: string;
  };
  readonly isDisabled: boolean;
}

/** Address, user name and password of a folder on a server. */
export function ServerFields({ server, say, isDisabled }: ServerFieldsProps) {
  const { values, type, lacks } = server;
  return (
    <>
      <TextField
        label={say.address}
        help={say.addressHelp}
        value={values.url}
        onChange={(url) => type({ url })}
        error={lacks('url') ? say.missing : undefined}
        isDisabled={isDisabled}
      />
      <TextField
        label={say.user}
        value={values.user}
        onChange={(user) => type({ user })}
        error={lacks('user') ? say.missing : undefined}
        isDisabled={isDisabled}
      />
      <PassphraseField
        label={say.password}
        {...(say.passwordHelp === undefined ? {} : { help: say.passwordHelp })}
        value={values.password}
        onChange={(password) => type({ password })}
        error={lacks('password') ? say.missing : undefined}
        isDisabled={isDisabled}
      />
    </>
  );
}
