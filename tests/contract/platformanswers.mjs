// What the API answers to everything that is asked of it: every answer is held against the OpenAPI
// document.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import Stripe from 'stripe';
import { webhookSecret } from '../support/platform.mjs';
import { clientFor, until } from '../support/sandbox.mjs';
import { Vendor, admin, adminSend, billing, client, example, pay, platform, vendorExample } from './platformworld.mjs';

const stripe = new Stripe('sk_test_platform'); // signs events, calls nobody

test('what is open to all', async () => {
    for (const path of ['/healthz', '/readyz', '/metrics'])
        assert.equal((await client.send('GET', platform.url + path)).status, 200);
    const document = await client.send('GET', `${platform.url}/api/v1/openapi.json`);
    assert.ok(isDeepStrictEqual(document.body, client.openapi.document), 'it is the file of the sources');
    const again = await client.send('GET', `${platform.url}/api/v1/openapi.json`,
                                    { headers: { 'If-None-Match': document.headers.get('etag') } });
    assert.equal(again.status, 304);
});

test('events are taken when Stripe has signed them', async () => {
    const url = `${platform.url}/api/v1/webhooks/stripe`;
    const event = example('POST', '/api/v1/webhooks/stripe', 'event');
    const signed = (payload) => ({
        bytes: payload, headers: {
            'Content-Type': 'application/json',
            'Stripe-Signature': stripe.webhooks.generateTestHeaderString({ payload, secret: webhookSecret }),
        },
    });
    assert.equal((await client.send('POST', url, signed(JSON.stringify(event)))).status, 200);
    client.sentExamples.add('POST /api/v1/webhooks/stripe event');
    assert.equal((await client.send('POST', url, signed('[]'))).status, 400);
    const forged = { ...signed(JSON.stringify(event)), bytes: '{}' };
    assert.equal((await client.send('POST', url, forged)).body.code, 'signature_invalid');
});

test('the platform registers vendors and reports what they use', async () => {
    const path = '/api/v1/admin/vendors/acme';
    const wanted = example('PUT', path, 'new');
    assert.equal((await adminSend('PUT', path, wanted)).status, 201);
    assert.equal((await adminSend('PUT', path, { ...wanted, name: 'Acme' })).status, 200);
    assert.equal((await adminSend('PUT', path, { ...wanted, tier_code: 'platinum' })).status, 404);
    assert.equal((await adminSend('PUT', path, { name: 'Acme' })).status, 400);
    const counted = await adminSend('PUT', `${path}/usage`, example('PUT', `${path}/usage`, 'counted'));
    assert.equal(counted.status, 200);
    assert.equal((await adminSend('PUT', `${path}/usage`, { products: -1 })).status, 400);
    assert.equal((await adminSend('PUT', '/api/v1/admin/vendors/nobody/usage', { products: 1 })).status, 404);
});

test('a trial, a checkout, and what is refused on the way', async () => {
    const vendor = await Vendor.register('checkout');
    assert.equal((await vendor.get('/subscription')).status, 'trial');
    await vendor.get('/tiers');
    await vendor.post('/portal', undefined, 400);
    await vendor.post('/checkout', { tier_code: 'platinum' }, 404);
    await vendor.post('/checkout', { tier_code: 'enterprise' }, 400);
    await vendor.post('/change-tier', { tier_code: 'business' }, 400);
    assert.equal((await vendor.get('/upcoming-invoice')).amount_due_cents, null);
    assert.deepEqual((await vendor.get('/invoices')).invoices, []);

    const first = await vendor.post('/checkout', vendorExample('/checkout', 'monthly'));
    const again = await vendor.post('/checkout', vendorExample('/checkout', 'monthly'));
    assert.equal(again.session_id, first.session_id);
    const annual = await vendor.post('/checkout', vendorExample('/checkout', 'annual'));
    assert.notEqual(annual.session_id, first.session_id);
    await pay(annual.checkout_url);
    await vendor.until('the checkout is applied', (now) => now.has_payment_method && now.is_annual);
    const refused = await vendor.post('/checkout', { tier_code: 'business' }, 409);
    assert.equal(refused.code, 'already_subscribed');
    await vendor.post('/portal');
    const upcoming = await vendor.get('/upcoming-invoice');
    assert.ok(upcoming.amount_due_cents > 0 && upcoming.lines.length > 0);
});

