// How the sandbox talks: errors as the SDK types them, idempotency, pages of lists.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import Stripe from 'stripe';
import { clientFor, makeCatalogue, startSandbox } from '../support/sandbox.mjs';

let sandbox;
let stripe;

before(async () => {
    sandbox = await startSandbox();
    stripe = clientFor(sandbox);
});

after(async () => {
    assert.equal(await sandbox.stop(), 0);
});

// The error that the call fails with.
async function errorOf(promise) {
    return promise.then(() => assert.fail('The call should have failed.'), (error) => error);
}

test('unknown objects', async () => {
    const error = await errorOf(stripe.customers.retrieve('cus_none'));
    assert.ok(error instanceof Stripe.errors.StripeInvalidRequestError);
    assert.equal(error.statusCode, 404);
    assert.equal(error.code, 'resource_missing');
    assert.equal(error.param, 'id');
    assert.match(error.requestId, /^req_/);
});

test('parameters that are missing or unknown', async () => {
    const missing = await errorOf(stripe.products.create({}));
    assert.equal(missing.code, 'parameter_missing');
    assert.equal(missing.param, 'name');
    const unknown = await errorOf(stripe.customers.create({ nickname: 'x' }));
    assert.ok(unknown instanceof Stripe.errors.StripeInvalidRequestError);
    assert.equal(unknown.code, 'parameter_unknown');
    assert.equal(unknown.param, 'nickname');
});

test('keys that are none', async () => {
    const other = clientFor(sandbox);
    const error = await errorOf(other.customers.list({}, { apiKey: 'nonsense' }));
    assert.ok(error instanceof Stripe.errors.StripeAuthenticationError);
    assert.equal(error.statusCode, 401);
});

test('the version is echoed, the request is named', async () => {
    const customer = await stripe.customers.create({});
    assert.equal(customer.lastResponse.apiVersion, '2026-10-28.endive');
    assert.match(customer.lastResponse.requestId, /^req_/);
});

test('a repeated key replays, other parameters under it are refused', async () => {
    const options = { idempotencyKey: 'orion-1' };
    const first = await stripe.customers.create({ email: 'a@b.example' }, options);
    const again = await stripe.customers.create({ email: 'a@b.example' }, options);
    assert.equal(again.id, first.id);
    assert.equal(again.lastResponse.headers['idempotent-replayed'], 'true');
    assert.equal(first.lastResponse.headers['idempotent-replayed'], undefined);
    const error = await errorOf(stripe.customers.create({ email: 'c@d.example' }, options));
    assert.ok(error instanceof Stripe.errors.StripeIdempotencyError);
    const [event] = (await stripe.events.list({ type: 'customer.created', limit: 1 })).data;
    assert.equal(event.request.idempotency_key, 'orion-1');
});

test('a list pages by itself, in order and once each', async () => {
    const { product } = await makeCatalogue(stripe);
    const made = [];
    for (let i = 0; i < 25; ++i) {
        const price = await stripe.prices.create({
            product: product.id, currency: 'eur', unit_amount: 100 + i,
            recurring: { interval: 'month' }, active: i % 5 !== 0,
        });
        if (price.active)
            made.unshift(price.id);
    }
    const seen = [];
    for await (const price of stripe.prices.list({ product: product.id, active: true, limit: 7 })) {
        if (made.includes(price.id))
            seen.push(price.id);
    }
    assert.deepEqual(seen, made);
});

test('metadata is merged, emptied and kept as text', async () => {
    const { id } = await stripe.customers.create({ metadata: { a: 1, b: 'two', 0: 'zero' } });
    const merged = await stripe.customers.update(id, { metadata: { a: '', c: 'x&y=[z]' } });
    assert.deepEqual(merged.metadata, { 0: 'zero', b: 'two', c: 'x&y=[z]' });
    const emptied = await stripe.customers.update(id, { metadata: '' });
    assert.deepEqual(emptied.metadata, {});
});

test('prices are found by their lookup key', async () => {
    const { product } = await makeCatalogue(stripe);
    const price = await stripe.prices.create({
        product: product.id, currency: 'eur', unit_amount: 49000, lookup_key: 'essential_year',
        recurring: { interval: 'year' },
    });
    const { data } = await stripe.prices.list({ lookup_keys: ['essential_year'] });
    assert.deepEqual(data.map(({ id }) => id), [price.id]);
    const error = await errorOf(stripe.prices.update(price.id, { unit_amount: 1 }));
    assert.equal(error.code, 'parameter_unknown');
});
