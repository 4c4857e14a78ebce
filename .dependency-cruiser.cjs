/**
 * Who may import whom: the rooms of the project and the doors between them.
 *
 *   spec/       the protocol as data            -> xstate
 *   generated/  what the generator wrote        -> runtime/codegen/
 *   runtime/    what ships                      -> generated/; codegen/ imports nothing
 *   tools/      generator, linter, command line -> everything; the command line ships too
 *   test/                                       -> everything
 *
 * Type-only imports count. `npm run lint:imports` runs it; CI fails on any finding.
 */

const { builtinModules } = require('node:module');

const NODE_BUILTIN = `^(node:)?(${builtinModules.filter((name) => !name.startsWith('_')).join('|')})$`;
const CRYPTO_LIBRARIES = '^node_modules/(@noble|micro-rsa-dsa-dh)/';
const SHIPPED = '^(runtime|tools/cli)/';

module.exports = {
  forbidden: [
    {
      name: 'spec-imports-xstate-only',
      comment: 'The spec is data: people and tools must be able to read it by itself.',
      severity: 'error',
      from: { path: '^spec/' },
      to: { pathNot: ['^spec/', '^node_modules/xstate/'] },
    },
    {
      name: 'generated-stays-thin',
      comment: 'Generated code knows only the small surface that is made for it.',
      severity: 'error',
      from: { path: '^generated/', pathNot: '^generated/arbitraries\\.ts$' },
      to: { pathNot: ['^generated/', '^runtime/codegen/'] },
    },
    {
      name: 'arbitraries-are-for-tests',
      comment: 'Only the arbitraries of the property tests may know fast-check.',
      severity: 'error',
      from: { path: '^generated/arbitraries\\.ts$' },
      to: { pathNot: ['^generated/', '^runtime/codegen/', '^node_modules/fast-check/'] },
    },
    {
      name: 'codegen-imports-nothing',
      comment: 'The surface for generated code stays stable because it stands on nothing.',
      severity: 'error',
      from: { path: '^runtime/codegen/' },
      to: { pathNot: '^runtime/codegen/' },
    },
    {
      name: 'runtime-keeps-to-its-room',
      comment: 'The runtime acts on what was generated; it never sees the spec or the tools.',
      severity: 'error',
      from: { path: '^runtime/' },
      // Node's own modules have a rule to themselves, the next one.
      to: {
        pathNot: ['^runtime/', '^generated/', CRYPTO_LIBRARIES],
        dependencyTypesNot: ['core'],
      },
    },
    {
      name: 'crypto-libraries-stay-behind-the-provider',
      comment: 'Whoever needs cryptography asks a provider: that is what makes them exchangeable.',
      severity: 'error',
      from: { path: '^runtime/', pathNot: '^runtime/crypto/' },
      to: { path: CRYPTO_LIBRARIES },
    },
    {
      name: 'node-only-in-the-node-adapter',
      comment: 'Everything outside runtime/node must run where there is no Node.',
      severity: 'error',
      from: { path: ['^runtime/', '^generated/'], pathNot: '^runtime/node/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'node-adapter-stays-at-the-edge',
      comment: 'The portable part must not import the adapter.',
      severity: 'error',
      from: { path: ['^runtime/', '^generated/'], pathNot: '^runtime/node/' },
      to: { path: '^runtime/node/' },
    },
    {
      name: 'portable-entry-reaches-no-node',
      comment: 'Whoever imports a portable entry gets no Node code, by whatever way round.',
      severity: 'error',
      from: { path: '^runtime/((web|legacy)/)?index\\.ts$' },
      to: { reachable: true, path: ['^runtime/node/', NODE_BUILTIN] },
    },
    {
      name: 'arbitraries-do-not-ship',
      comment: 'Test data makers must not reach a user.',
      severity: 'error',
      from: { path: SHIPPED },
      to: { reachable: true, path: '^generated/arbitraries\\.ts$' },
    },
    {
      name: 'command-line-keeps-to-what-ships',
      comment: 'The command line is a part of the package: it lives on the public runtime.',
      severity: 'error',
      from: { path: '^tools/cli/' },
      to: { path: ['^spec/', '^test/', '^tools/(?!cli/)'] },
    },
    {
      name: 'shipped-code-needs-no-dev-dependency',
      comment: 'What ships may use only what package.json lists under dependencies.',
      severity: 'error',
      from: { path: [SHIPPED, '^generated/'], pathNot: '^generated/arbitraries\\.ts$' },
      to: {
        dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'],
        dependencyTypesNot: ['type-only'],
        pathNot: '^node_modules/@types/node/',
      },
    },
    {
      name: 'page-reaches-no-node',
      comment: 'The page of the visualizer runs in a browser.',
      severity: 'error',
      from: { path: '^tools/view/page/main\\.ts$' },
      to: { reachable: true, path: NODE_BUILTIN },
    },
    {
      name: 'tests-are-imported-by-tests',
      comment: 'Nothing stands on a test. Only the traces, written by hand, are drawn.',
      severity: 'error',
      from: { pathNot: ['^test/', '^tools/diagrams/'] },
      to: { path: '^test/' },
    },
    {
      name: 'generator-needs-nothing-generated',
      comment: 'What makes the generated code must run before there is any; types do not count.',
      severity: 'error',
      from: { path: ['^tools/(generate|lint|diagrams)/', '^test/traces/(read-|words)'] },
      to: { path: '^generated/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'traces-are-drawn-as-they-are-read',
      comment: 'The sequence diagrams know the notation of the traces, and no other test.',
      severity: 'error',
      from: { path: '^tools/diagrams/' },
      to: {
        path: '^test/',
        pathNot: [
          '^test/traces/(read-traces|trace|words)\\.ts$',
          '^test/support/puppet-script\\.ts$',
        ],
      },
    },
    {
      name: 'no-cycles',
      comment: 'One direction, no back and forth. Types count: a cycle of types is one too.',
      severity: 'error',
      from: { path: '^(spec|generated|runtime|tools|test)/' },
      to: { circular: true },
    },
    {
      name: 'everything-resolves',
      comment: 'An import that leads nowhere is a mistake.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: '^node_modules/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
      extensions: ['.ts', '.js', '.json', '.d.ts'],
    },
  },
};
