/**
 * Events, wildcards and the table of facets (rules D4, D12).
 */
import { describeBreaches } from './fixture.ts';

describeBreaches('D4: events', [
  {
    what: 'the wildcard of everything',
    from: "'hs.*': {",
    to: "'*': {",
    problem: "wildcard '*' (D4)",
    remedy: "write 'hs.*', or name the events",
  },
  {
    what: 'a wildcard of another namespace',
    from: "'app.data': {},",
    to: "'app.data': {}, 'alert.*': {},",
    problem: "wildcard 'alert.*' (D4)",
    remedy: "write 'hs.*'",
  },
  {
    what: 'a wildcard that is left with no event',
    from: "            'hs.hello': [\n",
    to: "            'hs.finished': {}, 'hs.*': {},\n            'hs.hello': [\n",
    at: "'hs.finished'",
    problem: "wildcard 'hs.*' of state handshake.waitHello matches no event (D4)",
    remedy: 'every hs. event has an edge of its own here',
  },
  {
    what: 'a namespace that is none',
    from: "'app.data': {},",
    to: "'app.data': {}, 'net.data': {},",
    problem: "'net.data' is no name of an event (D4)",
    remedy: 'the namespaces are local, hs, app, alert, record, task, io',
  },
  {
    what: 'a name in the table that is none',
    file: 'spec/facets.ts',
    from: "  'app.data': [],",
    to: "  'app.data': [],\n  'hs.Server_Hello': [],",
    at: 'hs.Server_Hello',
    problem: "'hs.Server_Hello' is no name of an event (D4)",
    remedy: 'namespace.lowerCamel',
  },
]);

describeBreaches('D12: the table of facets', [
  {
    what: 'an event that it lacks',
    from: "'app.data': {},",
    to: "'app.data': {}, 'app.date': {},",
    problem: "event 'app.date' is missing from the table of facets (D12)",
    remedy: "did you mean 'app.data'?",
  },
  {
    what: 'a facet that it lacks',
    from: "event.facet === 'good'",
    to: "event.facet === 'good' || event.facet === 'better'",
    problem: "no event has the facet 'better' of 'isGood' (D12)",
    remedy: 'known are: good, invalid, accepted, refused',
  },
  {
    what: 'a facet that this event lacks',
    from: "guard: 'isGood'",
    to: "guard: 'isAccepted'",
    problem: "'hs.hello' never has the facet 'accepted' of 'isAccepted' (D12)",
    remedy: 'its facets are good, invalid',
  },
  {
    what: 'an event that no state takes',
    file: 'spec/facets.ts',
    from: "  'app.data': [],",
    to: "  'app.data': [],\n  'io.eof': [],",
    at: 'io.eof',
    problem: "no state takes 'io.eof' (D12)",
    remedy: 'give it an edge ({} if it is ignored)',
  },
  {
    what: 'facets that nobody looks at',
    file: 'spec/facets.ts',
    from: "  'app.data': [],",
    to: "  'app.data': ['some', 'none'],",
    problem: "no guard looks at the facets of 'app.data' (D12)",
    remedy: 'write []',
  },
  {
    what: 'a facet twice',
    file: 'spec/facets.ts',
    from: "['good', 'invalid']",
    to: "['good', 'invalid', 'good']",
    problem: "facet 'good' of 'hs.hello' stands twice (D12)",
    remedy: 'keep one of them',
  },
  {
    what: 'no list',
    file: 'spec/facets.ts',
    from: "'app.data': [],",
    to: "'app.data': true,",
    problem: "'app.data' has no list of facets (D12)",
    remedy: "write ['good', 'invalid'], or []",
  },
  {
    what: 'no table',
    file: 'spec/facets.ts',
    from: 'export const clientFacets',
    to: 'export const facets',
    problem: "no table 'clientFacets'",
    remedy: 'write export const clientFacets = { ... } as const',
  },
]);
