import { count } from '../ages';
import type { Calibration, LevelRecord, Rate } from './calibration';

/** The record of the levels as a Markdown table, and what follows from it in sentences. */
export function calibrationMarkdown(calibration: Calibration): string {
  const { rows, because, thresholds } = calibration;
  const table = [
    '| Chosen | Releases | Good | Failed | Rolled back | Not known | Failure rate |',
    '| --- | ---: | ---: | ---: | ---: | ---: | --- |',
    ...rows.map(rowMarkdown),
  ].join('\n');
  const suggested = thresholds === null ? '' : ` ${thresholdWords(thresholds)}`;
  return `${[table, [...habits(calibration), `${because}${suggested}`].join('\n')].join('\n\n')}\n`;
}

function rowMarkdown({ level, releases, good, failed, rolledBack, unknown, failures }: LevelRecord): string {
  const cells = [level ?? 'none', releases, good, failed, rolledBack, unknown, rateWords(failures)];
  return `| ${cells.join(' | ')} |`;
}

/** `22 % (likely 6 to 55 %)`; the few cases that it rests on make the second part wide. */
export function rateWords(rate: Rate | null): string {
  if (rate === null) return 'not known';
  const percent = (share: number): number => Math.round(share * 100);
  return `${percent(rate.share)} % (likely ${percent(rate.from)} to ${percent(rate.to)} %)`;
}

function habits({ medianCommits, high }: Calibration): readonly string[] {
  return [
    ...(medianCommits === null ? [] : [`A release usually ships ${count(medianCommits, 'commit')}.`]),
    ...(high.of === 0 ? [] : [`${high.count} of the latest ${count(high.of, 'release')} with a level were high.`]),
  ];
}

function thresholdWords({ medium, high }: NonNullable<Calibration['thresholds']>): string {
  const from = `Suggested: medium from ${medium}`;
  return high === null ? `${from}; too few releases tell where high begins.` : `${from}, high from ${high}.`;
}
