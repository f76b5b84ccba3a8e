// Who may import whom: the table of docs/ARCHITECTURE.md as rules. `npm test -- --only boundaries` runs them
// through scripts/checks/boundaries.mjs, which also fails when the cruise saw fewer modules than there are.

const tests = String.raw`\.test\.tsx?$`;
const testTools = 'node_modules/(vitest|fast-check)/';
const tops = '^(server/src/(app|main)\\.ts$|server/src/cli/|web/src/(main\\.tsx?$|app/)|e2e/)';

export default {
  forbidden: [
    {
      name: 'no-cycles',
      comment:
        'Two modules that need each other are one module. Type-only imports count: they bind readers as well.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'resolvable',
      comment: 'An import that leads nowhere would escape every other rule.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'kernel-imports-the-schema-library-only',
      comment: 'The kernel is what every slice speaks; whatever it needs, everybody carries.',
      severity: 'error',
      from: { path: '^core/src/kernel/', pathNot: tests },
      to: { pathNot: ['^core/src/kernel/', 'node_modules/zod/'] },
    },
    {
      name: 'core-slice-imports-kernel-only',
      comment: 'A rule that knows another slice, Node or the DOM cannot run on both ends.',
      severity: 'error',
      from: { path: '^core/src/([^/]+)/', pathNot: ['^core/src/kernel/', tests] },
      to: { pathNot: ['^core/src/(kernel|$1)/', 'node_modules/zod/'] },
    },
    {
      name: 'core-tests-stay-in-core',
      comment: 'Rules are tested as they are: pure, with no server.',
      severity: 'error',
      from: { path: `^core/src/([^/]+)/.*${tests}` },
      to: {
        pathNot: ['^core/src/(kernel|$1)/', 'node_modules/zod/', testTools, '^node:'],
        dependencyTypesNot: ['core'],
      },
    },
    {
      name: 'server-and-web-never-meet',
      comment: 'They share core and nothing else, so that either can be replaced.',
      severity: 'error',
      from: { path: '^server/' },
      to: { path: '^web/' },
    },
    {
      name: 'web-and-server-never-meet',
      comment: 'They share core and nothing else, so that either can be replaced.',
      severity: 'error',
      from: { path: '^web/' },
      to: { path: ['^server/', 'node_modules/(pg|kysely|fastify)/'] },
    },
    {
      name: 'server-platform-knows-no-slice',
      comment: 'The platform is what slices stand on.',
      severity: 'error',
      from: { path: '^server/src/platform/', pathNot: tests },
      to: { path: ['^core/src/(?!kernel/)', '^server/src/slices/', '^server/testing/'] },
    },
    {
      name: 'server-slice-enters-by-the-door',
      comment: 'Another slice is used through its index.ts, so that its store and its tables stay its own.',
      severity: 'error',
      from: { path: '^server/src/slices/([^/]+)/' },
      to: { path: '^server/src/slices/(?!$1/)[^/]+/', pathNot: '^server/src/slices/[^/]+/index\\.ts$' },
    },
    {
      name: 'server-testing-is-for-tests',
      comment: 'Builders and throw-away databases never reach the product.',
      severity: 'error',
      from: { path: '^server/src/', pathNot: tests },
      to: { path: '^server/testing/' },
    },
    {
      name: 'web-platform-and-ui-know-no-domain',
      comment: 'They import core/kernel and themselves; what knows a domain is a slice.',
      severity: 'error',
      from: { path: '^web/src/(platform|ui)/' },
      to: { path: ['^core/src/(?!kernel/)', '^web/src/(?!$1/)'] },
    },
    {
      name: 'web-slice-enters-by-the-door',
      comment: 'Another slice is used through its index.',
      severity: 'error',
      from: { path: '^web/src/slices/([^/]+)/' },
      to: { path: '^web/src/slices/(?!$1/)[^/]+/', pathNot: '^web/src/slices/[^/]+/index\\.tsx?$' },
    },
    {
      name: 'nobody-imports-the-tops',
      comment: 'app, main and e2e compose everything else.',
      severity: 'error',
      from: { pathNot: [tops, '^server/testing/'] },
      to: { path: tops },
    },
    {
      name: 'product-knows-no-journey',
      comment: 'The journeys are clients of the product and stay outside.',
      severity: 'error',
      from: { path: '^(server|web)/' },
      to: { path: '^e2e/' },
    },
    {
      name: 'tops-of-one-program-only',
      comment: 'The journeys talk to the product over HTTP like any other client.',
      severity: 'error',
      from: { path: '^e2e/' },
      to: { path: ['^server/', '^web/'] },
    },
    {
      name: 'sql-in-store-only',
      comment:
        'All SQL of a slice is in its store.ts; the platform owns the connection. Tests may look for themselves.',
      severity: 'error',
      from: { path: '^server/src/', pathNot: ['^server/src/platform/', '/store\\.ts$', tests] },
      to: { path: 'node_modules/(kysely|pg|pg-copy-streams|pg-boss|@types/pg)/' },
    },
    {
      name: 'http-framework-in-routes-only',
      comment: 'A route reads as policy; below it nobody knows that HTTP exists.',
      severity: 'error',
      from: {
        path: '^server/src/',
        pathNot: ['/routes\\.ts$', '^server/src/platform/http/', '^server/src/app\\.ts$'],
      },
      to: { path: 'node_modules/(fastify|fastify-zod-openapi|@fastify/)' },
    },
  ],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)dist/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['types', 'import', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.css'],
    },
  },
};
