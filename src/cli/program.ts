import { Command } from 'commander';
import type { CliSetting } from './cli-setting.ts';

/** The program with all its commands but those that run processes. */
export function createProgram(_setting: CliSetting): Command {
  return new Command('doorstep').description('The newsletter and digital-subscription service of a newsroom');
}
