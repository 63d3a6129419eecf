import type { Json } from '@verisim/core';
import { isObject } from './chart-json.ts';
import { badReport, otherReportVersion } from './errors.ts';
import { fromJsonNumbers } from './json-number.ts';
import { reportFormat } from './render-json.ts';
import type { Report } from './report.ts';
import { reportSchema } from './report-schema.ts';

/**
 * Reads what `renderJson` wrote. Throws `report/bad-report` when the text is not JSON or a part of it is missing, unknown or of
 * another type, `report/other-version` when it is a report of another version.
 *
 * @param name what errors call it: the file's name
 */
export function parseReport(text: string, name = 'The report'): Report {
  const document = parseJson(text, name);
  if (!isObject(document)) throw badReport(name, 'it is not a JSON object');
  const { $schema, ...rest } = document;
  if ($schema !== reportFormat) throw otherReportVersion(name, $schema, reportFormat);
  const report = decode(rest, name);
  const checked = reportSchema.safeParse(report);
  if (!checked.success) {
    const [first] = checked.error.issues;
    const place = first.path.length === 0 ? 'at the top' : `at ${first.path.join('.')}`;
    throw badReport(name, `${place}: ${first.message.charAt(0).toLowerCase()}${first.message.slice(1)}`);
  }
  return report as Report;
}

function decode(document: Json, name: string): unknown {
  try {
    return fromJsonNumbers(document);
  } catch (cause) {
    throw badReport(name, 'it is nested too deeply', cause);
  }
}

function parseJson(text: string, name: string): Json {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (cause) {
    throw badReport(name, 'it is not JSON, or it was cut short', cause);
  }
}
