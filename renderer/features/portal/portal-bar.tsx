import { ArrowLeft, ArrowRight, BookmarkPlus, CornerDownLeft, RotateCw, X } from 'lucide-react';
import { useState, type ReactNode } from 'react';

import type { PortalState } from '../../../src/contract/shell-contract.ts';
import { useAppState } from '../../app/app-state.ts';
import { shell } from '../../app/shell.ts';
import { useAction } from '../../app/use-action.ts';
import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { StateMark, type Level } from '../../ui/state-mark.tsx';
import { VisuallyHidden } from '../../ui/visually-hidden.tsx';
import { AddressForm } from './address-form.tsx';
import { words } from './words.ts';

const levels: Readonly<Record<PortalState['certificate'], Level>> = {
  secure: 'safe',
  'not-secure': 'attention',
  practice: 'none',
  broken: 'risk',
};

/** Where the portal is, what its line is worth, and what can be done with it. */
export function PortalBar({ portal }: { readonly portal: PortalState }): ReactNode {
  const say = useWords(words);
  const { practice } = useAppState();
  const { error, run } = useAction();
  const [closing, setClosing] = useState(false);
  const act = (what: Parameters<typeof shell.call<'portal.do'>>[1]['what']): void => {
    run(() => shell.call('portal.do', { what }));
  };
  const isCopying = portal.kept.some(({ state }) => state === 'copying');
  return (
    <header className="portal-bar">
      <VisuallyHidden>
        <h1>{say.title}</h1>
      </VisuallyHidden>
      <div className="portal-row">
        <div className="portal-steps">
          <IconButton
            label={say.back}
            icon={ArrowLeft}
            isDisabled={!portal.canGoBack}
            onPress={() => act('back')}
          />
          <IconButton
            label={say.forward}
            icon={ArrowRight}
            isDisabled={!portal.canGoForward}
            onPress={() => act('forward')}
          />
          {portal.loading ? (
            <IconButton label={say.stopLoading} icon={X} onPress={() => act('stop')} />
          ) : (
            <IconButton label={say.reload} icon={RotateCw} onPress={() => act('reload')} />
          )}
        </div>
        <AddressForm
          address={portal.address}
          button={say.go}
          onGo={(url) => run(() => shell.call('portal.go', { url }))}
        />
        <div className="portal-deeds">
          <Button variant="primary" icon={BookmarkPlus} onPress={() => act('keep-page')}>
            {say.keepPage}
          </Button>
          <Button icon={X} onPress={() => (isCopying ? setClosing(true) : act('close'))}>
            {say.close}
          </Button>
        </div>
      </div>
      <div className="portal-row portal-facts">
        <span className="portal-line">
          <StateMark level={levels[portal.certificate]} word={say.certificate[portal.certificate]} />
          <span className="portal-line-text">{say.certificateText[portal.certificate]}</span>
        </span>
        {practice && portal.certificate !== 'practice' && <strong>{say.practice}</strong>}
        <Button variant="plain" icon={CornerDownLeft} onPress={() => act('focus')}>
          {say.enter}
        </Button>
      </div>
      {error !== undefined && <ErrorNote error={error} />}
      <ConfirmDialog
        title={say.closing.title}
        isOpen={closing}
        onClose={() => setClosing(false)}
        onConfirm={() => {
          setClosing(false);
          act('close');
        }}
        confirm={say.closing.confirm}
        danger
      >
        {say.closing.text}
      </ConfirmDialog>
    </header>
  );
}
