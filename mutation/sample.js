import { declareValuePlugin, PluginKind } from '@stryker-mutator/api/plugin';

/**
 * Mutates only one in so many functions, the same in every run: MUTATION_SAMPLE=4 is a quarter.
 */
const one = Number(process.env.MUTATION_SAMPLE ?? 1);

const kinds = ['ClassMethod', 'ClassPrivateMethod', 'FunctionDeclaration', 'VariableDeclarator'];

export const strykerPlugins = [
  declareValuePlugin(PluginKind.Ignore, 'sample', {
    shouldIgnore: ({ node, parentPath }) =>
      one > 1 && kinds.includes(node.type) && isOuter(parentPath) && (node.start * 7919) % one > 0
        ? 'It is not in the sample.'
        : undefined,
  }),
];

/** Whether it is not inside another function, with which it is mutated or left out. */
function isOuter(path) {
  for (let around = path; around; around = around.parentPath)
    if (/Function|Method/.test(around.node.type)) return false;
  return true;
}
