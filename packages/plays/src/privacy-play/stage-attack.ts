import { forkContext, type Stage, withRoles } from '@verisim/core';
import { auditPrivacy } from '@verisim/evaluator-privacy';
import type { ReportTable } from '@verisim/report';
import type { PrivacyState } from './privacy-state.ts';

/** Opens the holdout, once, and attacks the rows with it as the control. */
export const stageAttack: Stage<PrivacyState> = {
  name: 'attack',
  title: 'Attack the rows',
  async run({ plan, train, synthetic, openHoldout, sections }, ctx) {
    const holdout = await openHoldout();
    const roles = Object.fromEntries(plan.sensitive.map((name) => [name, 'sensitive' as const]));
    const real = withRoles(train.table, roles);
    const data = { real, synthetic: synthetic!.table, holdout };
    const audit = await auditPrivacy(data, { power: plan.power }, forkContext(ctx, 'audit'));
    const table = factsTable(plan.sensitive, audit.attacks);
    const text = [
      audit.leaks.length > 0
        ? `A leak is seen by ${audit.leaks.join(', ')}.`
        : 'No leak is seen, which is not the same as none.',
    ];
    return {
      audit,
      holdout,
      sections: [...sections, { title: 'The requirement, fact by fact', text, tables: [table] }],
    };
  },
};

function factsTable(sensitive: readonly string[], attacks: NonNullable<PrivacyState['audit']>['attacks']): ReportTable {
  const share = (rate: number) => `${(100 * rate).toFixed(1)} %`;
  const rows = sensitive.map((name) => {
    const found = attacks.find(({ attack, column }) => attack === 'attribute-inference' && column === name);
    if (found === undefined) return [name, 'not attacked', '', '', 'unknown'];
    const { rate, low, high, control, decision } = found;
    return [name, share(rate), `${share(low)} to ${share(high)}`, share(control), decision];
  });
  return {
    caption: 'What somebody who knows all else of a person learns of the sensitive columns',
    columns: ['column', 'learnt of members', '95 % interval', 'learnt of others', 'decision'],
    rows,
  };
}
