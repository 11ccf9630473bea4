import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { generateDtsBundle } from 'dts-bundle-generator';
import ts from 'typescript';

/** Writes the library's types, what it exports and what that refers to, as one file: for the package alone. */
process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const library = {
  filePath: 'src/index.ts',
  // What the library's types refer to is in the file, but only what src/index.ts names can be imported.
  output: { noBanner: true, exportReferencedTypes: false },
};
const [types] = generateDtsBundle([library], { preferredConfigPath: 'tsconfig.build.json' });
mkdirSync('dist', { recursive: true });
writeFileSync('dist/index.d.ts', writtenOut(types));

/**
 * Types that are derived from tables that nobody can import, such as the columns, as what they come to, and
 * without those tables: whoever reads them need not work it out.
 */
function writtenOut(bundle) {
  const file = parsed(bundle);
  const checker = checkerOf(file);
  const printer = ts.createPrinter();
  const { NoTruncation, InTypeAlias, MultilineObjectLiterals } = ts.NodeBuilderFlags;
  const format = NoTruncation | InTypeAlias | MultilineObjectLiterals;
  const exported = new Set(file.statements.filter(isExported).flatMap(namesOf));
  const texts = file.statements.map((statement) => {
    const { type, typeParameters } = statement;
    if (!isDerived(type) || typeParameters || referencesIn(type).some((name) => exported.has(name)))
      return statement.getFullText();
    const resolved = checker.getTypeFromTypeNode(type);
    const node = checker.typeToTypeNode(resolved, statement, format);
    const text = printer.printNode(ts.EmitHint.Unspecified, node, file).replaceAll('    ', '\t');
    return `${bundle.slice(statement.pos, type.getStart())}${text};`;
  });
  const { statements } = parsed(texts.join(''));
  const used = statements.filter((statement) => isExported(statement) || !namesOf(statement)[0]);
  for (const statement of used) {
    const names = referencesIn(statement);
    const others = statements.filter((one) => !used.includes(one));
    used.push(...others.filter((one) => namesOf(one).some((name) => names.includes(name))));
  }
  const kept = statements.filter((statement) => used.includes(statement));
  return `${kept.map((statement) => statement.getFullText()).join('')}\n`;
}

function parsed(text) {
  return ts.createSourceFile('index.d.ts', text, ts.ScriptTarget.ESNext, true);
}

function checkerOf(file) {
  const options = { target: file.languageVersion, strict: true, types: [] };
  const host = ts.createCompilerHost(options);
  const { getSourceFile } = host;
  host.getSourceFile = (name, ...how) =>
    name === file.fileName ? file : getSourceFile(name, ...how);
  return ts.createProgram([file.fileName], options, host).getTypeChecker();
}

/** `keyof X`, `X[number]` and `{ [K in X]: … }`. */
function isDerived(type) {
  const { IndexedAccessType, TypeOperator, MappedType } = ts.SyntaxKind;
  return [IndexedAccessType, TypeOperator, MappedType].includes(type?.kind);
}

function isExported({ modifiers = [] }) {
  return modifiers.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
}

/** What a statement declares. */
function namesOf({ declarationList, name }) {
  const declared = declarationList?.declarations ?? [{ name }];
  return declared.flatMap((one) => one.name?.text ?? []);
}

/** The names of types and values that a node refers to. */
function referencesIn(node) {
  const { typeName, exprName, expression, propertyName } = node;
  const own = typeName ?? exprName ?? expression ?? (ts.isExportSpecifier(node) && propertyName);
  return [own?.text ?? [], node.getChildren().map(referencesIn)].flat(Infinity);
}
