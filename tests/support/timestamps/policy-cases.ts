import type { TokenCase } from './broken-tokens.ts';
import { makeToken, type MadeToken } from './made-token.ts';

const good = makeToken();
const fromRoot = (window: object) => ({ trusted: [{ name: 'Root', certificate: good.root, ...window }] });

/** What only a policy of ours says; openssl has no such rule. */
export const policyCases: readonly Pick<TokenCase, 'name' | 'options' | 'expected'>[] = [
  {
    name: 'trusted from the very moment',
    options: fromRoot({ from: '2026-01-02T03:04:05.250Z' }),
    expected: 'ok',
  },
  {
    name: 'trusted from a moment later',
    options: fromRoot({ from: '2026-01-02T03:04:05.251Z' }),
    expected: 'authority-not-yet',
  },
  {
    name: 'trusted up to the very moment',
    options: fromRoot({ until: '2026-01-02T03:04:05.250Z' }),
    expected: 'ok',
  },
  {
    name: 'trusted up to a moment before',
    options: fromRoot({ until: '2026-01-02T03:04:05.249Z' }),
    expected: 'authority-over',
  },
  {
    name: 'compromised from that moment on',
    options: fromRoot({ compromisedFrom: '2026-01-02T03:04:05.250Z' }),
    expected: 'authority-compromised',
  },
  {
    name: 'compromised a moment later',
    options: fromRoot({ compromisedFrom: '2026-01-02T03:04:05.251Z' }),
    expected: 'ok',
  },
  {
    name: "among the authority's policies",
    options: fromRoot({ policies: ['1.2.3', '1.2.3.4.1'] }),
    expected: 'ok',
  },
  {
    name: "not among the authority's policies",
    options: fromRoot({ policies: ['1.2.3.4'] }),
    expected: 'wrong-policy',
  },
  { name: 'among the policies accepted', options: { policies: ['1.2.3.4.1'] }, expected: 'ok' },
  { name: 'not among the policies accepted', options: { policies: [] }, expected: 'wrong-policy' },
  {
    name: 'one window over, another open',
    options: {
      trusted: [
        { name: 'Old', certificate: good.root, until: '2020-01-01T00:00:00Z' },
        { name: 'New', certificate: good.intermediate },
      ],
    },
    expected: 'ok',
  },
];

/** The good token that `policyCases` are about. */
export const policyToken: MadeToken = good;
