// The table of docs/architecture.md ("The rooms of the sidecar") as rules: a room may import what its row names, and contract/.
const rooms = {
  lib: [],
  language: ['lib'],
  stores: ['lib'],
  search: ['lib'],
  llm: ['lib', 'stores', 'language'],
  frappe: ['lib'],
  records: ['lib', 'stores', 'frappe'],
  people: ['lib', 'stores', 'frappe', 'records'],
  audit: ['lib', 'stores', 'frappe', 'records', 'people'],
  consent: ['lib', 'stores', 'frappe', 'records', 'people'],
  privacy: ['lib', 'stores', 'frappe', 'records', 'people', 'audit', 'consent'],
  actions: ['lib', 'stores', 'frappe', 'records', 'people', 'audit', 'consent', 'privacy'],
  memory: ['lib', 'stores', 'frappe', 'records', 'people', 'consent', 'privacy', 'search', 'llm'],
  knowledge: ['lib', 'stores', 'frappe', 'records', 'people', 'consent', 'privacy', 'search', 'llm'],
  personality: ['lib', 'stores', 'records', 'people'],
  agents: ['lib', 'language', 'llm', 'frappe', 'people', 'actions', 'memory', 'knowledge'],
  turn: [
    'lib', 'language', 'stores', 'search', 'llm', 'frappe', 'records', 'people', 'audit', 'consent', 'privacy',
    'actions', 'memory', 'knowledge', 'personality', 'agents',
  ],
  gateway: ['lib', 'stores', 'people', 'audit', 'consent', 'privacy', 'actions', 'memory', 'knowledge', 'personality', 'turn'],
};

const room = (name) => `^sidecar/${name}/`;
const roomRules = Object.entries(rooms).map(([name, allowed]) => ({
  name: `room-${name}`,
  comment: `${name}/ may import ${allowed.length > 0 ? allowed.map((other) => `${other}/`).join(', ') : 'no other room'}`,
  severity: 'error',
  from: name === 'gateway' ? { path: room(name), pathNot: '^sidecar/gateway/bus/' } : { path: room(name) },
  to: { path: '^sidecar/', pathNot: [name, ...allowed].map(room) },
}));

export default {
  forbidden: [
    ...roomRules,
    {
      name: 'gateway-bus',
      comment: 'only gateway/bus may also see frappe/',
      severity: 'error',
      from: { path: '^sidecar/gateway/bus/' },
      to: { path: '^sidecar/', pathNot: ['gateway', 'frappe', ...rooms.gateway].map(room) },
    },
    {
      name: 'only-run-knows-all-stages',
      comment: 'the stages of a turn do not know each other; run.ts does',
      severity: 'error',
      from: { path: '^sidecar/turn/(understand|recall|decide|act|speak|record)/' },
      to: { path: '^sidecar/turn/(understand|recall|decide|act|speak|record)/', pathNot: '^sidecar/turn/$1/' },
    },
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
    {
      name: 'parts-stand-alone',
      comment: 'devsite, sidecar, web and sdk never import each other',
      severity: 'error',
      from: { path: '^(devsite|sidecar|web|sdk)/' },
      to: { path: '^(devsite|sidecar|web|sdk)/', pathNot: '^$1/' },
    },
    { name: 'product-not-to-tests', severity: 'error', from: { path: '^(devsite|sidecar|web|sdk|contract)/' }, to: { path: '^(test|scripts)/' } },
    { name: 'contract-knows-nobody', severity: 'error', from: { path: '^contract/' }, to: { path: '^(devsite|sidecar|web|sdk|test|scripts)/' } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['^dartwing_va/', 'node_modules'] },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'default', 'types'] },
  },
};
