import type { EditionContent } from '../edition-content.ts';

/** An edition without a story, for trying a template out: everything that may be absent is there. */
export const sampleEdition = (template: string): EditionContent => ({
  publication: {
    name: 'The Lantern',
    town: 'Wrenhythe',
    url: 'https://lantern.example.org/',
    postalAddress: '3 Chandler’s Steps, Wrenhythe',
    accent: '#284e7d',
    language: 'en',
  },
  newsletter: { name: 'Morning Edition', frequency: 'Weekdays at 6 am' },
  dateLine: 'Monday 23 November 2026',
  webUrl: 'https://lantern.example.org/archive/morning-edition/sample',
  subject: 'Last ferry stays',
  preheader: 'And a seal has closed the slipway.',
  blocks: [],
  template,
});

export const sampleSlots = {
  greeting: 'Hello Ada,',
  preferences_url: 'https://lantern.example.org/preferences/sample',
  unsubscribe_url: 'https://lantern.example.org/unsubscribe/sample',
} as const;
