import { quoted } from './options';
import { WrongUse } from './usage';

/** Reads the number of a pull request. @throws {WrongUse} */
export function readPullOption(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new WrongUse(`--pull has to be the number of a pull request, found ${quoted(text)}.`);
}
