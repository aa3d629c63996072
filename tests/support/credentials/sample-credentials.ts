import type { JsonObject } from '../../../src/base/json.ts';

/** An Open Badge 3.0 with results, alignments and evidence, as a college might sign for a marked unit. */
export function sampleBadge(issuer: string, changes: JsonObject = {}): JsonObject {
  return {
    '@context': [
      'https://www.w3.org/ns/credentials/v2',
      'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json',
    ],
    id: 'urn:uuid:0b6a1f1c-6f0e-4d4e-9a51-2f0a7c9d0001',
    type: ['VerifiableCredential', 'OpenBadgeCredential'],
    name: 'Unit 3: Food safety',
    issuer: { id: issuer, type: ['Profile'], name: 'Riverside College' },
    validFrom: '2026-06-01T09:00:00Z',
    awardedDate: '2026-05-30T12:00:00Z',
    credentialSubject: {
      id: 'urn:learner:1',
      type: ['AchievementSubject'],
      achievement: {
        id: 'urn:uuid:0b6a1f1c-6f0e-4d4e-9a51-2f0a7c9d0002',
        type: ['Achievement'],
        name: 'Food safety in catering',
        description: 'Unit 3 of the diploma.',
        criteria: { narrative: 'Meets every criterion of the unit.' },
        alignment: [
          {
            type: ['Alignment'],
            targetName: 'Food safety in catering',
            targetCode: 'A/502/0812',
            targetUrl: 'https://college.example/units/A-502-0812',
          },
        ],
        resultDescription: [
          {
            id: 'urn:result:grade',
            type: ['ResultDescription'],
            name: 'Unit grade',
            resultType: 'LetterGrade',
            allowedValue: ['Pass', 'Merit', 'Distinction'],
          },
          {
            id: 'urn:result:level',
            type: ['ResultDescription'],
            name: 'Report writing',
            resultType: 'RubricCriterionLevel',
            rubricCriterionLevel: [
              { id: 'urn:level:good', type: ['RubricCriterionLevel'], name: 'Good', level: '2' },
              { id: 'urn:level:fair', type: ['RubricCriterionLevel'], name: 'Fair', level: '1' },
            ],
          },
        ],
      },
      result: [
        { type: ['Result'], resultDescription: 'urn:result:grade', value: 'Merit' },
        { type: ['Result'], resultDescription: 'urn:result:level', achievedLevel: 'urn:level:good' },
      ],
    },
    evidence: [{ id: 'https://college.example/evidence/report.pdf', type: ['Evidence'], name: 'Report' }],
    ...changes,
  };
}
