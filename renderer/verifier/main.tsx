import '../ui/base.css';

import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

import { BundleQueue } from './bundle-queue.ts';
import { Checker } from './checker.ts';
import { VerifierPage } from './verifier-page.tsx';

const checker = new Checker();
// Policies and previews are not kept waiting by a long check, nor ended with it.
const helper = new Checker();
const queue = new BundleQueue(checker);

const place = document.getElementById('app');
if (place !== null) {
  createRoot(place).render(
    <StrictMode>
      <VerifierPage queue={queue} helper={helper} />
    </StrictMode>,
  );
}
