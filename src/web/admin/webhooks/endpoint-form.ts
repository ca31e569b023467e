import { allEventKinds, eventKinds, isEventKind } from '../../../webhooks/event-kinds.ts';
import { textOf, textsOf } from '../../form-body.ts';

export const kindOptions = allEventKinds.map((kind) => ({ value: kind, text: eventKinds[kind] }));

/** What the forms of an endpoint bring. */
export const readEndpointForm = (body: unknown) => ({
  name: textOf(body, 'name').trim(),
  url: textOf(body, 'url').trim(),
  kinds: textsOf(body, 'kinds').filter(isEventKind),
  withAddress: textOf(body, 'withAddress') === 'yes',
});
