/** Rules with a column of every kind of rule, for tests that need something of all. */
export const MIXED_RULES = `
rows: 400
target: intent
attributes:
  industry: [bank, airline]
  tone: { polite: 3, angry: 1 }
never:
  - { industry: airline, tone: angry }
correlations:
  - [age, income, 0.5]
  - [age, visits, -0.3]
columns:
  id: { key: 'T-[0-9]{6}' }
  age: { kind: integer, draw: { normal: { mean: 40, sd: 12 } }, bounds: [18, 90] }
  income: { draw: { lognormal: { mean: 10, sd: 0.6 } }, decimals: 2, missing: { rate: 0.2, by: { age: 1 }, mechanism: MAR } }
  visits: { draw: { poisson: { mean: 3 } } }
  plan:
    when:
      - { if: { industry: bank, age: { from: 60 } }, then: { levels: [gold, silver] } }
      - { if: { tone: angry }, then: none }
      - { else: { levels: { silver: 3, none: 1 } } }
  score: { linear: { of: { age: 0.1, plan: { gold: 2 } }, r2: 0.4 }, decimals: 3 }
  churned: { logistic: { of: { score: 1, visits: -0.5 }, rate: 0.2 }, missing: 0.05 }
  since: { date: { from: 2023-01-01, to: 2024-12-31, calendar: target, months: [1,1,1,1,1,2,3,3,1,1,1,2] } }
  due: { after: { column: since, days: { poisson: { mean: 5 } }, calendar: weekdays } }
  code: { pattern: '[A-Z]{2}-\\d{2,4}' }
  text: { template: '{start}' }
grammar:
  start:
    - { text: '{opening} {who=person} lost {visits} {item|plural:visits}.', set: { intent: lost } }
    - { text: '{opening} {who=person} needs {item|a}; can {pronoun~who} have one in {place}?', set: { intent: order } }
    - { text: '{opening} is {item*1..2|sep: and } in the {industry} app?', set: { intent: ask }, only: { tone: polite } }
  opening:
    - { text: 'Hello,', only: { tone: polite } }
    - { text: 'Now!', only: { tone: angry } }
  person:
    - { text: my wife, features: { gender: f } }
    - { text: my brother, features: { gender: m } }
  pronoun:
    - { text: she, features: { gender: f } }
    - { text: he, features: { gender: m } }
  item: [card, umbrella, { text: mouse, plural: mice }]
  place: { draw: { levels: [Bonn, Bern] } }
`;
