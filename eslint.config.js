import regexp from 'eslint-plugin-regexp';
import tseslint from 'typescript-eslint';

/** The layers of ARCHITECTURE.md: each folder of src/, and the folders that it may import. */
const layers = {
  columns: [],
  source: ['columns'],
  validate: ['columns', 'source'],
  site: ['columns'],
  run: ['columns', 'source', 'validate', 'site'],
  report: ['columns', 'source', 'validate', 'run'],
  library: ['columns', 'source', 'validate', 'site', 'run'],
  sandbox: [],
};
const folders = [...Object.keys(layers), 'cli'];
/** Packages that only the command line may use. */
const terminal = ['chalk', 'ora', 'commander'];

/** What the library exports, by its path or its name. */
const entry = {
  regex: '^((\\.\\./)+index\\.js|files-bulk-import)$',
  message: 'src/index.ts exports the library; import the module that holds it.',
};

/** Patterns of what a folder must not import, each with a message. */
function forbidden(folder, allowed) {
  return [
    entry,
    {
      regex: `^(${terminal.join('|')}|(node:)?process)$`,
      message: `src/${folder} must not use the terminal or the process; only src/cli does.`,
    },
    ...folders
      .filter((other) => other !== folder && !allowed.includes(other))
      .map((other) => ({
        regex: `^(\\.\\./)+${other}/`,
        message: `src/${folder} must not import src/${other}.`,
      })),
  ];
}

const layering = Object.entries(layers).map(([folder, allowed]) => ({
  files: [`src/${folder}/**/*.ts`],
  rules: {
    'no-restricted-imports': ['error', { patterns: forbidden(folder, allowed) }],
    // That rule does not see import(). The pattern of a selector cannot contain a slash.
    'no-restricted-syntax': [
      'error',
      ...forbidden(folder, allowed).map(({ regex, message }) => ({
        selector: `ImportExpression[source.value=/${regex.replaceAll('/', '\\u002F')}/]`,
        message,
      })),
    ],
    'no-restricted-properties': [
      'error',
      { object: 'globalThis', property: 'process', message: 'Only src/cli touches the process.' },
    ],
    'no-restricted-globals': [
      'error',
      { name: 'process', message: 'Only src/cli touches the process.' },
      { name: 'console', message: 'Yield events or return values; src/cli prints.' },
    ],
  },
}));

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', 'coverage/', 'mutation/work/'] },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        tsconfigRootDir: import.meta.dirname,
        projectService: {
          allowDefaultProject: ['*.js', 'bin/*.js', 'bench/*.js', 'scripts/*.js', 'mutation/*.js'],
        },
      },
    },
    rules: {
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      eqeqeq: 'error',
    },
  },
  {
    files: ['src/**/*.ts'],
    plugins: { regexp },
    rules: {
      'regexp/no-super-linear-backtracking': ['error', { report: 'potential' }],
      'regexp/no-super-linear-move': ['error', { report: 'potential' }],
    },
  },
  ...layering,
  { files: ['**/*.{js,mjs}'], extends: [tseslint.configs.disableTypeChecked] },
);
