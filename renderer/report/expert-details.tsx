import type { ReactElement, ReactNode } from 'react';

import { fill } from '../language/fill.ts';
import { useWords } from '../language/use-words.ts';
import type { VerificationReport } from '../../src/verify/verification-report.ts';
import { words } from './words.ts';

/** Keys, ids and every check with its code: one level down, for those who compare and cite. */
export function ExpertDetails({ report }: { readonly report: VerificationReport }): ReactElement {
  const say = useWords(words);
  const { signer, bundle, checks } = report;
  return (
    <details className="report-details">
      <summary>{say.details}</summary>
      <dl>
        {signer !== null && (
          <>
            <Fact name={say.keyWords}>{signer.keyPhrase}</Fact>
            <Fact name={say.vaultId}>{signer.vault}</Fact>
            <Fact name={say.publicKey}>{signer.publicKey}</Fact>
          </>
        )}
        {bundle !== null && (
          <>
            <Fact name={say.bundleId}>{bundle.id}</Fact>
            <Fact name={say.madeBy}>
              {bundle.app}, {bundle.madeAt}
            </Fact>
            {bundle.logs.map(({ log, size }) => (
              <Fact key={log} name={say.log}>
                {log}, {fill(say.logSize, { count: size })}
              </Fact>
            ))}
          </>
        )}
      </dl>
      <table className="report-checks">
        <caption>{say.checksCaption}</caption>
        <thead>
          <tr>
            <th scope="col">{say.check}</th>
            <th scope="col">{say.result}</th>
            <th scope="col">{say.finding}</th>
          </tr>
        </thead>
        <tbody>
          {checks.map(({ id, result, code, detail }) => (
            <tr key={id}>
              <th scope="row">{id}</th>
              <td>{say.outcome[result]}</td>
              <td>
                {detail}
                {code !== undefined && <code>{code}</code>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }): ReactElement {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
