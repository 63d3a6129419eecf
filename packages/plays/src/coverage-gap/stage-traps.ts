import { forkContext, type Stage } from '@verisim/core';
import type { Alarm } from '../alarms/alarm.ts';
import { alarmsSection } from '../alarms/alarms-section.ts';
import { trapAlarms } from '../alarms/trap-alarms.ts';
import { keptJson, noUnits } from '../kept-units.ts';
import { addSection, type CoverageGapState } from './coverage-gap-state.ts';

/** Looks whether the rows that fill the gap fell into one of the usual traps. Alarms warn; none stops the play. */
export const stageTraps: Stage<CoverageGapState> = {
  name: 'traps',
  title: 'Look for the usual traps',
  async run(state, ctx) {
    const { plan, train, generator, production, release, units = noUnits } = state;
    const { table: synthetic, lineage } = release!.tracked;
    if (synthetic.rows === 0) return {};
    const { target, where } = plan;
    const input = { real: train.table, synthetic, target, where, lineage, production, makers: [generator.name] };
    const alarms = await keptJson<readonly Alarm[]>(units, 'traps', () => trapAlarms(input, forkContext(ctx, 'traps')));
    return { sections: addSection(state, alarmsSection(alarms)) };
  },
};
