// What a change would cost, what it then costs, and what happens when it cannot be paid.
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

// The part of an amount that falls on what is left of the period, in whole cents, by fractions of
// big integers: nothing of the sandbox's own arithmetic.
function shareLeft(amount, item, at) {
    const length = BigInt(item.current_period_end - item.current_period_start);
    const left = BigInt(item.current_period_end - at);
    return Number((2n * BigInt(amount) * left + length) / (2n * length));
}

async function subscribe(amount = 9900) {
    const catalogue = await makeCatalogue(stripe, { amount });
    await press(await makeCheckout(stripe, catalogue), 'pay');
    const [subscription] = (await stripe.subscriptions.list({
        customer: catalogue.customer.id,
    })).data;
    return { ...catalogue, subscription, item: subscription.items.data[0] };
}

function priceOf(product, amount, interval) {
    return stripe.prices.create({ product: product.id, currency: 'eur', unit_amount: amount,
                                  recurring: { interval } });
}

for (const [name, amount, interval] of [['an upgrade', 19900, 'month'],
                                        ['a downgrade', 4900, 'month'],
                                        ['a year', 99000, 'year']]) {
    test(`${name} costs what its preview said`, async () => {
        const { product, subscription, item } = await subscribe();
        const price = await priceOf(product, amount, interval);
        const date = Math.floor((item.current_period_start + item.current_period_end) / 2) + 17;
        const items = [{ id: item.id, price: price.id }];
        const preview = await stripe.invoices.createPreview({
            subscription: subscription.id,
            subscription_details: { items, proration_behavior: 'always_invoice',
                                    proration_date: date },
        });
        const credit = -shareLeft(9900, item, date);
        const debit = interval === 'year' ? amount : shareLeft(amount, item, date);
        assert.match(preview.id, /^upcoming_in/);
        assert.deepEqual(preview.lines.data.map((line) => line.amount), [credit, debit]);
        assert.equal(preview.total, credit + debit);
        assert.equal(preview.amount_due, Math.max(0, credit + debit));
        assert.equal(preview.parent.subscription_details.subscription_proration_date, date);
        const [unused] = preview.lines.data;
        assert.equal(unused.parent.type, 'subscription_item_details');
        assert.equal(unused.parent.subscription_item_details.proration, true);
        assert.equal(unused.parent.subscription_item_details.proration_details.credited_items.invoice,
                     subscription.latest_invoice);

        const done = await stripe.subscriptions.update(subscription.id, {
            items, proration_behavior: 'always_invoice', proration_date: date,
            payment_behavior: 'pending_if_incomplete', expand: ['latest_invoice'],
        });
        assert.equal(done.pending_update, null);
        const invoice = done.latest_invoice;
        assert.equal(invoice.status, 'paid');
        assert.equal(invoice.total, preview.total);
        assert.equal(invoice.amount_due, preview.amount_due);
        assert.deepEqual(invoice.lines.data.map((line) => line.amount),
                         preview.lines.data.map((line) => line.amount));
        const { balance } = await stripe.customers.retrieve(subscription.customer);
        assert.equal(balance, Math.min(0, credit + debit));
    });
}

test('the next regular invoice, with what waits for it', async () => {
    const { product, subscription, item } = await subscribe(5600);
    const plain = await stripe.invoices.createPreview({ subscription: subscription.id });
    assert.equal(plain.total, 5600);
    assert.equal(plain.created, item.current_period_end);
    const date = item.current_period_start + 1000;
    const cheaper = await priceOf(product, 2800, 'month');
    await stripe.subscriptions.update(subscription.id, {
        items: [{ id: item.id, price: cheaper.id }], proration_date: date,
        proration_behavior: 'create_prorations',
    });
    const waiting = shareLeft(2800, item, date) - shareLeft(5600, item, date);
    const next = await stripe.invoices.createPreview({ customer: subscription.customer });
    assert.equal(next.total, 2800 + waiting);
});

test('nothing upcoming', async () => {
    const { subscription } = await subscribe();
    await stripe.subscriptions.update(subscription.id, { cancel_at_period_end: true });
    await assert.rejects(stripe.invoices.createPreview({ subscription: subscription.id }),
                         { statusCode: 400, code: 'invoice_upcoming_none' });
});

test('an upgrade that cannot be paid waits until it is', async () => {
    const { product, customer, subscription, item } = await subscribe();
    const bad = await stripe.paymentMethods.attach('pm_card_chargeCustomerFail',
                                                   { customer: customer.id });
    await stripe.subscriptions.update(subscription.id, { default_payment_method: bad.id });
    const price = await priceOf(product, 19900, 'month');
    const waiting = await stripe.subscriptions.update(subscription.id, {
        items: [{ id: item.id, price: price.id }], proration_behavior: 'always_invoice',
        proration_date: item.current_period_start, payment_behavior: 'pending_if_incomplete',
        metadata: { operation_id: 'op-7' },
    });
    assert.equal(waiting.status, 'active');
    assert.equal(waiting.items.data[0].price.id, item.price.id);
    assert.equal(waiting.pending_update.subscription_items[0].price.id, price.id);
    const invoice = await stripe.invoices.retrieve(waiting.latest_invoice);
    assert.equal(invoice.amount_due, 19900 - 9900);
    await assert.rejects(stripe.invoices.pay(invoice.id), { type: 'StripeCardError' });
    await stripe.invoices.pay(invoice.id, { payment_method: 'pm_card_visa' });
    const applied = await stripe.subscriptions.retrieve(subscription.id);
    assert.equal(applied.pending_update, null);
    assert.equal(applied.items.data[0].price.id, price.id);
    assert.equal(applied.metadata.operation_id, 'op-7');
    const { data } = await stripe.events.list({
        types: ['customer.subscription.pending_update_applied'],
    });
    assert.ok(data.some((event) => event.data.object.id === subscription.id));
});

test('an upgrade that must be paid at once is refused as a whole', async () => {
    const { product, customer, subscription, item } = await subscribe();
    const bad = await stripe.paymentMethods.attach('pm_card_chargeCustomerFail',
                                                   { customer: customer.id });
    await stripe.subscriptions.update(subscription.id, { default_payment_method: bad.id });
    const price = await priceOf(product, 19900, 'month');
    await assert.rejects(stripe.subscriptions.update(subscription.id, {
        items: [{ id: item.id, price: price.id }], proration_behavior: 'always_invoice',
        payment_behavior: 'error_if_incomplete',
    }), { statusCode: 402, code: 'card_declined' });
    const kept = await stripe.subscriptions.retrieve(subscription.id);
    assert.equal(kept.items.data[0].price.id, item.price.id);
    assert.equal(kept.latest_invoice, subscription.latest_invoice);
});
