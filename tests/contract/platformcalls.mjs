// What is said to Stripe: the commands that speak to it, and every call that has reached its stand-in
// until now, held against the types of Stripe's SDK.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';
import Stripe from 'stripe';
import { clientFor, until } from '../support/sandbox.mjs';
import { callSites, unseen } from './callsites.mjs';
import { platform } from './platformworld.mjs';
import { complaints } from './typedcalls.mjs';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

test('setup brings Stripe in step again, whatever was changed on either side', async () => {
    const sdk = clientFor(platform.sandbox);
    const setUp = (...options) => platform.runWith({ ORION_PUBLIC_URL: 'https://billing.example' },
                                                   'stripe', 'setup', ...options);
    const secretFile = join(platform.folder, 'webhook-secret');
    await setUp('--secret-file', secretFile);
    const [endpoint] = (await sdk.webhookEndpoints.list()).data.filter(({ url }) =>
        url === 'https://billing.example/api/v1/webhooks/stripe');
    assert.match(readFileSync(secretFile, 'utf8'), /^whsec_/);

    const priceOf = async (key) => (await sdk.prices.list({ lookup_keys: [key] })).data[0];
    const professional = await priceOf('orion_professional_month');
    const business = await priceOf('orion_business_month');
    const email = await priceOf('orion_addon_email_25_month');
    await sdk.products.update(professional.product, { default_price: professional.id, active: false });
    await sdk.prices.update(business.id, { lookup_key: 'somebody_elses' });
    await sdk.prices.create({ product: email.product, currency: 'eur', unit_amount: email.unit_amount,
                              recurring: { interval: 'month' }, lookup_key: email.lookup_key,
                              transfer_lookup_key: true, metadata: email.metadata });
    await sdk.webhookEndpoints.update(endpoint.id, { disabled: true });
    await sdk.webhookEndpoints.create({ url: endpoint.url, enabled_events: ['invoice.paid'],
                                        api_version: '2024-06-20' });
    await platform.sql("update billing.subscription_tiers set name = 'Professional Plus',"
        + " price_monthly_cents = 10900 where code = 'professional'");
    await setUp('--secret-file', secretFile, '--retire-old');
    assert.match(await setUp('--secret-file', secretFile, '--retire-old'), /nothing to do/);
    assert.equal((await priceOf('orion_professional_month')).unit_amount, 10900);
    assert.equal((await sdk.prices.retrieve(professional.id)).active, false);
    for (const { id, url } of (await sdk.webhookEndpoints.list()).data) {
        if (url === endpoint.url)
            await sdk.webhookEndpoints.del(id); // nobody is there to listen
    }
});

test('what a crash left behind is looked up at Stripe a day later, and not done again', async () => {
    const sdk = clientFor(platform.sandbox);
    for (let i = 0; i < 101; ++i) // so that there are two pages to look through
        await sdk.customers.create({ name: `Customer ${i}` });
    const made = async () => [
        (await sdk.customers.list().autoPagingToArray({ limit: 1000 })).length,
        (await sdk.checkout.sessions.list().autoPagingToArray({ limit: 1000 })).length];
    const before = await made();
    const creations = "path in ('/v1/customers', '/v1/checkout/sessions')";
    await platform.sql("update billing.stripe_operations set state = 'pending', finished_at = null,"
        + ` next_attempt_at = now(), created_at = created_at - interval '24 hours' where ${creations}`);
    await platform.serve({}, '127.0.0.1:0');
    await until('all is finished', async () => '0' === await platform.sql(
        "select count(*) from billing.stripe_operations where state = 'pending'"), 60000);
    assert.deepEqual(await made(), before);
    assert.equal(await platform.sql("select count(*) from billing.stripe_operations"
        + ` where state <> 'succeeded' and ${creations}`), '0');
});

// Everything that Stripe has told is applied.
async function settle() {
    await until('all is applied', async () => '0' === await platform.sql(
        "select count(*) from billing.stripe_webhook_events where status = 'received'") && '0'
        === await platform.sql('select count(*) from billing.stripe_objects'
            + ' where refresh_requested_at is not null'), 60000);
}

// The card of an add-on made one.
test('a dispute that changes twice within a second is looked up', async () => {
    const sdk = clientFor(platform.sandbox);
    const [dispute] = (await sdk.disputes.list({ limit: 1 })).data;
    await until('Stripe is asked', async () => {
        for (const number of [1, 2])
            await sdk.disputes.update(dispute.id, { metadata: { number }, submit: false });
        return platform.recorder.calls.some(({ path }) => path === `/v1/disputes/${dispute.id}`);
    });
});

test('the command line finds no difference to Stripe', async () => {
    await settle();
    await platform.run('stripe', 'backfill', '--since', '2026-01-01');
    const found = await platform.run('stripe', 'check', '--no-endpoint').catch((error) => error.stdout);
    assert.match(found, /, 0 differences/);
    assert.match(await platform.run('stripe', 'sync'), / 0 differences repaired, 0 remain/);
    assert.match(await platform.run('webhook', 'recover'), /^\d+ events since \S+ compared: /);
});

test('every call to Stripe fits the types of its SDK', () => {
    const { calls } = platform.recorder;
    const different = [...new Map(calls.map((call) =>
        [`${call.method} ${call.path} ${call.form}`, call])).values()];
    assert.deepEqual(complaints(different), []);
    for (const { method, path, headers } of calls) {
        assert.equal(headers['stripe-version'], Stripe.API_VERSION, path);
        assert.equal(headers.authorization, 'Bearer sk_test_platform', path);
        if (method === 'POST') {
            assert.match(headers['idempotency-key'] ?? '', /^.{1,255}$/, path);
            assert.equal(headers['content-type'], 'application/x-www-form-urlencoded', path);
        }
    }
});

test('every place in the sources that calls Stripe has been seen to', () => {
    const sites = callSites(root);
    assert.ok(sites.paths.length > 0 && sites.names.length > 0);
    assert.equal(unseen(sites, []).length, sites.paths.length + sites.names.length);
    assert.deepEqual(unseen(sites, platform.recorder.calls), []);
});
