import { practiceSiteName } from '../practice-mark.ts';
import type { HostedApi } from './hosted-apis.ts';
import { oauthPaths } from './oauth-server.ts';

/**
 * What one of the APIs says of itself: how to sign in, and what may be asked for (Open Badges 3.0 section 6.3; CLR 2.0 has the same).
 * @param base the provider's own address
 */
export function describeHosted(base: string, api: HostedApi, tokenUrl: string): object {
  return {
    openapi: '3.0.1',
    info: {
      title: practiceSiteName,
      version: '1.0',
      termsOfService: `${base}/`,
      'x-imssf-privacyPolicyUrl': `${base}/`,
    },
    servers: [{ url: `${base}${api.path.replace(/\/$/, '')}` }],
    paths: {},
    components: {
      securitySchemes: {
        OAuth2ACG: {
          type: 'oauth2',
          description: 'OAuth 2.0 Authorization Code Grant authorization',
          'x-imssf-name': practiceSiteName,
          'x-imssf-registrationUrl': `${base}${oauthPaths.register}`,
          flows: {
            authorizationCode: {
              authorizationUrl: `${base}${oauthPaths.authorize}`,
              tokenUrl,
              refreshUrl: tokenUrl,
              scopes: {
                [api.readCredentials]:
                  api.name === 'clr' ? 'Read your learner records.' : 'Read your credentials.',
                [api.readProfile]: 'Read your profile.',
                offline_access: 'Go on reading without asking you each time.',
              },
            },
          },
        },
      },
    },
  };
}