test('tiers change up and down, after a look at what that costs', async () => {
    const vendor = await Vendor.register('changes');
    await vendor.subscribe('professional');
    const preview = await vendor.post('/change-tier', vendorExample('/change-tier', 'preview'));
    assert.equal(preview.preview, true);
    await vendor.post('/change-tier', vendorExample('/change-tier', 'change'));
    await vendor.until('the upgrade is applied', (now) => now.tier.code === 'business');
    await adminSend('PUT', '/api/v1/admin/vendors/changes/usage', { products: 250, team_members: 2 });
    const refused = await vendor.post('/change-tier', { tier_code: 'essential' }, 409);
    assert.equal(refused.code, 'usage_exceeds_tier');
    assert.equal(refused.over.length, 2);
    await vendor.post('/change-tier', { tier_code: 'platinum' }, 404);
    await vendor.post('/change-tier', { tier_code: 'professional' });
    await vendor.until('the downgrade is applied', (now) => now.tier.code === 'professional');
});

test('a cancellation is taken back, another one is not', async () => {
    const vendor = await Vendor.register('leaves');
    await vendor.subscribe('essential');
    assert.equal((await vendor.post('/reactivate', undefined, 400)).code, 'subscription_not_cancelled');
    await vendor.post('/cancel', vendorExample('/cancel', 'at_period_end'));
    await vendor.until('the cancellation is seen', (now) => now.cancel_at !== null);
    await vendor.post('/reactivate');
    await vendor.until('it is taken back', (now) => now.cancel_at === null);
    await vendor.post('/cancel', vendorExample('/cancel', 'now'));
    await vendor.until('it is over', (now) => now.status === 'cancelled');
    const { body } = await vendor.send('POST', '/usage/orders', { delta: 1 });
    assert.equal(body.code, 'subscription_inactive');
    assert.equal((await vendor.post('/cancel', {}, 400)).code, 'no_active_subscription');
    const { checkout_url: url } = await vendor.post('/reactivate');
    await pay(url);
    await vendor.until('it is back', (now) => now.status === 'active');
});

test('admins cancel, reactivate, pause and resume for a vendor', async () => {
    const vendor = await Vendor.register('helped');
    await vendor.subscribe('professional');
    const help = async (word, json) => {
        const { status, body } = await adminSend('POST', `/api/v1/admin/vendors/helped/${word}`, json);
        assert.equal(status, 200, JSON.stringify(body));
    };
    await help('cancel', example('POST', '/api/v1/admin/vendors/helped/cancel', 'at_period_end'));
    await help('reactivate');
    await help('pause');
    await vendor.until('the pause is seen', (now) => now.status === 'paused');
    await help('resume');
    await vendor.until('it goes on', (now) => now.status !== 'paused');
    // As the portal cancels: by a date alone.
    const sdk = clientFor(platform.sandbox);
    const id = await platform.sql("select stripe_subscription_id from billing.vendor_subscriptions s"
        + " join billing.vendors v on v.id = s.vendor_id where vendor_code = 'helped'");
    const { items } = await sdk.subscriptions.retrieve(id);
    await sdk.subscriptions.update(id, { cancel_at: items.data[0].current_period_end });
    await vendor.until('the end is seen', (now) => now.cancel_at !== null);
    await help('reactivate');
    await vendor.until('the end is taken back', (now) => now.cancel_at === null);
    // Stripe has a pause of its own, beside the one of collecting.
    const { customer } = await sdk.subscriptions.pause(id, { type: 'subscription' });
    await vendor.until('Stripe has paused it', (now) => now.status === 'paused');
    await help('resume');
    await help('cancel', { immediately: true });
    await vendor.until('it is over', (now) => now.status === 'cancelled');
    await help('reactivate');
    for (let i = 0; i < 5; ++i) // several times within a second
        await sdk.customers.update(customer, { metadata: { round: i } });
});

test('usage is counted up to the limit', async () => {
    const vendor = await Vendor.register('counts');
    for (const metric of ['orders', 'products', 'team-members']) {
        const route = `/usage/${metric}`;
        await vendor.post(route, vendorExample(route, 'take'));
        await vendor.post(route, vendorExample(route, 'release'));
        if (metric === 'orders')
            await vendor.post(route, vendorExample(route, 'release_earlier'));
        await vendor.post(route, { delta: 'one' }, 400);
        const over = await vendor.post(route, { delta: 1000 }, 403);
        assert.equal(over.code, 'limit_exceeded');
        const key = { 'Idempotency-Key': `once-${metric}` };
        const first = await vendor.send('POST', route, { delta: 1 }, key);
        const second = await vendor.send('POST', route, { delta: 1 }, key);
        assert.deepEqual(second.body, first.body);
        assert.equal((await vendor.send('POST', route, { delta: 2 }, key)).status, 409);
    }
});

