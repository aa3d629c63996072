import { VaultError } from '../../src/base/errors.ts';
import type { CreatePortal } from './portal-registration.ts';

async function refuse(): Promise<never> {
  throw new VaultError('source.not-supported');
}

/** Stands in until there is a portal window: refuses every wish. */
export const createPortal: CreatePortal = () => ({
  methods: {
    'portal.open': refuse,
    'portal.state': refuse,
    'portal.place': refuse,
    'portal.do': refuse,
    'portal.go': refuse,
    'portal.rememberSignIn': refuse,
    'portal.stopKeeping': refuse,
    'portal.answer': refuse,
  },
  onEngineMessage: () => undefined,
  close: () => undefined,
});
