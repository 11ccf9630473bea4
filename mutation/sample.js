import { declareValuePlugin, PluginKind } from '@stryker-mutator/api/plugin';

/**
 * Leaves functions out, so that what is changed is one in so many, the same in every run:
 * MUTATION_SAMPLE=4 is a quarter.
 */
const one = Number(process.env.MUTATION_SAMPLE ?? 1);

const kinds = ['ClassMethod', 'ClassPrivateMethod', 'FunctionDeclaration', 'VariableDeclarator'];

export const strykerPlugins = [
  declareValuePlugin(PluginKind.Ignore, 'sample', {
    shouldIgnore: ({ node, parentPath }) =>
      one > 1 && kinds.includes(node.type) && isOuter(parentPath) && (node.start * 7919) % one > 0
        ? 'It is not of the sample.'
        : undefined,
  }),
];

/** Whether what is around it is no function: what is within is left out with it, or not. */
function isOuter(path) {
  for (let around = path; around; around = around.parentPath)
    if (/Function|Method/.test(around.node.type)) return false;
  return true;
}
