import { beginReaderSession } from '../../../../src/audience/account/reader-sessions.ts';
import { addForm } from '../../../../src/audience/forms/newsroom-forms.ts';
import { payByInvoice } from '../../../../src/membership/payments/by-invoice.ts';
import type { CheckoutWish } from '../../../../src/membership/payments/provider.ts';
import { fieldsOf } from '../../../support/reader.ts';
import { useApp } from '../../../support/use-app.ts';
import { linkTo, subscriberIdOf } from './sign-up-form.ts';

const wishes: CheckoutWish[] = [];
const app = useApp({
  payments: {
    ...payByInvoice,
    name: 'till',
    takesPayments: true,
    startCheckout: async (wish) => {
      wishes.push(wish);
      return 'https://till.example.test/pay';
    },
  },
});

test('the form and the article that earned a reader go with them up to the payment', async () => {
  await addForm(app.db, 'library', {
    name: 'Library',
    standsOn: '',
    headline: '',
    promise: '',
    button: '',
    asksName: false,
    showsChoices: false,
    newsletters: [],
    tier: 'digital',
    isEnabled: true,
    language: null,
  });
  const visitor = app.visitor();
  const page = await visitor.get('/forms/library?article=the-bell-under-the-stage');
  const fields = fieldsOf(page.text, '/signup');
  fields.set('email', 'yara@example.test');
  await visitor.post('/signup').type('form').send(fields.toString());
  const confirmed = await visitor.post(await linkTo(app, 'yara@example.test', 'confirm'));
  expect(confirmed.text).toContain('You asked for <strong>Digital</strong>');

  const token = await beginReaderSession(app.db, await subscriberIdOf(app, 'yara@example.test'), '');
  const cookie = `doorstep-reader=${token}`;
  const tiers = await visitor.get('/subscribe/digital').set('Cookie', cookie);
  const wish = fieldsOf(tiers.text, '/subscribe/digital');
  wish.set('every', 'month');
  const paying = await visitor
    .post('/subscribe/digital')
    .set('Cookie', cookie)
    .set('Origin', app.setting.publicUrl)
    .type('form')
    .send(wish.toString());
  expect(paying.get('Location')).toBe('https://till.example.test/pay');
  expect(wishes).toMatchObject([{ form: 'library', articleSlug: 'the-bell-under-the-stage' }]);
});