test('add-ons are bought, seen and cancelled', async () => {
    const vendor = await Vendor.register('extras');
    await vendor.subscribe('professional');
    await vendor.get('/addons');
    await vendor.post('/addons/purchase', { addon_code: 'nothing' }, 404);
    await vendor.post('/addons/purchase', { addon_code: 'domain' }, 400);
    const purchase = '/addons/purchase';
    const wishes = [[vendorExample(purchase, 'email'), 'pm_card_visa'],
                    [{ addon_code: 'ssl_premium' }, 'pm_card_createDispute']];
    for (const [wish, card] of wishes)
        await pay((await vendor.post(purchase, wish)).checkout_url, card);
    // Whether a domain is free is asked of a name server, which a machine of tests need not have.
    const domain = await vendor.send('POST', purchase, vendorExample(purchase, 'domain'));
    assert.ok(domain.status === 200 || domain.body.code === 'unavailable', JSON.stringify(domain.body));
    client.sentExamples.add(`POST ${billing}${purchase} domain`);
    const bought = await until('the add-ons are there', async () => {
        const { addons } = await vendor.get('/my-addons');
        return addons.length === 2 && addons;
    });
    const { id } = bought.find(({ code }) => code === 'email_5');
    const three = example('PATCH', `${billing}/addons/${id}`, 'three');
    assert.equal((await vendor.send('PATCH', `/addons/${id}`, three)).body.quantity, 3);
    for (const one of bought)
        assert.equal((await vendor.send('DELETE', `/addons/${one.id}`)).status, 200);
    for (const method of ['PATCH', 'DELETE'])
        assert.equal((await vendor.send(method, '/addons/999999', method === 'PATCH' ? three : undefined)).status, 404);
    const other = await Vendor.register('curious');
    assert.equal((await other.send('DELETE', `/addons/${bought[0].id}`)).status, 404);
});

test('invoices are listed page by page', async () => {
    const vendor = await Vendor.register('invoices');
    await platform.sql("update billing.vendor_subscriptions set trial_ends_at = now() + interval '1 hour'"
        + " where vendor_id = (select id from billing.vendors where vendor_code = 'invoices')");
    await vendor.subscribe('essential');
    await vendor.post('/change-tier', { tier_code: 'professional' });
    const all = await until('two invoices are there', async () => {
        const { invoices } = await vendor.get('/invoices');
        return invoices.length === 2 && invoices.every((one) => one.status === 'paid') && invoices;
    });
    const first = await vendor.get('/invoices?limit=1');
    const second = await vendor.get(`/invoices?limit=1&cursor=${encodeURIComponent(first.next_cursor)}`);
    assert.deepEqual([...first.invoices, ...second.invoices], all);
    assert.equal(second.next_cursor, null);
    for (const query of ['limit=0', 'limit=many', 'cursor=nonsense'])
        assert.equal((await vendor.send('GET', `/invoices?${query}`)).status, 400);
});

test('admins see how the platform stands, and keep a snapshot of the day', async () => {
    const health = '/api/v1/admin/platform-health';
    for (const word of ['health', 'capacity', 'subscription-capacity', 'trends', 'recommendations'])
        assert.equal((await adminSend('GET', `${health}/${word}`)).status, 200, word);
    assert.equal((await adminSend('POST', `${health}/snapshot`)).status, 200);
    await platform.sql('insert into billing.capacity_snapshots (snapshot_date, total_vendors,'
        + ' active_vendors, trial_vendors, total_subscriptions, active_subscriptions, total_products,'
        + " total_orders_month, total_team_members, db_size_mb) values ((now() at time zone 'UTC')::date"
        + ' - 6, 1, 1, 0, 1, 1, 1, 1, 1, 1)');
    const { body } = await adminSend('GET', `${health}/trends?days=7`);
    assert.equal(body.trends.vendors.start_value, 1);
    assert.equal((await adminSend('GET', `${health}/trends?days=many`)).status, 400);
    assert.match(await platform.run('snapshot'), /^\d{4}-\d\d-\d\d: \d+ vendors, /);
});

// What every route with a token refuses in the same way.
const guarded = client.openapi.operations().filter(({ needsToken }) => needsToken);
const urlOf = (base, path) => base + path.replace('{vendor_code}', 'acme').replace('{id}', '1');
const tokensOf = (path, vendor) => path.startsWith('/api/v1/admin/') ? [admin, vendor] : [vendor, admin];

function firstExample(operation) {
    return client.openapi.contents(operation.requestBody)[0]?.examples[0].value;
}

