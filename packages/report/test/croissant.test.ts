import { lineageSpec } from '@verisim/core';
import { describe, expect, it } from 'vitest';
import { croissantOf } from '../src/index.ts';
import {
  croissantFaults,
  hasStandards,
  type JsonObject,
  publishedExamples,
  readVocabulary,
} from './croissant-vocabulary.ts';
import { cardFacts } from './fixtures/card-facts.ts';

const document = croissantOf(cardFacts) as JsonObject;
const [rows, lineage] = document.recordSet as readonly JsonObject[];
const fieldsOf = (set: JsonObject) => set.field as readonly JsonObject[];

if (!hasStandards) console.warn('skipped: shared/standards/croissant.ttl is not beside the repository');

describe.skipIf(!hasStandards)('against the published vocabulary', () => {
  it('has no unknown term, no lacking property and no dangling reference', () => {
    expect(croissantFaults(document)).toEqual([]);
  });

  it('stays right with several parents, reals, no target and another licence', () => {
    const other = croissantOf({
      ...cardFacts,
      license: { id: 'other', name: 'ours', url: null },
      creators: ['Ada'],
      parents: ['1'.repeat(64), '2'.repeat(64)],
      columns: cardFacts.columns.slice(0, 1),
      evidence: [],
      ratio: null,
      sources: [{ origin: 'real', generator: null, run: null, depth: 0, rows: 3 }, ...cardFacts.sources],
      renewal: { effect: 0.1, expires: null, against: null },
    });
    expect(croissantFaults(other as JsonObject)).toEqual([]);
  });

  it('names in its context only what the vocabulary or a published example has', () => {
    const { classes, properties } = readVocabulary();
    const published = new Set(publishedExamples().flatMap((one) => Object.values(one['@context'] as JsonObject)));
    const targets = Object.values(document['@context'] as JsonObject).map((value) =>
      typeof value === 'string' ? value : String((value as JsonObject)['@id']),
    );
    const unknown = targets.filter((target) => {
      const address = target.replace(/^cr:/, 'http://mlcommons.org/croissant/');
      return (
        !published.has(target) &&
        !properties.has(address) &&
        !classes.has(address) &&
        !/^cr:(data|dataType|examples)$/.test(target)
      );
    });
    expect(unknown).toEqual([]);
    const own = document['@context'] as JsonObject;
    for (const example of publishedExamples())
      for (const [key, value] of Object.entries(example['@context'] as JsonObject))
        if (key !== 'wd') expect(own[key]).toEqual(value);
  });

  it('the oracle finds planted faults', () => {
    const broken = structuredClone(document) as Record<string, never>;
    const faults = (change: (copy: Record<string, unknown>) => void) => {
      const copy = structuredClone(broken) as Record<string, unknown>;
      change(copy);
      return croissantFaults(copy).join('\n');
    };
    const file = (copy: Record<string, unknown>) => (copy.distribution as Record<string, unknown>[])[0];
    const set = (copy: Record<string, unknown>) => (copy.recordSet as Record<string, unknown>[])[0];
    expect(faults((copy) => delete copy.license)).toContain('lacks license');
    expect(faults((copy) => delete file(copy).sha256)).toContain('lacks sha256');
    expect(faults((copy) => (file(copy)['@id'] = 'other'))).toContain('nothing has the id data.parquet');
    expect(faults((copy) => (copy.isLive = true))).toContain('no property https://schema.org/isLive');
    expect(faults((copy) => (set(copy)['@type'] = 'cr:Records'))).toContain('no class');
    expect(faults((copy) => (file(copy).field = []))).toContain('field does not belong');
    expect(faults((copy) => (set(copy)['@id'] = 'lineage'))).toContain('is there 2 times');
  });

  it('the oracle accepts what was published, but for what the publishers left out or invented', () => {
    const [titanic] = publishedExamples();
    const found = croissantFaults(titanic, { strict: false }).filter(
      (fault) => !/lacks|wiki|https:\/\/schema.org\/(Enumeration|URL)|no data type|\$\.recordSet/.test(fault),
    );
    expect(found).toEqual([]);
  });
});

describe('croissantOf', () => {
  it('describes every column by its own name, with an id that is an IRI', () => {
    const named = fieldsOf(rows).map((field) => ((field.source as JsonObject).extract as JsonObject).column);
    expect(named).toEqual(cardFacts.columns.map(({ name }) => name));
    expect(fieldsOf(rows)[1]['@id']).toBe('rows/speed%20(IAS)%20%25%2F%C3%A4%7C%60x%60');
    expect(fieldsOf(rows).map(({ dataType }) => dataType)).toEqual([
      'sc:Text',
      'sc:Float',
      'sc:Integer',
      'sc:Date',
      'sc:Date',
      'sc:Text',
      'sc:Text',
      ['sc:Text', 'cr:Label'],
      'sc:Integer',
    ]);
    expect(fieldsOf(lineage).map(({ name }) => name)).toEqual(lineageSpec.map(({ name }) => name));
  });

  it('carries hashes, sizes, provenance and limits', () => {
    expect(document.distribution).toMatchObject([
      { contentUrl: 'data.parquet', sha256: 'c'.repeat(64), contentSize: '12345 B' },
      { contentUrl: 'lineage.parquet', sha256: 'd'.repeat(64), contentSize: '678 B' },
    ]);
    expect(document['prov:wasDerivedFrom']).toMatchObject({ '@id': `urn:sha256:${'b'.repeat(64)}` });
    expect(JSON.stringify(document['prov:wasGeneratedBy'])).toContain('trees 0.1.0');
    expect(document['rai:dataUseCases']).toContain('Not for evaluation');
    expect(document['rai:dataLimitations']).toContain('Another learner.');
    expect(document['rai:dataReleaseMaintenancePlan']).toContain('Not to be used after 2027-05-01');
    expect(document.license).toBe('https://spdx.org/licenses/CC-BY-4.0.html');
  });
});
