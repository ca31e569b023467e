import { Command } from 'commander';
import { addArticleImport } from './article-import.ts';
import { addBench } from './bench.ts';
import { addBackup } from './backup.ts';
import { addBounceClassify } from './bounce-classify.ts';
import { addBounceTake } from './bounce-take.ts';
import type { CliSetting } from './cli-setting.ts';
import { addDemo } from './demo.ts';
import { addDkim } from './dkim.ts';
import { addDoctor } from './doctor.ts';
import { addEditionCreate } from './edition-create.ts';
import { addEditionReceipt } from './edition-receipt.ts';
import { addEditionSend } from './edition-send.ts';
import { addExport } from './export.ts';
import { addFeedAdd } from './feed-add.ts';
import { addKeyCreate } from './key-create.ts';
import { addRestore } from './restore.ts';
import { addStaffAdd } from './staff-add.ts';
import { addStaffRecover } from './staff-recover.ts';
import { addSubscribersExport } from './subscribers-export.ts';
import { addSubscribersImport } from './subscribers-import.ts';
import { addTemplate } from './template.ts';

/** The program with all its commands but those that run processes. */
export function createProgram(setting: CliSetting): Command {
  const { out, err } = setting.terminal;
  const program = new Command('doorstep')
    .description('The newsletter and digital-subscription service of a newsroom')
    .exitOverride()
    .showSuggestionAfterError(false)
    .configureOutput({ writeOut: (text) => void out(text), writeErr: err });

  const staff = program.command('staff').description('who runs Doorstep');
  addStaffAdd(staff, setting);
  addStaffRecover(staff, setting);
  addKeyCreate(program.command('key').description('keys of the API'), setting);
  addArticleImport(program.command('article').description('stories'), setting);
  addFeedAdd(program.command('feed').description('where stories come from by themselves'), setting);
  const edition = program.command('edition').description('editions');
  addEditionCreate(edition, setting);
  addEditionSend(edition, setting);
  addEditionReceipt(edition, setting);
  addTemplate(program.command('template').description('mail templates of your own'), setting);
  const subscribers = program.command('subscribers').description('readers');
  addSubscribersImport(subscribers, setting);
  addSubscribersExport(subscribers, setting);
  const bounce = program.command('bounce').description('mail that came back');
  addBounceClassify(bounce, setting);
  addBounceTake(bounce, setting);
  addDkim(program.command('dkim').description('keys that sign mail'), setting);
  addExport(program, setting);
  addDoctor(program, setting);
  addBackup(program, setting);
  addRestore(program, setting);
  addDemo(program, setting);
  addBench(program);
  return program;
}
