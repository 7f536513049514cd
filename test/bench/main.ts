import { changelogHelp, runChangelogBench } from './changelogBench';

const [name, ...args] = process.argv.slice(2);
const help = 'usage: npm run bench -- changelog [options]\n       npm run bench -- changelog --help\n';

if (name === 'changelog') {
  try {
    process.exitCode = await runChangelogBench(args);
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 2;
  }
} else if (name === '--help') {
  process.stdout.write(`${help}\n${changelogHelp}`);
} else {
  process.stderr.write(help);
  process.exitCode = 2;
}
