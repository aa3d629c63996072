import { useEffect, useState } from 'react';

import { fill } from '../language/fill.ts';
import { useLanguage } from '../language/language.ts';
import { useWords } from '../language/use-words.ts';
import { Details } from '../ui/details.tsx';
import { StateMark } from '../ui/state-mark.tsx';
import { sayGuessingTime } from './guessing-time.ts';
import { isTooShort, judgePassphrase, type Judgement } from './judge-passphrase.ts';
import { words } from './words.ts';
import './strength-meter.css';

interface Judged {
  readonly passphrase: string;
  readonly judgement: Judgement | undefined;
}

/** How long somebody would need to guess a passphrase, in words; the bar only repeats them. */
export function StrengthMeter({ passphrase }: { readonly passphrase: string }) {
  const say = useWords(words).newPassphrase;
  const [judged, setJudged] = useState<Judged>();

  useEffect(() => {
    if (isTooShort(passphrase)) return;
    let given = false;
    // A pause in typing: neither the judge nor a screen reader should run after every key.
    const pause = setTimeout(() => {
      judgePassphrase(passphrase).then(
        (judgement) => given || setJudged({ passphrase, judgement }),
        () => given || setJudged({ passphrase, judgement: undefined }),
      );
    }, 300);
    return () => {
      given = true;
      clearTimeout(pause);
    };
  }, [passphrase]);

  return (
    <div className="strength">
      <p className="strength-title">{say.strength}</p>
      <div role="status" className="strength-answer">
        <Answer passphrase={passphrase} judged={judged} />
      </div>
      <Details summary={say.how}>
        <p>{say.howText}</p>
      </Details>
    </div>
  );
}

function Answer({
  passphrase,
  judged,
}: {
  readonly passphrase: string;
  readonly judged: Judged | undefined;
}) {
  const say = useWords(words).newPassphrase;
  const language = useLanguage();
  if (passphrase === '') return <Plain text={say.empty} />;
  if (isTooShort(passphrase)) return <Plain text={say.short} />;
  // The last answer stays until the next is there, so that nothing flickers while somebody types.
  if (judged === undefined) return <Plain text={say.looking} />;
  const { judgement } = judged;
  if (judgement === undefined) return <Plain text={say.unknown} />;
  const time = sayGuessingTime(judgement.seconds, language);
  const { level, word, text } = {
    easy: { level: 'risk', word: say.tooEasy, text: say.tooEasyText },
    fair: { level: 'attention', word: say.fair, text: say.fairText },
    hard: { level: 'safe', word: say.good, text: say.goodText },
  }[judgement.strength] satisfies { level: string; word: string; text: string };
  return (
    <>
      <span className="strength-bar" data-strength={judgement.strength} aria-hidden="true" />
      <StateMark level={level as 'safe' | 'attention' | 'risk'} word={word} />
      <p>
        {fill(text, { time })}
        {judgement.because !== undefined && judgement.strength !== 'hard' && ` ${say[judgement.because]}`}
      </p>
    </>
  );
}

function Plain({ text }: { readonly text: string }) {
  return (
    <>
      <span className="strength-bar" aria-hidden="true" />
      <p className="door-quiet">{text}</p>
    </>
  );
}
