// What is set up once: products, prices, webhook endpoints; and long lists inside objects.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { after, before, test } from 'node:test';
import { clientFor, makeCatalogue, makeCheckout, press, startSandbox, until }
    from '../support/sandbox.mjs';

let sandbox;
let stripe;

before(async () => {
    sandbox = await startSandbox();
    stripe = clientFor(sandbox);
});

after(async () => {
    assert.equal(await sandbox.stop(), 0);
});

test('a product is renamed and archived', async () => {
    const { product } = await makeCatalogue(stripe);
    const renamed = await stripe.products.update(product.id, { name: 'Business' });
    assert.equal(renamed.name, 'Business');
    await stripe.products.update(product.id, { active: false });
    const { data } = await stripe.products.list({ active: true, limit: 100 });
    assert.ok(data.every(({ id }) => id !== product.id));
});

test('a lookup key moves to the new price, whose amount is its own for ever', async () => {
    const { product } = await makeCatalogue(stripe);
    const make = (unit_amount, more = {}) => stripe.prices.create({
        product: product.id, currency: 'eur', unit_amount, recurring: { interval: 'month' },
        tax_behavior: 'exclusive', lookup_key: 'orion_pro_month', ...more,
    });
    const old = await make(9900);
    await assert.rejects(make(10900), { statusCode: 400, param: 'lookup_key' });
    const fresh = await make(10900, { transfer_lookup_key: true });
    const { data } = await stripe.prices.list({ lookup_keys: ['orion_pro_month'] });
    assert.deepEqual(data.map(({ id }) => id), [fresh.id]);
    assert.equal((await stripe.prices.retrieve(old.id)).lookup_key, null);
    await assert.rejects(stripe.prices.update(old.id, { unit_amount: 1 }),
                         { code: 'parameter_unknown' });
    await assert.rejects(stripe.prices.update(old.id, { tax_behavior: 'inclusive' }),
                         { param: 'tax_behavior' });
    assert.equal((await stripe.prices.update(old.id, { active: false })).active, false);
    const { customer } = await makeCatalogue(stripe);
    await assert.rejects(stripe.subscriptions.create({
        customer: customer.id, items: [{ price: old.id }],
    }), { statusCode: 400 });
});

