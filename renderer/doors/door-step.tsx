import { fill } from '../language/fill.ts';
import { useWords } from '../language/use-words.ts';
import { words } from './words.ts';
import './door-form.css';

/** Which of the three steps of making a vault this is. */
export function DoorStep({ step }: { readonly step: number }) {
  return <p className="door-step">{fill(useWords(words).keepKey.step, { step })}</p>;
}
