// Events reach a receiver that trusts nothing but Stripe's own verification.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { after, before, test } from 'node:test';
import { clientFor, makeCatalogue, makeCheckout, press, startSandbox, until }
    from '../support/sandbox.mjs';

const secret = 'whsec_interop_0123456789abcdef';
let receiver;
let sandbox;
let stripe;
let failures = 0; // answers left that are a 500
const received = [];

before(async () => {
    receiver = createServer(async (request, response) => {
        const chunks = await collect(request);
        const body = Buffer.concat(chunks);
        const status = failures > 0 ? 500 : 200;
        failures = Math.max(0, failures - 1);
        received.push({ body, signature: request.headers['stripe-signature'], status,
                        path: request.url });
        response.writeHead(status).end();
    });
    receiver.listen(0, '127.0.0.1');
    await once(receiver, 'listening');
    sandbox = await startSandbox('--webhook-url', `${receiverUrl()}/stripe`,
                                 '--webhook-secret', secret);
    stripe = clientFor(sandbox);
});

after(async () => {
    assert.equal(await sandbox.stop(), 0);
    receiver.close();
});

function receiverUrl() {
    return `http://127.0.0.1:${receiver.address().port}`;
}

async function collect(stream) {
    const chunks = [];
    for await (const chunk of stream)
        chunks.push(chunk);
    return chunks;
}

// The attempts to deliver events of the type about the object.
function attempts(type, id) {
    return received.filter(({ body }) => {
        const event = JSON.parse(body);
        return event.type === type && event.data.object.id === id;
    });
}

test('events arrive, signed so that Stripe accepts them', async () => {
    const catalogue = await makeCatalogue(stripe);
    const session = await makeCheckout(stripe, catalogue);
    await press(session, 'pay');
    const [{ body, signature, path }] = await until('the checkout is told of', () => {
        const found = attempts('checkout.session.completed', session.id);
        return found.length > 0 && found;
    });
    assert.equal(path, '/stripe');
    const event = stripe.webhooks.constructEvent(body, signature, secret);
    assert.equal(event.data.object.client_reference_id, 'ACME');
    assert.equal(event.livemode, false);
    assert.throws(() => stripe.webhooks.constructEvent(body, signature, 'whsec_other'),
                  { type: 'StripeSignatureVerificationError' });
    const changed = Buffer.from(body.toString().replace('ACME', 'EMCA'));
    assert.throws(() => stripe.webhooks.constructEvent(changed, signature, secret),
                  { type: 'StripeSignatureVerificationError' });
});

test('an event that is refused comes again', async () => {
    await until('all is delivered', async () =>
        (await stripe.events.list({ delivery_success: false })).data.length === 0);
    failures = 1;
    const customer = await stripe.customers.create({ email: 'again@shop.example' });
    const tries = await until('it has come again', () => {
        const found = attempts('customer.created', customer.id);
        return found.length === 2 && found;
    });
    assert.deepEqual(tries.map(({ status }) => status), [500, 200]);
    assert.ok(tries[0].body.equals(tries[1].body));
    stripe.webhooks.constructEvent(tries[1].body, tries[1].signature, secret);
    const { id } = JSON.parse(tries[0].body);
    await until('the delivery is on record', async () =>
        (await stripe.events.retrieve(id)).pending_webhooks === 0);
    assert.deepEqual((await stripe.events.list({ delivery_success: false })).data, []);
});

test('an endpoint gets the types it asked for, signed with its own secret', async () => {
    const endpoint = await stripe.webhookEndpoints.create({
        url: `${receiverUrl()}/products`, enabled_events: ['product.created'],
    });
    const product = await stripe.products.create({ name: 'Own endpoint' });
    await stripe.products.update(product.id, { name: 'Renamed' });
    const [{ body, signature }] = await until('the endpoint hears of the product', () => {
        const found = attempts('product.created', product.id)
            .filter(({ path }) => path === '/products');
        return found.length > 0 && found;
    });
    stripe.webhooks.constructEvent(body, signature, endpoint.secret);
    await until('the other endpoint hears of the change', () =>
        attempts('product.updated', product.id).length > 0);
    assert.ok(attempts('product.updated', product.id).every(({ path }) => path === '/stripe'));
    const [listed] = (await stripe.webhookEndpoints.list({ limit: 1 })).data;
    assert.equal(listed.id, endpoint.id);
    assert.equal(listed.secret, undefined);
    await stripe.webhookEndpoints.del(endpoint.id);
});
