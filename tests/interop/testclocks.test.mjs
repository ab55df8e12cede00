// Time moves when a test says so: trials, renewals, retries and pauses in their order.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { clientFor, makeCatalogue, startSandbox, until } from '../support/sandbox.mjs';

let sandbox;
let stripe;

before(async () => {
    sandbox = await startSandbox();
    stripe = clientFor(sandbox);
});

after(async () => {
    assert.equal(await sandbox.stop(), 0);
});

const day = 86400;
const start = Date.UTC(2027, 0, 31, 12) / 1000;

async function clocked(more = {}, card = 'pm_card_visa') {
    const clock = await stripe.testHelpers.testClocks.create({ frozen_time: start, name: 'a test' });
    const customer = await stripe.customers.create({ test_clock: clock.id });
    if (card) {
        const method = await stripe.paymentMethods.attach(card, { customer: customer.id });
        await stripe.customers.update(customer.id, {
            invoice_settings: { default_payment_method: method.id },
        });
    }
    const { price } = await makeCatalogue(stripe);
    const subscription = await stripe.subscriptions.create({
        customer: customer.id, items: [{ price: price.id }], ...more,
    });
    return { clock, customer, price, subscription };
}

async function advance(clock, to) {
    const started = await stripe.testHelpers.testClocks.advance(clock.id, { frozen_time: to });
    assert.equal(started.status, 'advancing');
    assert.equal(started.status_details.advancing.target_frozen_time, to);
    await until('the clock is ready', async () =>
        (await stripe.testHelpers.testClocks.retrieve(clock.id)).status === 'ready');
    const { data } = await stripe.events.list({ type: 'test_helpers.test_clock.ready' });
    assert.ok(data.some((event) => event.data.object.id === clock.id &&
                                   event.data.object.frozen_time === to));
}

async function invoicesOf(subscription) {
    const { data } = await stripe.invoices.list({ subscription: subscription.id,
                                                 limit: 100 });
    return data.reverse();
}

test('a year of renewals, each at its own time', async () => {
    const { clock, subscription } = await clocked();
    for (const month of [2, 4, 6, 8, 10, 12])
        await advance(clock, Date.UTC(2027, month, 1) / 1000);
    const invoices = await invoicesOf(subscription);
    // The 31st of each month, or its last day.
    const expected = Array.from({ length: 12 }, (_, i) =>
        Math.min(Date.UTC(2027, i, 31, 12), Date.UTC(2027, i + 1, 0, 12)) / 1000);
    assert.deepEqual(invoices.map((invoice) => invoice.created), expected);
    assert.ok(invoices.every((invoice) => invoice.status === 'paid' && invoice.total === 9900));
});

for (const [behavior, status] of [['cancel', 'canceled'], ['pause', 'paused'],
                                  ['create_invoice', 'past_due']]) {
    test(`a trial without a card ends by ${behavior}`, async () => {
        const { clock, subscription } = await clocked({
            trial_period_days: 10,
            trial_settings: { end_behavior: { missing_payment_method: behavior } },
        }, null);
        await advance(clock, start + 8 * day);
        const { data } = await stripe.events.list({
            type: 'customer.subscription.trial_will_end',
        });
        const told = data.find((event) => event.data.object.id === subscription.id);
        assert.equal(told.created, start + 7 * day);
        await advance(clock, start + 10 * day);
        assert.equal((await stripe.subscriptions.retrieve(subscription.id)).status, status);
    });
}

test('a trial that was paused is resumed with a card', async () => {
    const { clock, customer, subscription } = await clocked({
        trial_period_days: 10,
        trial_settings: { end_behavior: { missing_payment_method: 'pause' } },
    }, null);
    await advance(clock, start + 20 * day);
    const paused = await stripe.subscriptions.retrieve(subscription.id);
    assert.equal(paused.status_details.paused.subscription.type,
                 'trial_end_without_payment_method');
    await assert.rejects(stripe.invoices.createPreview({ subscription: subscription.id }),
                         { code: 'invoice_upcoming_none' });
    const method = await stripe.paymentMethods.attach('pm_card_visa', { customer: customer.id });
    await stripe.customers.update(customer.id, {
        invoice_settings: { default_payment_method: method.id },
    });
    const resumed = await stripe.subscriptions.resume(subscription.id, {
        billing_cycle_anchor: { type: 'now' }, expand: ['latest_invoice'],
    });
    assert.equal(resumed.status, 'active');
    assert.equal(resumed.items.data[0].current_period_start, start + 20 * day);
    assert.equal(resumed.latest_invoice.amount_paid, 9900);
    await assert.rejects(stripe.subscriptions.resume(subscription.id), { statusCode: 400 });
});

