import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const STANDARDS = fileURLToPath(new URL('../../../../shared/standards/', import.meta.url));

/** Whether the published vocabulary and examples are beside the repository. */
export const hasStandards: boolean = existsSync(`${STANDARDS}croissant.ttl`);

/** The published descriptions. */
export const publishedExamples = (): readonly JsonObject[] =>
  ['croissant-example-titanic.json', 'croissant-example-1.1-wildchat.json'].map(
    (name) => JSON.parse(readFileSync(STANDARDS + name, 'utf8')) as JsonObject,
  );

export type JsonObject = { readonly [key: string]: unknown };

/** A class or property of the vocabulary as full addresses. */
interface Vocabulary {
  readonly classes: ReadonlySet<string>;
  /** Domains per property. */
  readonly properties: ReadonlyMap<string, readonly string[]>;
}

const PREFIXES: Readonly<Record<string, string>> = {
  croissant: 'http://mlcommons.org/croissant/',
  schema: 'https://schema.org/',
};

const full = (term: string): string => term.replace(/^(\w+):/, (whole, prefix: string) => PREFIXES[prefix] ?? whole);

/** The statements of croissant.ttl that say what there is. */
export function readVocabulary(): Vocabulary {
  const text = readFileSync(`${STANDARDS}croissant.ttl`, 'utf8');
  const classes = new Set<string>();
  const properties = new Map<string, readonly string[]>();
  for (const [, term, type, rest] of text.matchAll(/^(\w+:\w+) a (\w+:\w+) ;((?:.|\n)*?) \.$/gm)) {
    if (/^rdf:[Cc]lass$/.test(type)) classes.add(full(term));
    else if (type === 'rdf:Property') {
      const domains = /schema:domainIncludes ([^;]*)/.exec(rest)?.[1].split(',') ?? [];
      properties.set(
        full(term),
        domains.map((domain) => full(domain.trim())),
      );
    }
  }
  return { classes, properties };
}

/** Properties of schema.org that the specification 1.1 lists for data sets, files, record sets and creators. */
const SCHEMA_ORG = new Set(
  (
    'name description license url creator datePublished keywords publisher version dateCreated dateModified sameAs sdLicense ' +
    'inLanguage citation contentUrl contentSize encodingFormat sha256 distribution usageInfo'
  )
    .split(' ')
    .map((name) => `https://schema.org/${name}`),
);
const SCHEMA_CLASSES = new Set(
  ['Dataset', 'Person', 'Organization', 'CreativeWork', 'Text', 'Integer', 'Float', 'Date', 'Boolean'].map(
    (name) => `https://schema.org/${name}`,
  ),
);
/** The Responsible AI vocabulary 1.0 (croissant_rai.ttl of MLCommons). */
const RAI = new Set(
  (
    'dataCollection dataCollectionType dataCollectionMissingData dataCollectionRawData dataCollectionTimeframe dataPreprocessingProtocol ' +
    'dataImputationProtocol dataManipulationProtocol dataReleaseMaintenancePlan personalSensitiveInformation dataAnnotationProtocol ' +
    'dataAnnotationPlatform dataAnnotationAnalysis annotationsPerItem annotatorDemographics machineAnnotationTools dataSocialImpact dataBiases ' +
    'dataLimitations dataUseCases'
  )
    .split(' ')
    .map((name) => `http://mlcommons.org/croissant/RAI/${name}`),
);
/** Terms of PROV-O that the specification and the published example use. */
const PROV = new Set(
  'wasDerivedFrom wasGeneratedBy wasAttributedTo wasAssociatedWith label description Entity Activity SoftwareAgent Agent'
    .split(' ')
    .map((name) => `http://www.w3.org/ns/prov#${name}`),
);

const REQUIRED: Readonly<Record<string, readonly string[]>> = {
  'https://schema.org/Dataset': [
    '@context',
    'conformsTo',
    'description',
    'license',
    'name',
    'url',
    'creator',
    'datePublished',
    'distribution',
  ],
  'http://mlcommons.org/croissant/FileObject': ['@id', 'name', 'contentUrl', 'encodingFormat', 'sha256', 'contentSize'],
  'http://mlcommons.org/croissant/RecordSet': ['@id', 'name', 'field'],
  'http://mlcommons.org/croissant/Field': ['@id', 'name', 'dataType', 'source'],
};

/**
 * Everything that is wrong with a description: terms that no vocabulary has, classes and properties where they do not belong, required
 * properties that lack, ids that are there twice, references to nothing. An oracle that knows nothing of how ours are made.
 */
export function croissantFaults(document: JsonObject, { strict = true } = {}): readonly string[] {
  const vocabulary = readVocabulary();
  const context = document['@context'] as JsonObject;
  const faults: string[] = [];
  const ids = new Map<string, number>();
  const references: string[] = [];
  const expand = (term: string): string => {
    const mapped = context[term];
    const target =
      typeof mapped === 'string' ? mapped : ((mapped as JsonObject | undefined)?.['@id'] as string | undefined);
    const name = target ?? term;
    const cut = name.indexOf(':');
    if (cut < 0) return `${context['@vocab']}${name}`;
    const base = context[name.slice(0, cut)];
    return typeof base === 'string' ? base + name.slice(cut + 1) : name;
  };
  const known = (property: string): boolean =>
    vocabulary.properties.has(property) ||
    SCHEMA_ORG.has(property) ||
    RAI.has(property) ||
    PROV.has(property) ||
    property === 'http://purl.org/dc/terms/conformsTo';
  const knownClass = (name: string): boolean =>
    vocabulary.classes.has(name) || SCHEMA_CLASSES.has(name) || PROV.has(name);
  const walk = (value: unknown, path: string): void => {
    if (Array.isArray(value)) {
      for (const [i, member] of value.entries()) walk(member, `${path}[${i}]`);
      return;
    }
    if (typeof value !== 'object' || value === null) return;
    const node = value as JsonObject;
    const types = [node['@type'] ?? []].flat().map((type) => expand(String(type)));
    const id = node['@id'];
    if (typeof id === 'string' && Object.keys(node).length === 1) references.push(id);
    else if (typeof id === 'string') ids.set(id, (ids.get(id) ?? 0) + 1);
    for (const type of types) {
      if (!knownClass(type)) faults.push(`${path}: no class ${type}`);
      for (const name of REQUIRED[type] ?? []) if (!(name in node)) faults.push(`${path}: ${type} lacks ${name}`);
    }
    for (const [key, member] of Object.entries(node)) {
      if (key.startsWith('@')) continue;
      const property = expand(key);
      if (!known(property)) faults.push(`${path}: no property ${property}`);
      // The specification and both examples have it on data sets; the vocabulary knows it of data sources alone.
      const domains = key === 'recordSet' ? undefined : vocabulary.properties.get(property);
      if (domains && types.length > 0 && !domains.some((domain) => types.includes(domain)))
        faults.push(`${path}: ${key} does not belong to ${types.join(', ')}`);
      if (key === 'dataType')
        for (const type of [member].flat())
          if (!knownClass(expand(String(type)))) faults.push(`${path}: no data type ${type}`);
      walk(member, `${path}.${key}`);
    }
  };
  const { '@context': _, ...body } = document;
  walk({ ...body, '@context': 0 }, '$');
  for (const [id, count] of ids) {
    if (count > 1) faults.push(`id ${id} is there ${count} times`);
    if (strict && !/^[\w.~!$&'()*+,;=:@/%-]+$/.test(id)) faults.push(`id ${id} is no IRI`);
  }
  for (const id of references) if (!ids.has(id)) faults.push(`nothing has the id ${id}`);
  return faults;
}