test('each endpoint gets the events it wants, in the shapes of its version', async () => {
    const received = new Map([['/new', []], ['/old', []]]);
    const server = createServer((request, response) => {
        const chunks = [];
        request.on('data', (chunk) => chunks.push(chunk));
        request.on('end', () => {
            received.get(request.url).push({ body: Buffer.concat(chunks).toString(),
                                             signature: request.headers['stripe-signature'] });
            response.end();
        });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = (path) => `http://127.0.0.1:${server.address().port}${path}`;
    try {
        const fresh = await stripe.webhookEndpoints.create({
            url: url('/new'), api_version: '2026-10-28.endive', metadata: { by: 'orion' },
            enabled_events: ['customer.subscription.created', 'invoice.paid'],
        });
        const old = await stripe.webhookEndpoints.create({
            url: url('/old'), api_version: '2024-06-20', enabled_events: ['invoice.paid'],
        });
        assert.match(fresh.secret, /^whsec_/);
        assert.equal((await stripe.webhookEndpoints.retrieve(fresh.id)).secret, undefined);
        await press(await makeCheckout(stripe, await makeCatalogue(stripe)), 'pay');
        await until('both have their events', () => received.get('/new').length === 2 &&
                                                    received.get('/old').length === 1);
        const events = received.get('/new').map(({ body, signature }) =>
            stripe.webhooks.constructEvent(body, signature, fresh.secret));
        assert.deepEqual(events.map(({ type }) => type).sort(),
                         ['customer.subscription.created', 'invoice.paid']);
        const paid = events.find(({ type }) => type === 'invoice.paid');
        assert.equal(paid.api_version, '2026-10-28.endive');
        const invoice = paid.data.object;
        const { subscription } = invoice.parent.subscription_details;
        assert.equal(invoice.subscription, undefined);

        const [{ body, signature }] = received.get('/old');
        const ancient = stripe.webhooks.constructEvent(body, signature, old.secret);
        assert.equal(ancient.api_version, '2024-06-20');
        assert.equal(ancient.id, paid.id);
        assert.equal(ancient.data.object.subscription, subscription);
        assert.equal(ancient.data.object.paid, true);
        assert.match(ancient.data.object.payment_intent, /^pi_/);
        assert.equal(ancient.data.object.lines.data[0].price.unit_amount, 9900);
        assert.equal(ancient.data.object.parent, undefined);

        const retired = await stripe.webhookEndpoints.update(old.id, { disabled: true });
        assert.equal(retired.status, 'disabled');
        await stripe.webhookEndpoints.update(fresh.id, { enabled_events: ['product.created'] });
        const { product } = await makeCatalogue(stripe);
        await until('the new choice counts', () => received.get('/new').length === 3);
        assert.equal(JSON.parse(received.get('/new')[2].body).data.object.id, product.id);
        assert.equal(received.get('/old').length, 1);
        assert.equal((await stripe.webhookEndpoints.del(old.id)).deleted, true);
        assert.deepEqual((await stripe.webhookEndpoints.list()).data.map(({ id }) => id),
                         [fresh.id]);
    } finally {
        server.close();
        server.closeAllConnections();
    }
});

test('lists inside objects are paged', async () => {
    const { customer, product } = await makeCatalogue(stripe);
    await stripe.paymentMethods.attach('pm_card_visa', { customer: customer.id });
    const card = await stripe.paymentMethods.attach('pm_card_visa', { customer: customer.id });
    const prices = [];
    for (let i = 1; i <= 12; ++i)
        prices.push(await stripe.prices.create({ product: product.id, currency: 'eur',
                                                 unit_amount: i, recurring: { interval: 'month' } }));
    const subscription = await stripe.subscriptions.create({
        customer: customer.id, default_payment_method: card.id,
        items: prices.map(({ id }) => ({ price: id })),
    });
    const items = [];
    for await (const item of stripe.subscriptionItems.list({ subscription: subscription.id,
                                                             limit: 5 }))
        items.push(item.price.id);
    assert.deepEqual(items, prices.map(({ id }) => id));
    const amounts = [];
    for await (const line of stripe.invoices.listLineItems(subscription.latest_invoice,
                                                           { limit: 5 }))
        amounts.push(line.amount);
    assert.deepEqual(amounts, prices.map(({ unit_amount }) => unit_amount));
});

test('invoices are found, voided and written off', async () => {
    const { customer, price } = await makeCatalogue(stripe);
    const make = () => stripe.subscriptions.create({
        customer: customer.id, items: [{ price: price.id }],
        payment_behavior: 'default_incomplete',
    });
    const one = await make();
    const two = await make();
    const open = await stripe.invoices.list({ customer: customer.id, status: 'open' });
    assert.deepEqual(open.data.map(({ id }) => id), [two.latest_invoice, one.latest_invoice]);
    const voided = await stripe.invoices.voidInvoice(one.latest_invoice);
    assert.equal(voided.status, 'void');
    const lost = await stripe.invoices.markUncollectible(two.latest_invoice);
    assert.equal(lost.status, 'uncollectible');
    await assert.rejects(stripe.invoices.voidInvoice(one.latest_invoice), { statusCode: 400 });
    const { data } = await stripe.invoices.list({
        subscription: two.id, created: { gte: lost.created, lte: lost.created },
    });
    assert.deepEqual(data.map(({ id }) => id), [lost.id]);
});

test('an operation is recognised by its metadata wherever it was sent', async () => {
    const customer = await stripe.customers.create({ metadata: { operation_id: 'op-1' } });
    const { price } = await makeCatalogue(stripe);
    const session = await makeCheckout(stripe, { price, customer }, {
        metadata: { operation_id: 'op-2' },
        subscription_data: { metadata: { operation_id: 'op-3' } },
    });
    await press(session, 'pay');
    const [done] = (await stripe.checkout.sessions.list({ customer: customer.id })).data;
    assert.equal(done.metadata.operation_id, 'op-2');
    const [subscription] = (await stripe.subscriptions.list({ customer: customer.id })).data;
    assert.equal(subscription.metadata.operation_id, 'op-3');
    assert.equal((await stripe.customers.retrieve(customer.id)).metadata.operation_id, 'op-1');
});
