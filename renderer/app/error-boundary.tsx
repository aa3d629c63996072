import { Component, type ReactNode } from 'react';

import { words } from './words.ts';
import { wordsIn } from '../language/define-words.ts';
import { LanguageContext } from '../language/language.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { navigate } from './router.ts';

interface BoundaryProps {
  /** Another place begins anew. */
  readonly place: string;
  readonly children: ReactNode;
}

interface BoundaryState {
  readonly broken: boolean;
}

/** What is shown in place of a screen that broke. React asks for a class here. */
export class ErrorBoundary extends Component<BoundaryProps, BoundaryState> {
  static override contextType = LanguageContext;
  declare context: string;
  override state: BoundaryState = { broken: false };

  static getDerivedStateFromError(): BoundaryState {
    return { broken: true };
  }

  override componentDidUpdate(before: BoundaryProps): void {
    if (this.state.broken && before.place !== this.props.place) this.setState({ broken: false });
  }

  override render(): ReactNode {
    if (!this.state.broken) return this.props.children;
    return <Broken language={this.context} onRetry={() => this.setState({ broken: false })} />;
  }
}

function Broken({
  language,
  onRetry,
}: {
  readonly language: string;
  readonly onRetry: () => void;
}): ReactNode {
  const say = wordsIn(words, language).broken;
  return (
    <Notice
      live
      tone="risk"
      title={say.title}
      text={say.text}
      action={
        <>
          <Button onPress={onRetry}>{say.again}</Button>
          <Button variant="plain" onPress={() => navigate('/home')}>
            {say.home}
          </Button>
        </>
      }
    />
  );
}
