import { type Report, renderHtml, renderJson } from '@verisim/report';
import type { Run } from '@verisim/workspace';

/** Keeps a report with its run, as `report.json` and `report.html`, and finishes the run. */
export async function keepReport(run: Run, report: Report): Promise<void> {
  await run.writeText('report.json', renderJson(report));
  await run.writeText('report.html', await renderHtml(report));
  await run.finish({ decisions: report.verdicts.map(({ verdict }) => verdict.decision) });
}
