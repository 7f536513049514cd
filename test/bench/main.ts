import { changelogHelp, runChangelogBench } from './changelogBench';
import { highlightsHelp, runHighlightsBench } from './highlightsBench';

const [name = '', ...args] = process.argv.slice(2);
const names = ['changelog', 'highlights'];
const help = names
  .flatMap((each) => [`npm run bench -- ${each} [options]`, `npm run bench -- ${each} --help`])
  .map((line, at) => `${at === 0 ? 'usage:' : '      '} ${line}\n`)
  .join('');

/** The benchmarks, and what the one of highlights starts in processes of its own. */
async function run(): Promise<number> {
  switch (name) {
    case 'changelog':
      return runChangelogBench(args);
    case 'highlights':
      return runHighlightsBench(args);
    case 'highlights-probe': {
      const { runHighlightsProbe } = await import('./highlightsProbe');
      return runHighlightsProbe(args);
    }
    case '--help':
      process.stdout.write(`${help}\n${changelogHelp}\n${highlightsHelp}`);
      return 0;
    default:
      process.stderr.write(help);
      return 2;
  }
}

try {
  process.exitCode = await run();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 2;
}
