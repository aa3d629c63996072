import type { ReactNode } from 'react';

import { useWords } from '../language/use-words.ts';
import { Button } from '../ui/button.tsx';
import { Page } from '../ui/page.tsx';
import { navigate } from './router.ts';
import { words } from './words.ts';

export function NotFound(): ReactNode {
  const say = useWords(words).notFound;
  return (
    <Page title={say.title} lead={say.text} narrow>
      <div>
        <Button variant="primary" onPress={() => navigate('/home')}>
          {say.home}
        </Button>
      </div>
    </Page>
  );
}
