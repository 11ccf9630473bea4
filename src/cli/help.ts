import { Command, Help, type Argument } from 'commander';
import { exitCodeTexts } from './exit.js';

/** A command whose help has highlighted headings, flags in groups, and the exit codes. */
export class HelpfulCommand extends Command {
  override createCommand(name?: string): Command {
    return new HelpfulCommand(name);
  }

  override createHelp(): Help {
    return Object.assign(new GroupedHelp(), this.configureHelp());
  }
}

class GroupedHelp extends Help {
  /** The narrowest description that commander wraps. */
  override minWidthToWrap = 24;

  override styleTitle(text: string): string {
    return heading(text);
  }

  /** Long lists of choices are left to the command itself. */
  override argumentDescription(argument: Argument): string {
    return (argument.argChoices?.length ?? 0) > mostChoices
      ? argument.description
      : super.argumentDescription(argument);
  }

  override formatHelp(command: Command, helper: Help): string {
    const codes = exitCodeTexts.map(([code, meaning]) =>
      helper.formatItem(String(code), 3, meaning, helper),
    );
    const list = this.formatItemList('Exit codes:', codes, helper);
    return `${super.formatHelp(command, helper)}\n${list.join('\n')}`;
  }
}

const mostChoices = 12;

/** What comes first in a command's help. */
export function examplesText(lines: readonly string[]): string {
  return `${heading('Examples:')}\n${lines.map((line) => `  ${line}`).join('\n')}\n`;
}

/**
 * Bold; commander removes it if there is to be no colour. Written out, because loading chalk or node:util
 * takes longer than all of the help.
 */
export function heading(text: string): string {
  return `\u001b[1m${text}\u001b[22m`;
}
