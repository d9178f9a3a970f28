import type { ModelMessage } from '../../../sidecar/llm/model.ts';

export const call = (id: string, name = 'list_holidays') => ({ id, name, args: {} });
/** Conversations that a provider would not take as they are: told by what is wrong with them. */
export const histories: readonly (readonly [string, readonly ModelMessage[]])[] = [
  [
    'neighbours of one role',
    [
      { role: 'user', text: 'Hello' },
      { role: 'user', text: 'Are you there?' },
      { role: 'assistant', text: 'Yes.', calls: [] },
      { role: 'assistant', text: 'I am.', calls: [] },
      { role: 'user', text: 'Good' },
    ],
  ],
  [
    'empty texts',
    [
      { role: 'user', text: 'Hello' },
      { role: 'assistant', text: '', calls: [] },
      { role: 'user', text: '   ' },
      { role: 'assistant', text: ' \n', calls: [] },
      { role: 'user', text: 'Good' },
    ],
  ],
  [
    'the assistant first',
    [
      { role: 'assistant', text: 'Good morning.', calls: [] },
      { role: 'user', text: 'Good' },
    ],
  ],
  [
    'an outcome without its call',
    [
      { role: 'tool', callId: 'gone', tool: 'list_holidays', content: '{"kind":"data"}' },
      { role: 'user', text: 'Good' },
    ],
  ],
  [
    'calls without outcomes, and one that came late',
    [
      { role: 'user', text: 'Hello' },
      { role: 'assistant', text: '', calls: [call('a'), call('b')] },
      { role: 'user', text: 'Wait' },
      { role: 'tool', callId: 'b', tool: 'list_holidays', content: '{"kind":"data"}' },
      { role: 'user', text: 'Good' },
    ],
  ],
  [
    'ids that come again in every round, and one that no provider takes',
    [
      { role: 'user', text: 'Hello' },
      { role: 'assistant', text: 'One moment.', calls: [call('c1')] },
      { role: 'tool', callId: 'c1', tool: 'list_holidays', content: '{"kind":"data"}' },
      { role: 'assistant', text: '', calls: [call('c1'), call(`offline:${'long'.repeat(20)}`)] },
      { role: 'tool', callId: 'c1', tool: 'list_holidays', content: '"text"' },
      { role: 'tool', callId: `offline:${'long'.repeat(20)}`, tool: 'list_holidays', content: 'no JSON' },
      { role: 'assistant', text: 'There.', calls: [] },
      { role: 'user', text: 'Good' },
    ],
  ],
  [
    'a tool that is no longer offered, with a name that no provider takes',
    [
      { role: 'user', text: 'Hello' },
      { role: 'assistant', text: '', calls: [call('c1', 'räume/status prüfen')] },
      { role: 'tool', callId: 'c1', tool: 'räume/status prüfen', content: '{}' },
      { role: 'assistant', text: 'There.', calls: [] },
      { role: 'user', text: 'Good' },
    ],
  ],
  ['half of a character', [{ role: 'user', text: 'Good \ud83d' }]],
  ['nothing but the assistant', [{ role: 'assistant', text: 'Good morning.', calls: [] }]],
  ['nothing at all', []],
];
