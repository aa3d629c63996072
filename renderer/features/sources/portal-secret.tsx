import type { ReactNode } from 'react';

import { sealSecretFor } from '../../app/engine.ts';
import type { EngineInput } from '../../../src/contract/engine-contract.ts';
import { useWords } from '../../language/use-words.ts';
import { Checkbox } from '../../ui/checkbox.tsx';
import { Details } from '../../ui/details.tsx';
import { PassphraseField } from '../../ui/passphrase-field.tsx';
import { words } from './words.ts';

/** What a learner signs in with: a password, or a key that the portal calls a token. */
export interface TypedSecret {
  readonly isToken: boolean;
  readonly text: string;
}
export const noSecret: TypedSecret = { isToken: false, text: '' };

export interface PortalSecretFieldProps {
  readonly value: TypedSecret;
  readonly onChange: (value: TypedSecret) => void;
  readonly error: string | undefined;
  readonly isDisabled: boolean;
}

/** The field for it, and what happens to it. */
export function PortalSecretField(props: PortalSecretFieldProps): ReactNode {
  const { value, onChange, error, isDisabled } = props;
  const say = useWords(words);
  return (
    <>
      <PassphraseField
        label={value.isToken ? say.moodle.token : say.moodle.password}
        help={value.isToken ? say.moodle.tokenHelp : undefined}
        value={value.text}
        error={error}
        isDisabled={isDisabled}
        onChange={(text) => onChange({ ...value, text })}
      />
      <Checkbox
        value={value.isToken}
        isDisabled={isDisabled}
        onChange={(isToken) => onChange({ ...value, isToken })}
      >
        {say.moodle.useToken}
      </Checkbox>
      {!value.isToken && (
        <Details summary={say.moodle.passwordTitle}>
          <p>{say.moodle.passwordText}</p>
        </Details>
      )}
    </>
  );
}

type PortalSecret = EngineInput<'sources.signIn'>['secret'];

/** Seals it, so that only the engine can read it. */
export async function sealTyped(
  method: 'sources.connectMoodle' | 'sources.signIn',
  { isToken, text }: TypedSecret,
): Promise<PortalSecret> {
  return isToken
    ? { token: await sealSecretFor(`${method}/token`, text) }
    : { password: await sealSecretFor(`${method}/password`, text) };
}