test('every guarded route refuses strangers and what it cannot read', async () => {
    const acme = platform.token('--vendor', 'acme');
    const nobody = platform.token('--vendor', 'nobody');
    for (const { path, method, operation } of guarded) {
        const where = `${method} ${path}`;
        const url = urlOf(platform.url, path);
        const [token, wrongRole] = tokensOf(path, acme);
        const refused = async (status, options) => {
            const answer = await client.send(method, url, options);
            assert.equal(answer.status, status, `${where}: ${JSON.stringify(answer.body)}`);
        };
        await refused(401, {});
        await refused(401, { token: `${token}x` });
        await refused(403, { token: wrongRole });
        if (operation.responses['404'] && !path.startsWith('/api/v1/admin/'))
            await refused(404, { token: nobody, json: firstExample(operation) });
        if (!operation.requestBody)
            continue;
        const headers = { 'Content-Type': 'text/plain' };
        await refused(415, { token, bytes: '{}', headers });
        await refused(400, { token, json: [] });
        await refused(400, { token, json: { nonsense: true } });
        await refused(413, { token, json: { reason: 'x'.repeat(70000) } });
    }
});

test('every guarded route says what is missing or away', async () => {
    const vendor = await Vendor.register('away');
    await vendor.subscribe('professional');
    const anywhere = '127.0.0.1:0';
    // A Stripe that fails for good: one that is not there at all would be asked for a quarter of a minute.
    const failing = createServer((request, answer) => {
        answer.writeHead(500, { 'Stripe-Should-Retry': 'false' }).end();
    }).listen(0, '127.0.0.1');
    await once(failing, 'listening');
    failing.unref();
    const [keyless, deaf, unverified, strict] = await Promise.all([
        platform.serve({ STRIPE_SECRET_KEY: null }, anywhere),
        platform.serve({ STRIPE_API_BASE: `http://127.0.0.1:${failing.address().port}`,
                         STRIPE_WEBHOOK_SECRET: null }, anywhere),
        platform.serve({ ORION_JWT_SECRET: null }, anywhere),
        platform.serve({ ORION_API_RATE_LIMIT: '1' }, anywhere),
    ]);
    const untold = await client.send('POST', `${deaf}/api/v1/webhooks/stripe`, { bytes: '{}' });
    assert.equal(untold.body.code, 'webhook_secret_missing');
    await Promise.all(guarded.map(async ({ path, method, operation }) => {
        const [token] = tokensOf(path, vendor.token);
        const send = (base) =>
            client.send(method, urlOf(base, path), { token, json: firstExample(operation) });
        assert.equal((await send(unverified)).body.code, 'unavailable', path);
        await until(`${path} has had enough`, async () => (await send(strict)).status === 429);
    }));
    // What is asked of Stripe; those that look for something of the vendor's first do not get there.
    for (const { path, method, operation } of guarded.filter((one) => one.operation.responses['502'])) {
        const [token] = tokensOf(path, vendor.token);
        const send = (base) => client.send(method, urlOf(base, path).replace('acme', vendor.code), {
            token, json: firstExample(operation) });
        const unconfigured = await send(keyless);
        if (unconfigured.status !== 404)
            assert.equal(unconfigured.body.code, 'payment_system_not_configured', path);
    }
    const unheard = await client.send('POST', `${deaf}${billing}/portal`, { token: vendor.token });
    assert.equal(unheard.body.code, 'payment_system_failed');
});

// Answers that no request from outside can bring about.
const beyondReach = new Set(['internal', 'database_failed', 'timeout', 'too_busy', 'shutting_down',
                             'schema_outdated', 'schema_too_new', 'database_unavailable']);

test('every documented success and code has been answered, and every example of a request sent', () => {
    const codes = new Set();
    for (const { path, method, operation } of client.openapi.operations()) {
        const where = `${method} ${path}`;
        for (const [status, holder] of Object.entries(operation.responses)) {
            if (Number(status) < 400)
                assert.ok(client.seen.has(`${where} ${status}`), `${where} ${status}`);
            else
                client.openapi.contents(holder)[0].examples.forEach(({ name }) => codes.add(name));
        }
        for (const { name } of client.openapi.contents(operation.requestBody)[0]?.examples ?? [])
            assert.ok(client.sentExamples.has(`${where} ${name}`), `${where} sent the example ${name}`);
    }
    const answered = new Set([...client.seen].map((one) => one.split(' ')[3]));
    for (const code of codes)
        assert.ok(answered.has(code) || beyondReach.has(code), code);
});