for (const [behavior, status] of [['void', 'void'], ['mark_uncollectible', 'uncollectible'],
                                  ['keep_as_draft', 'draft']]) {
    test(`paused collection leaves its invoices ${status}`, async () => {
        const { clock, subscription } = await clocked();
        const paused = await stripe.subscriptions.update(subscription.id, {
            pause_collection: { behavior, resumes_at: start + 40 * day },
        });
        assert.equal(paused.status, 'active');
        await advance(clock, start + 50 * day);
        const [, renewal] = await invoicesOf(subscription);
        assert.equal(renewal.status, status);
        const resumed = await stripe.subscriptions.retrieve(subscription.id);
        assert.equal(resumed.pause_collection, null);
        await advance(clock, start + 65 * day);
        const [, , next] = await invoicesOf(subscription);
        assert.equal(next.status, 'paid');
        if (status === 'draft') {
            const open = await stripe.invoices.finalizeInvoice(renewal.id,
                                                               { auto_advance: false });
            assert.equal(open.status, 'open');
            assert.equal((await stripe.invoices.pay(renewal.id)).status, 'paid');
        }
    });
}

test('a failing card is tried four times, then it is over', async () => {
    const { clock, customer, subscription } = await clocked();
    const bad = await stripe.paymentMethods.attach('pm_card_chargeCustomerFail',
                                                   { customer: customer.id });
    await stripe.customers.update(customer.id, {
        invoice_settings: { default_payment_method: bad.id },
    });
    const end = subscription.items.data[0].current_period_end;
    for (const [after, attempts, status] of [[1, 1, 'past_due'], [3 * day, 2, 'past_due'],
                                             [8 * day, 3, 'past_due'],
                                             [15 * day, 4, 'canceled']]) {
        await advance(clock, end + after);
        const [, invoice] = await invoicesOf(subscription);
        assert.equal(invoice.attempt_count, attempts);
        assert.equal((await stripe.subscriptions.retrieve(subscription.id)).status, status);
    }
    const { data } = await stripe.events.list({ type: 'invoice.payment_failed' });
    assert.equal(data.filter(({ data: { object } }) => object.customer === customer.id).length, 4);
});

test('a pause gives back what was not used, by the second', async () => {
    const { clock, subscription } = await clocked();
    const at = start + 9 * day + 4321;
    await advance(clock, at);
    const paused = await stripe.subscriptions.pause(subscription.id,
                                                    { invoicing_behavior: 'invoice' });
    assert.equal(paused.status, 'paused');
    const { current_period_start: from, current_period_end: to } = subscription.items.data[0];
    const credit = (await invoicesOf(subscription)).at(-1);
    assert.equal(credit.total, -Math.round(9900 * (to - at) / (to - from)));
});

test('cancelling now with proration bills the rest back', async () => {
    const { clock, customer, subscription } = await clocked();
    const at = start + 20 * day + 99;
    await advance(clock, at);
    const over = await stripe.subscriptions.cancel(subscription.id,
                                                   { prorate: true, invoice_now: true });
    assert.equal(over.status, 'canceled');
    const { current_period_start: from, current_period_end: to } = subscription.items.data[0];
    const credit = -Math.round(9900 * (to - at) / (to - from));
    assert.equal((await invoicesOf(subscription)).at(-1).total, credit);
    assert.equal((await stripe.customers.retrieve(customer.id)).balance, credit);
});

test('a deleted clock takes its customers along', async () => {
    const { clock, customer } = await clocked();
    assert.equal((await stripe.testHelpers.testClocks.del(clock.id)).deleted, true);
    await assert.rejects(stripe.customers.retrieve(customer.id), { statusCode: 404 });
    assert.ok((await stripe.testHelpers.testClocks.list()).data.every(({ id }) => id !== clock.id));
});
