// Stripe's official SDK drives the sandbox: what it accepts, Stripe's clients accept.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { clientFor, makeCatalogue, makeCheckout, press, startSandbox } from '../support/sandbox.mjs';

let sandbox;
let stripe;

before(async () => {
    sandbox = await startSandbox();
    stripe = clientFor(sandbox);
});

after(async () => {
    assert.equal(await sandbox.stop(), 0);
});

test('a checkout becomes a subscription with a paid invoice', async () => {
    const catalogue = await makeCatalogue(stripe);
    const session = await makeCheckout(stripe, catalogue);
    assert.equal(session.status, 'open');
    assert.equal(session.amount_total, 9900);

    const answer = await press(session, 'pay');
    assert.equal(answer.status, 303);
    assert.equal(answer.headers.get('location'),
                 `http://127.0.0.1:9/done?session=${session.id}`);

    const done = await stripe.checkout.sessions.retrieve(session.id, {
        expand: ['subscription', 'invoice.payments', 'line_items'],
    });
    assert.equal(done.status, 'complete');
    assert.equal(done.payment_status, 'paid');
    assert.equal(done.line_items.data[0].price.id, catalogue.price.id);
    const { subscription, invoice } = done;
    assert.equal(subscription.status, 'active');
    assert.deepEqual(subscription.metadata, { vendor_code: 'ACME', kind: 'base' });
    assert.equal(subscription.billing_mode.type, 'flexible');
    const item = subscription.items.data[0];
    assert.equal(item.price.id, catalogue.price.id);
    assert.ok(item.current_period_end > item.current_period_start);
    assert.equal(subscription.current_period_end, undefined);
    assert.equal(invoice.status, 'paid');
    assert.equal(invoice.parent.subscription_details.subscription, subscription.id);
    assert.equal(invoice.lines.data[0].pricing.price_details.price, catalogue.price.id);
    assert.match(invoice.payments.data[0].payment.payment_intent, /^pi_/);

    const events = await stripe.events.list({ limit: 100 });
    const types = new Set(events.data.map((event) => event.type));
    for (const type of ['checkout.session.completed', 'customer.subscription.created',
                        'invoice.created', 'invoice.finalized', 'invoice.paid',
                        'invoice_payment.paid'])
        assert.ok(types.has(type), type);
    const one = await stripe.events.retrieve(events.data[0].id);
    assert.equal(one.api_version, '2026-10-28.endive');
    assert.deepEqual(one.data, events.data[0].data);
});

test('declined and cancelled checkouts leave the session open', async () => {
    const catalogue = await makeCatalogue(stripe);
    const session = await makeCheckout(stripe, catalogue);
    const declined = await press(session, 'decline');
    assert.equal(declined.status, 402);
    assert.match(await declined.text(), /Your card was declined/);
    const cancelled = await press(session, 'cancel');
    assert.equal(cancelled.headers.get('location'), 'http://127.0.0.1:9/cancelled');
    assert.equal((await stripe.checkout.sessions.retrieve(session.id)).status, 'open');
    const { data } = await stripe.subscriptions.list({ customer: catalogue.customer.id });
    assert.deepEqual(data, []);
});

test('a tier change, a cancellation and a reactivation', async () => {
    const catalogue = await makeCatalogue(stripe);
    const dearer = (await makeCatalogue(stripe, { amount: 19900, name: 'Business' })).price;
    await press(await makeCheckout(stripe, catalogue), 'pay');
    const [subscription] = (await stripe.subscriptions.list({
        customer: catalogue.customer.id, expand: ['data.latest_invoice'],
    })).data;
    assert.equal(subscription.latest_invoice.total, 9900);

    const upgraded = await stripe.subscriptions.update(subscription.id, {
        items: [{ id: subscription.items.data[0].id, price: dearer.id }],
        proration_behavior: 'always_invoice', payment_behavior: 'pending_if_incomplete',
        expand: ['latest_invoice'],
    });
    assert.equal(upgraded.items.data.length, 1);
    assert.equal(upgraded.items.data[0].price.id, dearer.id);
    assert.equal(upgraded.latest_invoice.billing_reason, 'subscription_update');
    assert.equal(upgraded.latest_invoice.status, 'paid');

    const ending = await stripe.subscriptions.update(subscription.id,
                                                     { cancel_at_period_end: true });
    assert.equal(ending.cancel_at, ending.items.data[0].current_period_end);
    const kept = await stripe.subscriptions.update(subscription.id,
                                                   { cancel_at_period_end: false });
    assert.equal(kept.cancel_at, null);
    const over = await stripe.subscriptions.cancel(subscription.id);
    assert.equal(over.status, 'canceled');

    const { data } = await stripe.events.list({ type: 'customer.subscription.updated' });
    const changes = data.filter((event) => event.data.object.id === subscription.id);
    assert.equal(changes.at(-1).data.previous_attributes.items.data[0].price.id,
                 catalogue.price.id);
    const mine = await stripe.subscriptions.list({ customer: catalogue.customer.id });
    assert.deepEqual(mine.data, []);
    const all = await stripe.subscriptions.list({ customer: catalogue.customer.id, status: 'all' });
    assert.equal(all.data.length, 1);
});

