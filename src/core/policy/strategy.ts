import type { RiskLevel } from '../release';

/** What a release touches, from the narrowest to the widest (process description, "Matching deployment strategy"). */
export type Scope =
  'single service' | 'multi-service' | 'database schema' | 'infrastructure' | 'third-party integration';

export const scopes: readonly Scope[] = [
  'single service',
  'multi-service',
  'database schema',
  'infrastructure',
  'third-party integration',
];

/** How to deploy, by what is touched and at which risk. */
export type StrategyMatrix = Readonly<Record<Scope, Readonly<Record<RiskLevel, string>>>>;

/** The matrix of the process description, word for word. */
export const defaultStrategies: StrategyMatrix = {
  'single service': { low: 'Standard deploy', medium: 'Canary release', high: 'Blue-green with manual gate' },
  'multi-service': { low: 'Coordinated rollout', medium: 'Phased deployment', high: 'Maintenance window' },
  'database schema': {
    low: 'Backward-compatible migration',
    medium: 'Dual-write period',
    high: 'Scheduled downtime',
  },
  infrastructure: {
    low: 'IaC apply with plan review',
    medium: 'Staged rollout by region',
    high: 'Full change advisory board',
  },
  'third-party integration': {
    low: 'Feature-flagged activation',
    medium: 'Shadow traffic testing',
    high: 'Parallel run with fallback',
  },
};
