import type { ReactNode } from 'react';
import { Label } from 'react-aria-components/Label';
import { ProgressBar } from 'react-aria-components/ProgressBar';

import { fill } from '../language/fill.ts';
import { saySize } from '../language/size-words.ts';
import { useWords } from '../language/use-words.ts';
import { Button } from './button.tsx';
import { words } from './words.ts';
import './progress.css';

export interface ProgressProps {
  readonly label: string;
  /** What is at hand just now, such as a file's name. */
  readonly name?: string | undefined;
  readonly done: number;
  /** Without it the bar only shows that something moves. */
  readonly total?: number | undefined;
  /** What is counted; nothing is said of numbers that mean nothing to a person. */
  readonly counts?: 'items' | 'bytes' | 'nothing' | undefined;
  readonly onCancel?: (() => void) | undefined;
}

export function Progress({ label, name, done, total, counts = 'items', onCancel }: ProgressProps): ReactNode {
  const say = useWords(words);
  const known = total !== undefined && total > 0;
  const share = known ? Math.min(100, (done / total) * 100) : 0;
  const write = (value: number): string =>
    counts === 'bytes' ? saySize(value) : value.toLocaleString('en-GB');
  const said =
    known && counts !== 'nothing' ? fill(say.progress, { done: write(done), total: write(total) }) : '';
  return (
    <div className="progress">
      <ProgressBar
        className="progress-main"
        value={share}
        isIndeterminate={!known}
        {...(said === '' ? {} : { valueLabel: said })}
      >
        <div className="progress-words">
          <Label className="progress-label">{label}</Label>
          {said !== '' && <span className="progress-count">{said}</span>}
        </div>
        <svg className={known ? 'progress-bar' : 'progress-bar progress-moving'} aria-hidden="true">
          <rect className="progress-track" width="100%" height="100%" rx="3" />
          <rect className="progress-fill" width={known ? `${share}%` : '30%'} height="100%" rx="3" />
        </svg>
        {name !== undefined && <div className="progress-name">{name}</div>}
      </ProgressBar>
      {onCancel !== undefined && (
        <Button variant="plain" onPress={onCancel}>
          {say.cancel}
        </Button>
      )}
    </div>
  );
}