test('a failing card and its recovery', async () => {
    const { customer, price } = await makeCatalogue(stripe);
    const bad = await stripe.paymentMethods.attach('pm_card_chargeCustomerFail',
                                                   { customer: customer.id });
    const subscription = await stripe.subscriptions.create({
        customer: customer.id, items: [{ price: price.id }], default_payment_method: bad.id,
        expand: ['latest_invoice'],
    });
    assert.equal(subscription.status, 'incomplete');
    const invoice = subscription.latest_invoice;
    assert.equal(invoice.attempt_count, 1);
    await assert.rejects(stripe.invoices.pay(invoice.id), { type: 'StripeCardError',
                                                            code: 'card_declined' });
    const good = await stripe.paymentMethods.attach('pm_card_visa', { customer: customer.id });
    await stripe.subscriptions.update(subscription.id, { default_payment_method: good.id });
    const paid = await stripe.invoices.pay(invoice.id);
    assert.equal(paid.status, 'paid');
    assert.equal((await stripe.subscriptions.retrieve(subscription.id)).status, 'active');
});

test('the portal is a page for the customer', async () => {
    const { customer } = await makeCatalogue(stripe);
    const portal = await stripe.billingPortal.sessions.create({
        customer: customer.id, return_url: 'https://shop.example/billing',
    });
    const page = await fetch(portal.url);
    assert.equal(page.status, 200);
    assert.match(page.headers.get('content-security-policy'), /default-src 'none'/);
    assert.match(await page.text(), /Billing of Shop &amp; Co/);
});

test('the account is the same one every time', async () => {
    const account = await stripe.accounts.retrieveCurrent();
    assert.equal(account.id, 'acct_1OrionSandbox0000');
    assert.equal(account.default_currency, 'eur');
});

// The payment intent of the customer's latest paid invoice, as Stripe tells it today.
async function paymentOf(customer) {
    const [invoice] = (await stripe.invoices.list({
        customer: customer.id, status: 'paid', limit: 1, expand: ['data.payments'],
    })).data;
    return { invoice, intent: invoice.payments.data[0].payment.payment_intent };
}

async function eventsOf(type) {
    return (await stripe.events.list({ type, limit: 100 })).data;
}

test('a payment is given back in parts', async () => {
    const catalogue = await makeCatalogue(stripe);
    await press(await makeCheckout(stripe, catalogue), 'pay');
    const { invoice, intent } = await paymentOf(catalogue.customer);
    const told = (await eventsOf('invoice_payment.paid'))
        .map((event) => event.data.object).find((payment) => payment.invoice === invoice.id);
    assert.equal(told.payment.payment_intent, intent);
    assert.equal(told.amount_paid, 9900);

    const part = await stripe.refunds.create({ payment_intent: intent, amount: 900,
                                               reason: 'requested_by_customer' });
    assert.equal(part.status, 'succeeded');
    const charge = await stripe.charges.retrieve(part.charge);
    assert.equal(charge.amount_refunded, 900);
    assert.equal(charge.refunded, false);
    assert.equal(charge.invoice, undefined);
    await stripe.refunds.create({ charge: part.charge });
    const refunded = (await eventsOf('charge.refunded'))
        .map((event) => event.data.object).filter((object) => object.id === part.charge);
    assert.deepEqual(refunded.map((object) => object.amount_refunded), [9900, 900]);
    assert.equal(refunded[0].payment_intent, intent);
    await assert.rejects(stripe.refunds.create({ charge: part.charge }),
                         { type: 'StripeInvalidRequestError', code: 'charge_already_refunded' });
});

test('a disputed payment is defended', async () => {
    const catalogue = await makeCatalogue(stripe);
    await press(await makeCheckout(stripe, catalogue), 'pay', '4000000000000259');
    const { intent } = await paymentOf(catalogue.customer);
    const [dispute] = (await stripe.disputes.list({ payment_intent: intent })).data;
    assert.equal(dispute.status, 'needs_response');
    assert.ok(dispute.evidence_details.due_by > dispute.created);
    assert.equal((await stripe.charges.retrieve(dispute.charge)).disputed, true);
    const won = await stripe.disputes.update(dispute.id, {
        evidence: { uncategorized_text: 'winning_evidence' }, submit: true,
    });
    assert.equal(won.status, 'won');
    for (const type of ['created', 'funds_withdrawn', 'updated', 'closed', 'funds_reinstated']) {
        const ids = (await eventsOf(`charge.dispute.${type}`)).map(({ data }) => data.object.id);
        assert.ok(ids.includes(dispute.id), type);
    }
    await assert.rejects(stripe.disputes.close(dispute.id), { type: 'StripeInvalidRequestError' });
});

test('a deleted customer takes its subscriptions along', async () => {
    const catalogue = await makeCatalogue(stripe);
    await press(await makeCheckout(stripe, catalogue), 'pay');
    const open = await makeCheckout(stripe, catalogue);
    const gone = await stripe.customers.del(catalogue.customer.id);
    assert.equal(gone.deleted, true);
    const [event] = await eventsOf('customer.deleted');
    assert.equal(event.data.object.id, catalogue.customer.id);
    const [ended] = await eventsOf('customer.subscription.deleted');
    assert.equal(ended.data.object.customer, catalogue.customer.id);
    assert.equal((await press(open, 'pay')).status, 400);
    await assert.rejects(makeCheckout(stripe, catalogue), { code: 'resource_missing' });
});
